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

from stagemarkt.domain.changes.intake import Inname, neem_in
from stagemarkt.entry.client_certificate import GeenAfzender, eis_afzender
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.rejection import Afwijzing
from stagemarkt.observability import logger, meld_onleesbaar, spoor
from stagemarkt.ports.client_certificate import ClientCertificateReader
from stagemarkt.ports.intake import Berichttaal, Gelezen, Geschreven
from stagemarkt.ports.mutaties import Afgekeurd

_NIETS = Gelezen(None, None)


class Balie(NamedTuple):
    """What the way in works with.

    Attributes:
        inname: what taking in needs; its `sbb_oin` is the only one that may bring anything, and its
            `afkeurboek` keeps what was refused as well.
        lees_certificaat: reads the client certificate of who brings it.
        taal: of the messages.
        klok: seconds since 1970.
    """

    inname: Inname
    lees_certificaat: ClientCertificateReader
    taal: Berichttaal
    klok: Callable[[], float]


class _Afloop(NamedTuple):
    """How it went: the answer, a word for the log, and what else is to be logged."""

    antwoord: Geschreven
    uitkomst: str
    gelezen: Gelezen = _NIETS
    velden: Mapping[str, Any] = {}


def maak_ingang(balie: Callable[[], Balie]) -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """A Lambda handler over this; it is made on first use, within the handler's own safety."""

    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        begin = time.perf_counter()
        afloop = _behandel(event, balie)
        _log(event, afloop, time.perf_counter() - begin)
        return {
            "statusCode": afloop.antwoord.status,
            "headers": {
                "Content-Type": "text/xml; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
                "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
            },
            "body": afloop.antwoord.inhoud.decode(),
        }

    return handler


def _behandel(event: Mapping[str, Any], maak: Callable[[], Balie]) -> _Afloop:
    balie = maak()
    nu = balie.klok()
    try:
        eis_afzender(event, balie.inname.sbb_oin, nu, balie.lees_certificaat)
    except GeenAfzender as fout:
        return _Afloop(balie.taal.onbevoegd(), "onbevoegd", velden={"intern": str(fout)})
    gelezen = _NIETS
    try:
        inhoud = _lichaam(event)
        gelezen = balie.taal.lees(inhoud, _soapaction(event), nu)
        return _neem_in(gelezen, inhoud, balie, nu)
    except Exception as fout:  # noqa: BLE001 - whatever failed: SBB must send it again
        intern = str(fout) if isinstance(fout, OpslagFout) else ""
        velden = {"intern": intern, "spoor": spoor(fout)}
        return _Afloop(balie.taal.storing(gelezen), "storing", gelezen, velden)


def _neem_in(gelezen: Gelezen, inhoud: bytes, balie: Balie, nu: float) -> _Afloop:
    try:
        if gelezen.bericht is None:
            raise gelezen.afwijzing or RuntimeError("neither read nor refused")
        nieuw = neem_in(gelezen.bericht, balie.inname, nu)
    except Afwijzing as fout:
        bewaard = _keur_af(gelezen, fout, inhoud, balie, nu)
        velden = {"reden": fout.reden.value, "intern": fout.toelichting, "bewaard": bewaard}
        return _Afloop(balie.taal.weiger(gelezen, fout), "afgewezen", gelezen, velden)
    bericht = gelezen.bericht
    if nieuw and (bericht.velden or bericht.onleesbaar):
        apart = {"Mutaties/Mutatie": len(bericht.onleesbaar)} if bericht.onleesbaar else {}
        meld_onleesbaar(bericht.school, "MutatieErkenning", bericht.velden, apart)
    return _Afloop(balie.taal.bevestig(gelezen), "aangenomen" if nieuw else "bekend", gelezen)


def _keur_af(gelezen: Gelezen, fout: Afwijzing, inhoud: bytes, balie: Balie, nu: float) -> bool:
    """Keep it for the operator; that this fails changes nothing for SBB, which will send it again."""
    som = hashlib.sha256(fout.reden.encode() + b"\0" + inhoud)
    afgekeurd = Afgekeurd(
        kenmerk=som.hexdigest()[:32],
        reden=fout.reden.value,
        toelichting=fout.toelichting,
        oin=balie.inname.sbb_oin,
        school=gelezen.school,
        bericht_id=gelezen.bericht_id,
        inhoud=inhoud,
        omvang=len(inhoud),
        eerst_op=nu,
        laatst_op=nu,
    )
    try:
        balie.inname.afkeurboek.keur_af(afgekeurd)
    except OpslagFout:
        return False
    return True


def _lichaam(event: Mapping[str, Any]) -> bytes:
    tekst = str(event.get("body") or "")
    if not event.get("isBase64Encoded"):
        return tekst.encode(errors="surrogatepass")
    try:
        return base64.b64decode(tekst, validate=True)
    except (binascii.Error, ValueError):
        # Not what API Gateway makes: then it is read, and refused, as it came.
        return tekst.encode(errors="surrogatepass")


def _soapaction(event: Mapping[str, Any]) -> str | None:
    koppen = event.get("headers") or {}
    return next((str(waarde) for naam, waarde in koppen.items() if naam.lower() == "soapaction"), None)


def _log(event: Mapping[str, Any], afloop: _Afloop, duur: float) -> None:
    context = event.get("requestContext") or {}
    bericht = afloop.gelezen.bericht
    velden = {
        "verzoekId": _uuid(context.get("requestId")),
        "uitkomst": afloop.uitkomst,
        "status": afloop.antwoord.status,
        "school": afloop.gelezen.school,
        "berichtId": afloop.gelezen.bericht_id,
        "aantal": bericht.aantal if bericht else None,
        "apart": len(bericht.onleesbaar) if bericht else None,
        "duurMs": round(duur * 1000, 1),
        **afloop.velden,
    }
    schrijf = {"aangenomen": logger.info, "bekend": logger.info, "storing": logger.error}
    schrijf.get(afloop.uitkomst, logger.warning)("bericht", extra=velden)


def _uuid(tekst: object) -> str:
    try:
        return str(uuid.UUID(str(tekst)))
    except ValueError:
        return str(uuid.uuid4())
