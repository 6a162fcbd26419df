"""The way in for SBB: who is it, what does the message say, is everything safe; then answer and log a line.

Nothing of a message is logged but its number, its school and how many mutaties it has.
"""

import base64
import binascii
import hashlib
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from stagemarkt.domain.changes.intake import IntakeContext, take_in
from stagemarkt.entry.client_certificate import NoSender, require_sender
from stagemarkt.model.errors import StorageError
from stagemarkt.model.rejection import Rejection
from stagemarkt.observability import describe, logger, report_unreadable
from stagemarkt.ports.intake import (
    ClientCertificateReader,
    MessageLanguage,
    ReadMessage,
    Rejected,
    WrittenAnswer,
)

_NOTHING = ReadMessage(None, None)


class IntakeDesk(NamedTuple):
    """What the way in works with.

    Attributes:
        intake: what taking in needs; its `sbb_oin` is the only one that may bring anything, and its
            `rejects_register` keeps what was refused as well.
        lees_certificaat: reads the client certificate of who brings it.
        language: of the messages.
        clock: seconds since 1970.
    """

    intake: IntakeContext
    lees_certificaat: ClientCertificateReader
    language: MessageLanguage
    clock: Callable[[], float]


class _Ending(NamedTuple):
    """How it went: the answer, a word for the log, and what else is to be logged."""

    answer: WrittenAnswer
    uitkomst: str
    parsed: ReadMessage = _NOTHING
    velden: Mapping[str, Any] = {}


def make_entry(front: Callable[[], IntakeDesk]) -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """A Lambda handler over this; it is made on first use, within the handler's own safety."""

    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        begin = time.perf_counter()
        ending = _handle(event, front)
        _log(event, ending, time.perf_counter() - begin)
        return {
            "statusCode": ending.answer.status,
            "headers": {
                "Content-Type": "text/xml; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
                "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
            },
            "body": ending.answer.inhoud.decode(),
        }

    return handler


def _handle(event: Mapping[str, Any], make: Callable[[], IntakeDesk]) -> _Ending:
    front = make()
    now = front.clock()
    try:
        require_sender(event, front.intake.sbb_oin, now, front.lees_certificaat)
    except NoSender as error:
        return _Ending(front.language.unauthorized(), "onbevoegd", velden={"intern": str(error)})
    parsed = _NOTHING
    try:
        content = _body(event)
        parsed = front.language.read(content, _soapaction(event), now)
        return _take_in(parsed, content, front, now)
    except Exception as error:  # noqa: BLE001 - whatever failed: SBB must send it again
        return _Ending(front.language.failure(parsed), "storing", parsed, describe(error))


def _take_in(parsed: ReadMessage, content: bytes, front: IntakeDesk, now: float) -> _Ending:
    try:
        if parsed.message is None:
            raise parsed.rejection or RuntimeError("neither read nor refused")
        new = take_in(parsed.message, front.intake, now)
    except Rejection as error:
        kept = _reject(parsed, error, content, front, now)
        fields = {"reden": error.reden.value, "intern": error.explanation, "bewaard": kept}
        return _Ending(front.language.refuse(parsed, error), "afgewezen", parsed, fields)
    message = parsed.message
    if new and (message.velden or message.onleesbaar):
        set_apart = {"Mutaties/Mutatie": len(message.onleesbaar)} if message.onleesbaar else {}
        report_unreadable(message.school, "MutatieErkenning", message.velden, set_apart)
    return _Ending(front.language.acknowledge(parsed), "aangenomen" if new else "bekend", parsed)


def _reject(parsed: ReadMessage, error: Rejection, content: bytes, front: IntakeDesk, now: float) -> bool:
    """Keep it for the operator; that this fails changes nothing for SBB, which will send it again."""
    digest = hashlib.sha256(error.reden.encode() + b"\0" + content)
    rejected = Rejected(
        tag=digest.hexdigest()[:32],
        reden=error.reden.value,
        explanation=error.explanation,
        oin=front.intake.sbb_oin,
        school=parsed.school,
        bericht_id=parsed.bericht_id,
        inhoud=content,
        size=len(content),
        first_at=now,
        last_at=now,
    )
    try:
        front.intake.rejects_register.reject(rejected)
    except StorageError:
        return False
    return True


def _body(event: Mapping[str, Any]) -> bytes:
    text = str(event.get("body") or "")
    if not event.get("isBase64Encoded"):
        return text.encode(errors="surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        # Not what API Gateway makes: then it is read, and refused, as it came.
        return text.encode(errors="surrogatepass")


def _soapaction(event: Mapping[str, Any]) -> str | None:
    headers = event.get("headers") or {}
    return next((str(value) for name, value in headers.items() if name.lower() == "soapaction"), None)


def _log(event: Mapping[str, Any], ending: _Ending, duration: float) -> None:
    context = event.get("requestContext") or {}
    message = ending.parsed.message
    fields = {
        "verzoekId": _uuid(context.get("requestId")),
        "uitkomst": ending.uitkomst,
        "status": ending.answer.status,
        "school": ending.parsed.school,
        "berichtId": ending.parsed.bericht_id,
        "aantal": message.aantal if message else None,
        "apart": len(message.onleesbaar) if message else None,
        "duurMs": round(duration * 1000, 1),
        **ending.velden,
    }
    write = {"aangenomen": logger.info, "bekend": logger.info, "storing": logger.error}
    write.get(ending.uitkomst, logger.warning)("bericht", extra=fields)


def _uuid(text: object) -> str:
    try:
        return str(uuid.UUID(str(text)))
    except ValueError:
        return str(uuid.uuid4())
