"""What an operator has tried of a school, as an event of Lambda, and the answer to it.

`{"probeer": BRIN}` gives `{"uitkomst": {"school", "uitkomst", "code", "detail", "signaalcode"}}` or
`{"fout": {"code", "detail"}}`.
"""

from collections.abc import Callable
from typing import Any, Final

from stagemarkt.domain.schools.certificate_trial import TrialOutcome
from stagemarkt.model.codes import read_brin
from stagemarkt.model.errors import StorageError
from stagemarkt.observability import logger
from stagemarkt.ports.deadline import Deadline
from stagemarkt.web.handler import LambdaContext

_QUESTION_SECONDS: Final = 20.0


def execute(
    school: object, proef: Callable[[str, Deadline], TrialOutcome], context: LambdaContext
) -> dict[str, Any]:
    """Try this school, and tell what SBB said. Raises nothing: everything is in the answer."""
    brin = read_brin(str(school))
    if brin is None:
        return _error("ongeldige-invoer", "Dit is geen BRIN.")
    seconden = min(_QUESTION_SECONDS, max(0.0, context.get_remaining_time_in_millis() / 1000 - 2))
    try:
        uitkomst = proef(brin, Deadline.van(seconden))
    except StorageError as fout:
        logger.error("schoolproef", extra={"school": brin, "intern": str(fout)})
        return _error("interne-fout", "Het geheim van de school is niet te lezen.")
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


def _error(code: str, detail: str) -> dict[str, Any]:
    return {"fout": {"code": code, "detail": detail}}
