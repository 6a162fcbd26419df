"""Many functions, any order, functions that die: what is promised of limits and zekeringen holds.

A state machine: each step begins a call, ends one, kills a function, changes SBB or moves the time. SBB and
the schools' refusals are the model; the bewakers see no more of it than the outcomes of their calls.
"""

from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from stagemarkt.domain.guard.circuit_breaker import Proef, beslis
from stagemarkt.domain.guard.guard import Admission, Guard
from stagemarkt.domain.guard.outcome import GOED, Uitkomst
from stagemarkt.domain.guard.passage import Passage
from stagemarkt.domain.guard.rules import Afspraken
from stagemarkt.domain.guard.shared_state import ANSWERED
from stagemarkt.model.errors import Bronfout, BronOverbelast
from stagemarkt.ports.deadline import Termijn

from tests.unit.fakes_guard import Toneel

SCHOLEN = ("01AA", "02BB", "03CC")
# Who is refused for good, at the door: its calls never say anything of SBB.
GEWEIGERD = "03CC"
DUUR = 10.0
# A call that tries can outlast the interval: then the next one must wait for it.
AFSPRAKEN = Afspraken.van(per_seconde=4, tegelijk=3, proef_na=4, termijn=DUUR)
MIS = Uitkomst("mis", "niets", "bron-niet-beschikbaar")
WEIGERING = Uitkomst("niets", "mis", "bron-certificaat")


class Onderweg(NamedTuple):
    """A call that has begun."""

    school: str
    bewaker: Guard
    toegang: Admission
    is_proef: bool
    einde: float


