"""Which figures a request gives: the road of its answer, and whose fault a failure is."""

import pytest
from stagemarkt.model import errors
from stagemarkt.model.errors import Bilingual, FacadeError, Signaal, StorageError
from stagemarkt.web import problems
from stagemarkt.web.handler import entry
from stagemarkt.web.request import Request
from stagemarkt.web.request_metrics import is_ours, metrics_of
from stagemarkt.web.response import Response
from stagemarkt.web.routes import ROUTES

from tests.cloudwatch.embedded_metrics import read_points
from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import FakeContext
from tests.unit.requests import build_event

STALE = {"VerouderdDuur": 12.5, "Ouderdom": 9}
TEXT = Bilingual("Nee.", "No.")
SIGNAL = Signaal(996, None, "x")
OURS: list[BaseException] = [
    errors.InternalError(TEXT),
    StorageError("AccessDenied"),
    RuntimeError(),
    # SBB's CA, a message that SBB does not take, a code that nobody knows here: an operator has to act.
    errors.BronCertificate(TEXT),
    errors.MessageRejected(TEXT),
    errors.BronCodeUnknown(TEXT),
]
ELSEWHERE: list[FacadeError] = [
    errors.BronUnavailable(TEXT),
    errors.BronOverloaded(TEXT),
    errors.NoRoom(TEXT),
    errors.BronTimeout(TEXT),
    errors.BronAnswerInvalid(TEXT),
    errors.BronLicentie(TEXT, sbb_signal=SIGNAL),
    errors.SchoolCertificateUnsuitable(TEXT),
    errors.NotInCache(TEXT),
]


def _figures(
    answer: Response, error: BaseException | None = None, resource: str = "/leerbedrijven"
) -> dict[str, float]:
    return {figure.name: value for figure, value in metrics_of(resource, answer, error, 12.5).items()}


@pytest.mark.parametrize(
    ("status", "headers", "figures"),
    [
        (200, {"Cache-Status": "stagemarkt; hit; ttl=5", "Age": "7"}, {"TrefferDuur": 12.5, "Ouderdom": 7}),
        (404, {"Cache-Status": "stagemarkt; hit; ttl=5", "Age": "7"}, {"TrefferDuur": 12.5, "Ouderdom": 7}),
        (200, {"Cache-Status": "stagemarkt; hit; ttl=0", "Age": "9"}, STALE),
        (
            200,
            {"Cache-Status": "stagemarkt; hit; ttl=-8", "Age": "9"},
            {"VerouderdDuur": 12.5, "Ouderdom": 9},
        ),
        (200, {"Cache-Status": "stagemarkt; fwd=stale; fwd-status=503", "Age": "9"}, STALE),
        (200, {"Cache-Status": "stagemarkt; fwd=miss; stored", "Age": "0"}, {"MisserDuur": 12.5}),
        (200, {"Cache-Status": "stagemarkt; fwd=miss; collapsed", "Age": "0"}, {"MisserDuur": 12.5}),
        (404, {"Cache-Status": "stagemarkt; fwd=miss; fwd-status=404"}, {"MisserDuur": 12.5}),
        (200, {"Cache-Status": "stagemarkt; fwd=bypass"}, {"MisserDuur": 12.5}),
        (200, {}, {}),
        (204, {}, {}),
    ],
)
def test_the_road_of_an_answer(status: int, headers: dict[str, str], figures: dict[str, float]) -> None:
    """Kept and fresh, kept and stale, or asked of SBB; and of what was kept its age."""
    error = errors.LeerbedrijfUnknown(TEXT) if status == 404 else None
    assert _figures(Response(status, koppen=headers), error) == figures


def test_many_at_once_are_no_slow_answer() -> None:
    """How long a batch takes hangs on how many it holds: it counts for no duration, and its failure does."""
    (batch,) = [route.path for route in ROUTES if route.path.endswith("/verificaties/_batch")]
    answer = Response(200, koppen={"Cache-Status": "stagemarkt; fwd=bypass"})
    assert _figures(answer, None, batch) == {}
    assert _figures(Response(503), errors.BronUnavailable(TEXT), batch) == {"FoutElders": 1}
    assert _figures(Response(400), errors.InvalidInput(()), batch) == {"Geweigerd": 1}


@pytest.mark.parametrize(
    "code", [code for code, problem in problems.PROBLEMS.items() if problem.status < 500]
)
def test_a_refusal(code: str) -> None:
    """What a caller asks wrongly is refused; that SBB does not know it is an answer."""
    answers = {"leerbedrijf-onbekend": errors.LeerbedrijfUnknown, "code-onbekend": errors.CodeUnknown}
    error = answers.get(code, errors.NoToegang)(TEXT)
    expected = {"leerbedrijf-onbekend": {}, "code-onbekend": {}}.get(code, {"Geweigerd": 1})
    assert _figures(Response(problems.PROBLEMS[code].status), error) == expected


@pytest.mark.parametrize("error", OURS, ids=lambda error: type(error).__name__)
def test_our_own_fault(error: BaseException) -> None:
    """It is in no figure that would excuse it: what API Gateway counts as 5XX stays."""
    assert is_ours(error)
    assert _figures(Response(500), error) == {}


@pytest.mark.parametrize("error", ELSEWHERE, ids=lambda error: type(error).__name__)
def test_a_fault_of_others(error: FacadeError) -> None:
    """SBB, the school at SBB, or what the caller asked: told as such, and counted as such."""
    more = {"NotInCache": {"Geweigerd": 1}, "NoRoom": {"Vol": 1}}.get(type(error).__name__, {})
    assert not is_ours(error)
    status = problems.PROBLEMS[problems.code_of(error)].status
    assert _figures(Response(status), error) == {"FoutElders": 1, **more}


def test_every_error_of_the_source_is_someone_s() -> None:
    """Whose fault a failure of the source is, is said above of each kind."""
    kinds: list[type[BaseException]] = list(errors.BronError.__subclasses__())
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert set(kinds) <= {type(error) for error in (*OURS, *ELSEWHERE)}


def test_the_line_of_a_request_has_them(logbook: LogCapture) -> None:
    """One line: what happened, and the figures of it, at the moment that it says."""

    def refuse(_request: Request) -> Response:
        raise errors.NoRoom(TEXT)

    entry({"geefStatus": refuse}, clock=lambda: 1788256800.5)(build_event(resource="/status"), FakeContext())
    (line,) = logbook.lines
    assert {(point.name, point.value, point.at) for point in read_points(line)} == {
        ("FoutElders", 1, 1788256800500),
        ("Vol", 1, 1788256800500),
    }
