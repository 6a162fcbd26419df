"""What an operator has tried of a school, as an event of Lambda, and the answer to it.

`{"probeer": BRIN}` gives `{"uitkomst": {"school", "uitkomst", "code", "detail", "signaalcode"}}` or
`{"fout": {"code", "detail"}}`.
"""

from collections.abc import Callable
from typing import Any, Final, Protocol

from stagemarkt.domain.schools.certificate_trial import Proefuitkomst
from stagemarkt.model.codes import lees_brin
from stagemarkt.model.errors import OpslagFout
from stagemarkt.observability import logger
from stagemarkt.ports.deadline import Termijn

_VRAAG: Final = 20.0


class LambdaContext(Protocol):
    """What we use of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds that the invocation may still take."""
        ...


def voer_uit(
    school: object, proef: Callable[[str, Termijn], Proefuitkomst], context: LambdaContext
) -> dict[str, Any]:
    """Try this school, and tell what SBB said. Raises nothing: everything is in the answer."""
    brin = lees_brin(str(school))
    if brin is None:
        return _fout("ongeldige-invoer", "Dit is geen BRIN.")
    seconden = min(_VRAAG, max(0.0, context.get_remaining_time_in_millis() / 1000 - 2))
    try:
        uitkomst = proef(brin, Termijn.van(seconden))
    except OpslagFout as fout:
        logger.error("schoolproef", extra={"school": brin, "intern": str(fout)})
        return _fout("interne-fout", "Het geheim van de school is niet te lezen.")
    logger.info("schoolproef", extra={"school": brin, "uitkomst": uitkomst.uitkomst, "code": uitkomst.code})
    return {
        "uitkomst": {
            "school": brin,
            "uitkomst": uitkomst.uitkomst,
            "code": uitkomst.code,
            "detail": uitkomst.detail.nl,
            "signaalcode": uitkomst.signaalcode,
        }
    }


def _fout(code: str, detail: str) -> dict[str, Any]:
    return {"fout": {"code": code, "detail": detail}}
