"""What SBB refuses of a school: kept for all, told once per incident, never at the cost of an answer."""

import pytest
from stagemarkt.domain.guard.outcome import outcome_of
from stagemarkt.domain.guard.passage import Passage, Recorder
from stagemarkt.domain.guard.refusals import COOLDOWN, TELLING, Warner, is_new_incident
from stagemarkt.model import errors
from stagemarkt.model.errors import (
    Bilingual,
    BronLicentie,
    FacadeError,
    SchoolCertificateUnsuitable,
    Signaal,
    StorageError,
)
from stagemarkt.model.school import Marks
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.standing import CertificateSwitch, KeptStanding, Refusal, RefusalKind

from tests.unit.fakes.composition import DEADLINE, NOW, OTHER_SCHOOL, SCHOOL, FakeWarner
from tests.unit.fakes.records import FakeRecords

TEXT = Bilingual("Nee.", "No.")
LICENTIE = BronLicentie(TEXT, sbb_signal=Signaal(996, None, "b"))
CERTIFICAAT = SchoolCertificateUnsuitable(TEXT)
OLD, NEW = Marks("aa" * 32, "11111111"), Marks("bb" * 32, "22222222")


class Scene:
    """Recorders of several functions over one record, and a clock that a test moves."""

    def __init__(self, piece: frozenset[str] = frozenset(), *, deaf: bool = False) -> None:
        self.now = float(NOW)
        self.records = FakeRecords(piece=piece)
        self.warner = FakeWarner(piece=deaf)
        self.notices: list[str] = []
        self.using: Marks | None = None
        self.switch: CertificateSwitch | None = None
        self.recorder = self.new_recorder()

    def new_recorder(self, school: str = SCHOOL) -> Recorder:
        """That of another instance of the function."""
        warner = Warner(self.records, lambda: self.warner, self._report)
        return Recorder(school, self.records, lambda: self.now, warner, self._report)

    def question(self, error: FacadeError | None = None, recorder: Recorder | None = None) -> None:
        """One call, that ends so."""

        def run(deadline: Deadline) -> str:
            if self.using is not None:
                deadline.watch.went_with(self.using, accepted=error is None)
            if self.switch is not None:
                deadline.watch.swapped(self.switch, NEW)
            if error is not None:
                raise error
            return "goed"

        if error is None:
            assert (recorder or self.recorder).ask(run, DEADLINE) == "goed"
            return
        with pytest.raises(type(error)) as caught:
            (recorder or self.recorder).ask(run, DEADLINE)
        assert caught.value is error

    def _report(self, wat: str, _error: StorageError) -> None:
        self.notices.append(wat)


@pytest.mark.parametrize(
    ("error", "kind", "signaalcode"), [(LICENTIE, "licentie", 996), (CERTIFICAAT, "certificaat", None)]
)
def test_a_refusal_is_kept_and_told_once(
    error: FacadeError, kind: RefusalKind, signaalcode: int | None
) -> None:
    """However often SBB refuses, and in however many instances, the operator hears of it once."""
    scene = Scene()
    for _ in range(20):
        scene.question(error)
        scene.question(error, scene.new_recorder())
        scene.now += 10
    refusal = scene.records.toestand().refusals[kind]
    assert (refusal.signaalcode, refusal.warned_at) == (signaalcode, NOW)
    (warning,) = scene.warner.heard
    assert (warning.school, warning.soort) == (SCHOOL, kind)
    assert SCHOOL in warning.onderwerp
    assert ("signaalcode 996" in warning.tekst) == (signaalcode == 996)


@pytest.mark.parametrize(
    ("unanswered", "failing"), [({"claim_warning"}, set[str]()), (set[str](), {"confirm_warning"})]
)
def test_a_warning_that_may_not_be_told_is_told_again(unanswered: set[str], failing: set[str]) -> None:
    """Claimed, and nobody knows; or told, and not noted: the next who meets it tells it, a minute later."""
    scene = Scene()
    scene.records.unanswered, scene.records.piece = frozenset(unanswered), frozenset(failing)
    scene.question(LICENTIE)
    heard = len(scene.warner.heard)
    assert scene.notices == ["schooltoestand"]
    scene.records.unanswered = scene.records.piece = frozenset()
    scene.now += TELLING - 1
    scene.question(LICENTIE)
    assert len(scene.warner.heard) == heard
    scene.now += 1
    scene.question(LICENTIE)
    scene.question(LICENTIE)
    assert len(scene.warner.heard) == heard + 1


def test_every_school_has_its_own_refusal() -> None:
    """What SBB refuses of one school says nothing of another."""
    scene = Scene()
    scene.question(LICENTIE)
    scene.question(LICENTIE, scene.new_recorder(OTHER_SCHOOL))
    assert [w.school for w in scene.warner.heard] == [SCHOOL, OTHER_SCHOOL]


def test_the_first_refusal_after_a_success_is_told_at_once() -> None:
    """A school that was let in and is refused seconds later is refused, not in order for half a minute."""
    scene = Scene()
    for _ in range(3):
        scene.question(CERTIFICAAT)
        scene.now += 1
        scene.question()
        scene.now += 1
    scene.question(CERTIFICAAT)
    state = scene.records.toestand()
    assert state.refusals["certificaat"].at > (state.laatste_succes or 0)
    assert len(scene.warner.heard) == 1


def test_that_it_goes_well_is_told() -> None:
    """When SBB last took her is known to the moment."""
    scene = Scene()
    for _ in range(2):
        scene.question()
        assert scene.records.toestand().laatste_succes == scene.now
        scene.now += 1