class Bewaking(RuleBasedStateMachine):
    """Two functions per school over one storage."""

    @initialize()
    def begin(self) -> None:
        """All is well."""
        self.toneel = Toneel(AFSPRAKEN)
        self.toneel.klok.bij_slaap = self._eindig_wat_duurde
        self.bewakers = {school: [self.toneel.bewaker(school) for _ in range(2)] for school in SCHOLEN}
        self.sbb_werkt = True
        self.hersteld_op = self.toneel.klok.nu
        self.onderweg: list[Onderweg] = []
        self.begonnen: dict[str, list[float]] = {school: [] for school in SCHOLEN}

    @rule(school=st.sampled_from(SCHOLEN), nummer=st.integers(0, 1))
    def vraag(self, school: str, nummer: int) -> None:
        """A call begins, or is refused."""
        klok, bewaker = self.toneel.klok, self.bewakers[school][nummer]
        was_open = self.toneel.opslag.bron.open_sinds is not None
        try:
            toegang = bewaker.enter(Termijn(klok.nu + DUUR, klok))
        except Bronfout as fout:
            self._weigering_heeft_reden(school, fout)
            return
        self.begonnen[school].append(toegang.begun)
        is_proef = self.toneel.opslag.bron.proef == toegang.name
        if was_open:
            # Else it goes by what its school was told a moment ago.
            answered = self.toneel.opslag.van(school).answered_at
            assert is_proef or (answered is not None and toegang.begun - answered < ANSWERED)
        self.onderweg.append(Onderweg(school, bewaker, toegang, is_proef, toegang.begun + DUUR))

    def _weigering_heeft_reden(self, school: str, fout: Bronfout) -> None:
        assert fout.opnieuw_na is not None
        assert 1 <= fout.opnieuw_na <= 30
        if isinstance(fout, BronOverbelast):
            return
        if self.toneel.opslag.bron.open_sinds is None:
            # Of the schools only the one that SBB refuses is ever refused on its own account.
            assert school == GEWEIGERD
            return
        # SBB's zekering stops nobody longer than one interval, or one call that tries, after SBB recovered.
        wacht = max(AFSPRAKEN.regels.tussentijd, AFSPRAKEN.regels.proefduur)
        assert not self.sbb_werkt or self.toneel.klok.nu <= self.hersteld_op + wacht or self._probeert()

    def _probeert(self) -> bool:
        return any(o.is_proef for o in self.onderweg)

    @rule(keuze=st.integers(0, 9))
    def einde(self, keuze: int) -> None:
        """A call ends, as SBB does at that moment."""
        if self.onderweg:
            self._eindig(self.onderweg.pop(keuze % len(self.onderweg)))

    def _eindig(self, dit: Onderweg) -> None:
        weigering, voor = dit.school == GEWEIGERD, self.toneel.opslag.bron
        outcome = WEIGERING if weigering else GOED if self.sbb_werkt else MIS
        dit.bewaker.leave(dit.toegang, outcome, Passage().end(self.toneel.klok.nu, outcome))
        na = self.toneel.opslag.bron
        if voor.open_sinds is None:
            return
        if voor.proef != dit.toegang.name:
            assert na == voor, "a call that does not try changes nothing of an open zekering"
        elif weigering:
            assert beslis(na, self.toneel.klok.nu) == Proef(), "who says nothing gives its turn away"
        else:
            assert (na.open_sinds is None) == self.sbb_werkt

    @rule(school=st.sampled_from(SCHOLEN), nummer=st.integers(0, 1), aantal=st.integers(1, 6))
    def stoot(self, school: str, nummer: int, aantal: int) -> None:
        """Several calls one after the other, each ended at once."""
        for _ in range(aantal):
            voor = len(self.onderweg)
            self.vraag(school, nummer)
            if len(self.onderweg) > voor:
                self._eindig(self.onderweg.pop())

    @rule()
    def val_om(self) -> None:
        """SBB breaks down, and is asked until its zekering opens."""
        self.sbb(werkt=False)
        self.stoot("01AA", 0, 6)

    @rule(keuze=st.integers(0, 9))
    def sterf(self, keuze: int) -> None:
        """A function dies in the middle of a call: nothing is told, nothing given back."""
        if self.onderweg:
            dit = self.onderweg.pop(keuze % len(self.onderweg))
            paar = self.bewakers[dit.school]
            paar[paar.index(dit.bewaker)] = self.toneel.bewaker(dit.school)
            self.onderweg = [o for o in self.onderweg if o.bewaker is not dit.bewaker]

    @rule(werkt=st.booleans())
    def sbb(self, werkt: bool) -> None:  # noqa: FBT001 - drawn by name
        """SBB breaks down, or recovers."""
        if werkt and not self.sbb_werkt:
            self.hersteld_op = self.toneel.klok.nu
        self.sbb_werkt = werkt

    @rule(seconden=st.sampled_from([0.05, 0.2, 1.0, 4.0, 6.0, 15.0]))
    def verstrijk(self, seconden: float) -> None:
        """Time passes."""
        self.toneel.klok.nu = round(self.toneel.klok.nu + seconden, 3)
        self._eindig_wat_duurde()

    def _eindig_wat_duurde(self) -> None:
        """No call lasts longer than its deadline."""
        for dit in sorted(self.onderweg, key=lambda o: o.einde):
            if dit.einde <= self.toneel.klok.nu:
                self.onderweg.remove(dit)
                self._eindig(dit)

    @rule()
    def een_proef_duurt(self) -> None:
        """The one that tries is still busy when the interval is over, and others come."""
        self.val_om()
        self.verstrijk(AFSPRAKEN.regels.tussentijd)
        self.vraag("02BB", 0)
        self.verstrijk(AFSPRAKEN.regels.tussentijd + 1)
        self.vraag("01AA", 1)
        self.vraag("02BB", 1)

    @rule()
    def val_om_en_herstel(self) -> None:
        """SBB fails until it opens, recovers, and within one interval a call of a healthy school passes."""
        self.verstrijk(30.0)
        for dit in self.onderweg:
            self._eindig(dit)
        self.onderweg.clear()
        self.sbb(werkt=False)
        for _ in range(5):
            self.vraag("01AA", 0)
            for dit in self.onderweg:
                self._eindig(dit)
            self.onderweg.clear()
            self.toneel.klok.nu += 1
        assert self.toneel.opslag.bron.open_sinds is not None
        self.sbb(werkt=True)
        self.toneel.klok.nu += AFSPRAKEN.regels.tussentijd
        self.vraag("02BB", 1)
        assert [o.school for o in self.onderweg] == ["02BB"]
        self._eindig(self.onderweg.pop())
        for school in ("01AA", "02BB"):
            self.vraag(school, 0)
        assert [o.school for o in self.onderweg] == ["01AA", "02BB"]

    @invariant()
    def een_proef_tegelijk(self) -> None:
        """Never more than one call tries SBB while its zekering is open."""
        if self.toneel.opslag.bron.open_sinds is not None:
            assert sum(o.is_proef for o in self.onderweg) <= 1

    @invariant()
    def binnen_de_grenzen(self) -> None:
        """Never more calls of one school at once, or in any second, than was agreed."""
        aantal = AFSPRAKEN.grenzen.per_seconde
        for school in SCHOLEN:
            assert sum(o.school == school for o in self.onderweg) <= AFSPRAKEN.grenzen.tegelijk
            momenten = self.begonnen[school]
            paren = zip(momenten, momenten[aantal:], strict=False)
            assert all(later - toen >= 1 - 1e-6 for toen, later in paren)


TestBewaking = Bewaking.TestCase
TestBewaking.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
