"""What the end of a call says of SBB and of the school: the whole table."""

import pytest
from stagemarkt.domain.guard.outcome import GOOD, CallOutcome, outcome_of
from stagemarkt.model import errors
from stagemarkt.model.errors import Bilingual, FacadeError, InvalidInput, Signaal, StorageError

TEXT = Bilingual("Nee.", "No.")
SIGNAL = Signaal(996, None, "x")
NOTHING = CallOutcome("niets", "niets")
TABLE: list[tuple[BaseException, CallOutcome]] = [
    (errors.LeerbedrijfUnknown(TEXT), GOOD),
    (errors.CodeUnknown(TEXT), GOOD),
    (errors.UnknownResource(TEXT), GOOD),
    (errors.TooManyResults(TEXT), GOOD),
    (InvalidInput((), sbb_signal=SIGNAL), GOOD),
    (errors.BronUnavailable(TEXT, retry_after=30), CallOutcome("mis", "niets", "bron-niet-beschikbaar")),
    (errors.BronOverloaded(TEXT, cooldown=20), CallOutcome("mis", "niets", "bron-overbelast", 20)),
    (errors.NoRoom(TEXT), NOTHING),
    (errors.BronTimeout(TEXT), CallOutcome("mis", "niets", "bron-timeout")),
    (errors.BronAnswerInvalid(TEXT), CallOutcome("mis", "niets", "bron-antwoord-ongeldig")),
    (errors.MessageRejected(TEXT), CallOutcome("afgewezen", "niets", "bericht-afgewezen")),
    (errors.BronCodeUnknown(TEXT, sbb_signal=SIGNAL), NOTHING),
    (errors.BronLicentie(TEXT, sbb_signal=SIGNAL), CallOutcome("goed", "mis", "bron-licentie")),
    (
        errors.SchoolCertificateUnsuitable(TEXT, sbb_signal=SIGNAL),
        CallOutcome("goed", "mis", "bron-certificaat"),
    ),
    (errors.SchoolCertificateUnsuitable(TEXT), CallOutcome("niets", "mis", "bron-certificaat")),
    (errors.BronCertificate(TEXT), CallOutcome("mis", "niets", "bron-certificaat")),
    (StorageError("AccessDenied"), NOTHING),
    (errors.OwnShortage("EMFILE"), NOTHING),
    (errors.InternalError(TEXT), NOTHING),
    (RuntimeError(), NOTHING),
    (KeyboardInterrupt(), NOTHING),
]


@pytest.mark.parametrize(("error", "outcome"), TABLE, ids=lambda value: type(value).__name__)
def test_what_an_error_says(error: BaseException, outcome: CallOutcome) -> None:
    """Each failure counts for SBB, for the school, for both or for neither."""
    assert outcome_of(error) == outcome


def test_no_error_of_the_source_is_forgotten() -> None:
    """A failure of the source that is made later must get its line above."""
    soorten: set[type[FacadeError]] = set()
    to_visit: list[type[FacadeError]] = [errors.BronError]
    while to_visit:
        inner = to_visit.pop().__subclasses__()
        soorten.update(inner)
        to_visit += inner
    assert soorten <= {type(error) for error, _ in TABLE}


def test_who_got_no_time_is_not_slow() -> None:
    """A call that had next to no time says nothing of SBB when the time is up; any other failure does."""
    assert outcome_of(errors.BronTimeout(TEXT), fair=False) == NOTHING
    assert outcome_of(errors.BronUnavailable(TEXT), fair=False).bron == "mis"