@pytest.mark.parametrize(
    "error",
    [
        errors.LeerbedrijfUnknown(TEXT),
        errors.CodeUnknown(TEXT),
        errors.UnknownResource(TEXT),
        errors.TooManyResults(TEXT),
        errors.InvalidInput(()),
    ],
)
def test_a_disappointing_answer_is_a_school_that_is_let_in(error: FacadeError) -> None:
    """Whatever SBB says of the question, it took the school."""
    scene = Scene()
    scene.question(error)
    assert scene.records.toestand() == KeptStanding(laatste_succes=NOW)


@pytest.mark.parametrize(
    "error",
    [
        errors.BronUnavailable(TEXT),
        errors.BronTimeout(TEXT),
        errors.BronOverloaded(TEXT),
        errors.BronAnswerInvalid(TEXT),
        errors.BronCertificate(TEXT),
        errors.MessageRejected(TEXT),
        errors.BronCodeUnknown(TEXT),
        errors.InternalError(TEXT),
    ],
)
def test_an_outage_says_nothing_of_the_school(error: FacadeError) -> None:
    """An SBB that does not answer or is not trusted, and a fault of ours, did not look at the school."""
    scene = Scene()
    scene.question(error)
    assert scene.records.counted == {}


def test_broken_records_cost_no_answer() -> None:
    """A record that cannot be written is told, and the call ends as it would have."""
    scene = Scene(frozenset({"write_school"}))
    scene.question()
    scene.question(LICENTIE)
    assert scene.notices == ["schooltoestand"] * 2


def test_who_could_not_be_reached_hears_it_later() -> None:
    """A warning that could not be sent is tried again by the next who meets the refusal."""
    scene = Scene(deaf=True)
    scene.question(LICENTIE)
    assert scene.notices == ["schooltoestand"]
    scene.warner.piece = False
    scene.question(LICENTIE)
    scene.question(LICENTIE)
    assert len(scene.warner.heard) == 1


def test_falling_back_and_recovering() -> None:
    """A school on its previous certificate is told once, whatever goes well meanwhile, until it is over."""
    scene = Scene()
    for _ in range(30):
        scene.switch = "terugval"
        scene.question()
        scene.switch = None
        scene.question()
        scene.now += 300
    assert [w.soort for w in scene.warner.heard] == ["wisseling"]
    scene.switch = "hersteld"
    scene.question()
    assert scene.records.toestand().refusals["wisseling"].recovered_at == scene.now
    scene.now += COOLDOWN
    scene.switch = "terugval"
    scene.question()
    assert len(scene.warner.heard) == 2


WARNED = Refusal(at=NOW, warned_at=NOW)


@pytest.mark.parametrize(
    ("condition", "after", "new"),
    [
        pytest.param(KeptStanding(), 0, True, id="never-refused"),
        pytest.param(KeptStanding(refusals={"licentie": Refusal(NOW)}), 1, True, id="never-told"),
        pytest.param(KeptStanding(None, {"licentie": WARNED}), 10 * COOLDOWN, False, id="never-well-since"),
        pytest.param(KeptStanding(NOW - 1, {"licentie": WARNED}), COOLDOWN, False, id="well-before-only"),
        pytest.param(KeptStanding(NOW + 1, {"licentie": WARNED}), COOLDOWN - 1, False, id="to-and-fro"),
        pytest.param(KeptStanding(NOW + 1, {"licentie": WARNED}), COOLDOWN, True, id="well-for-a-while"),
        pytest.param(KeptStanding(NOW, {"licentie": WARNED}), COOLDOWN, False, id="well-in-the-same-moment"),
    ],
)
def test_is_new_incident(condition: KeptStanding, after: int, *, new: bool) -> None:
    """It is a new incident when all was well since the last refusal, and that was a while ago."""
    assert is_new_incident(condition, "licentie", NOW + after) is new


def test_what_sbb_took_is_kept_apiece() -> None:
    """Each certificate and licence that SBB took is kept beside what it took before."""
    scene = Scene()
    for using in (OLD, NEW, OLD):
        scene.using = using
        scene.question()
        scene.now += 1
    passed = scene.records.toestand().passed
    assert passed == dict.fromkeys(OLD, NOW + 2) | dict.fromkeys(NEW, NOW + 1)


@pytest.mark.parametrize(("error", "kind"), [(LICENTIE, "licentie"), (CERTIFICAAT, "certificaat")])
def test_a_refusal_says_of_what(error: FacadeError, kind: RefusalKind) -> None:
    """Which certificate or licence was refused is kept."""
    scene = Scene()
    for using in (OLD, NEW):
        scene.using = using
        scene.question(error)
        mark = scene.records.toestand().refusals[kind].merk
        assert mark == getattr(using, kind)


def test_a_fallback_is_of_the_new_one() -> None:
    """What is refused then is the newest certificate, whichever served."""
    scene = Scene()
    scene.using, scene.switch = OLD, "terugval"
    scene.question()
    condition = scene.records.toestand()
    assert condition.refusals["wisseling"].merk == NEW.certificaat
    assert condition.passed.keys() == set(OLD)


def test_an_unreadable_answer_comes_from_who_took_her() -> None:
    """SBB took her where the answer came, whatever is wrong with it; a failure on the way says nothing."""
    passage = Passage()
    passage.went_with(OLD, accepted=True)
    error = errors.BronAnswerInvalid(TEXT)
    assert passage.end(NOW, outcome_of(error), error).accepted == OLD
    passage.went_with(OLD, accepted=False)
    assert passage.end(NOW, outcome_of(error), error).accepted is None
