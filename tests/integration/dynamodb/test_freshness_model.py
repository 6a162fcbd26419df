"""Decision, lease and invalidation as a model: nothing from before a completed invalidation is ever served.

Questions and invalidations run side by side, step by step over the real table; what comes in between which
step is for hypothesis to choose. The source tells of each leerbedrijf in which version it is; an
invalidation promises that versions from before it began are gone once it is done.
"""

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from stagemarkt.adapters.dynamodb.cache import Antwoordtabel
from stagemarkt.adapters.dynamodb.cache_invalidation import Antwoordvergeter
from stagemarkt.domain.cache.freshness import Wens
from stagemarkt.domain.cache.lease import LEVEN
from stagemarkt.domain.cache.lookup import raadpleeg
from stagemarkt.domain.cache.lookup_outcome import Geraadpleegd, Opslag, Vers, Vraagstuk
from stagemarkt.domain.cache.refresh import ververs
from stagemarkt.domain.cache.retention import IDENTIFICATIE, CacheMode, Duur
from stagemarkt.model.errors import BronNietBeschikbaar, Fout, LeerbedrijfOnbekend, Tekst
from stagemarkt.ports.cache import Antwoordsleutel
from stagemarkt.ports.deadline import Termijn

from tests.integration.dynamodb.stepper import Loper, pauze, sta_stil_bij_elke_aanroep
from tests.integration.support.template import maak_tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

SCHOOL = "99XX"
BEDRIJVEN = ("900000001", "900000002")
# What can be asked: each leerbedrijf, and two lists; the second tells of both.
VRAGEN: dict[str, tuple[str, ...]] = {
    **{f"leerbedrijf#{id_}": (id_,) for id_ in BEDRIJVEN},
    "vraag#een": BEDRIJVEN[:1],
    "vraag#beide": BEDRIJVEN,
}
WENSEN = (
    Wens(),
    Wens(),
    Wens(geen_cache=True),
    Wens(max_leeftijd=3),
    Wens(max_leeftijd=3, max_verouderd=1000),
    Wens(alleen_bewaard=True),
)
TEKST = Tekst("Weg.", "Gone.")
# More at once would seldom come to an end.
_TEGELIJK = 3


class Gesteld(NamedTuple):
    """A question under way, and which versions were ruled out when it was asked."""

    loper: Loper
    grens: dict[str, int]


class Wijziging(NamedTuple):
    """An invalidation under way, and the version that there was when it began."""

    loper: Loper
    leerbedrijf_id: str
    versie: int


class Model(RuleBasedStateMachine):
    """See the module."""

    client: "DynamoDBClient"

    @initialize()
    def begin(self) -> None:
        """An empty table; every leerbedrijf in its first version."""
        self.opruimen = ExitStack()
        tabel = maak_tabellen(self.client).antwoorden
        self.opruimen.callback(self._wis_tabellen)
        self.tabel = Antwoordtabel(self.client, tabel)
        self.vergeter = Antwoordvergeter(self.client, tabel)
        self.opruimen.callback(sta_stil_bij_elke_aanroep(self.client))
        self.nu = 1_700_000_000.0
        self.versies = dict.fromkeys(BEDRIJVEN, 1)
        self.grens = dict.fromkeys(BEDRIJVEN, 0)
        self.storing = False
        self.bekend = True
        self.gesteld: list[Gesteld] = []
        self.wijzigingen: list[Wijziging] = []
        self.rij: list[Antwoordsleutel] = []
        self.opslag = Opslag(
            modus=CacheMode.VOLLEDIG,
            duren={"identificatie": Duur(20, 60), "niets": Duur(5, 15)},
            lezer=self.tabel,
            schrijver=lambda: self.tabel,
            ververs=self.rij.append,
            meld=lambda wat, fout: (_ for _ in ()).throw(AssertionError(f"{wat}: {fout}")),
            klok=lambda: self.nu,
            slaap=self._slaap,
        )

    @precondition(lambda self: len(self.gesteld) < _TEGELIJK)
    @rule(onderwerp=st.sampled_from(sorted(VRAGEN)), wens=st.sampled_from(WENSEN))
    def vraag(self, onderwerp: str, wens: Wens) -> None:
        """Somebody asks."""
        stuk, termijn = self._stuk(onderwerp), Termijn.van(20, lambda: self.nu)
        loper = Loper(lambda: raadpleeg(stuk, wens, termijn, self.opslag))
        self.gesteld.append(Gesteld(loper, dict(self.grens)))

    @precondition(lambda self: self.rij)
    @rule()
    def ververs(self) -> None:
        """A message of the queue is worked on."""
        sleutel = self.rij.pop(0)
        stuk, termijn = self._stuk(sleutel.onderwerp), Termijn.van(20, lambda: self.nu)
        loper = Loper(lambda: ververs(sleutel, lambda _vraag: stuk, termijn, self.opslag))
        self.gesteld.append(Gesteld(loper, {}))

    @precondition(lambda self: not self.wijzigingen)
    @rule(leerbedrijf_id=st.sampled_from(BEDRIJVEN))
    def wijzig(self, leerbedrijf_id: str) -> None:
        """Something changes at SBB, and SBB says so."""
        self.versies[leerbedrijf_id] += 1
        loper = Loper(lambda: self.vergeter.invalideer(SCHOOL, leerbedrijf_id))
        self.wijzigingen.append(Wijziging(loper, leerbedrijf_id, self.versies[leerbedrijf_id]))

    @precondition(lambda self: self.gesteld or self.wijzigingen)
    @rule(data=st.data(), stappen=st.sampled_from([1, 2, 3, 4, 5, 6, 99, 99]))
    def stap(self, data: st.DataObject, stappen: int) -> None:
        """One of those under way goes on for a while."""
        loper = data.draw(st.sampled_from(self._lopers()))
        for _ in range(stappen):
            if not loper.klaar:
                loper.stap()
        self._oogst()

    @rule(seconden=st.sampled_from([0.5, 4.0, LEVEN, 25.0, 70.0]))
    def wacht(self, seconden: float) -> None:
        """Time passes."""
        self.nu += seconden

    @rule(storing=st.booleans(), bekend=st.booleans())
    def bron(self, storing: bool, bekend: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        """SBB goes away and comes back, forgets a leerbedrijf and knows it again: news, so SBB says so."""
        self.storing = storing
        if bekend != self.bekend:
            self.bekend = bekend
            for leerbedrijf_id in BEDRIJVEN:
                self.wijzig(leerbedrijf_id)

    @invariant()
    def geen_fout(self) -> None:
        """Nothing of all this raises."""
        assert [bezig.loper.fout for bezig in getattr(self, "gesteld", []) if bezig.loper.fout] == []

    def teardown(self) -> None:
        """Everything comes to its end; afterwards a reader finds nothing that is ruled out."""
        if not hasattr(self, "opruimen"):
            return
        with self.opruimen:
            for loper in self._lopers():
                loper.loop_uit()
                self._oogst()
            for onderwerp in VRAGEN:
                antwoord = self.tabel.lees(self._sleutel(onderwerp)).antwoord
                if antwoord is not None and antwoord.uitkomst == "gevonden":
                    self._keur(antwoord.lichaam, self.grens)

    def _lopers(self) -> list[Loper]:
        return [g.loper for g in self.gesteld] + [w.loper for w in self.wijzigingen]

    def _oogst(self) -> None:
        for wijziging in [w for w in self.wijzigingen if w.loper.klaar]:
            self.wijzigingen.remove(wijziging)
            id_ = wijziging.leerbedrijf_id
            self.grens[id_] = max(self.grens[id_], wijziging.versie)
        for gesteld in [g for g in self.gesteld if g.loper.klaar]:
            self.gesteld.remove(gesteld)
            uitkomst = gesteld.loper.uitkomst
            if isinstance(uitkomst, Geraadpleegd) and uitkomst.bewaard is not None:
                self._keur(uitkomst.bewaard.lichaam, gesteld.grens)

    def _keur(self, lichaam: bytes, grens: dict[str, int]) -> None:
        """The one promise: no version that was ruled out when the question was asked."""
        versies = json.loads(lichaam) if lichaam else {}
        assert {id_: v for id_, v in versies.items() if v < grens[id_]} == {}, (versies, grens)

    def _stuk(self, onderwerp: str) -> Vraagstuk:
        return Vraagstuk(self._sleutel(onderwerp), IDENTIFICATIE, lambda nu: self._haal(onderwerp, nu))

    def _haal(self, onderwerp: str, _nu: int) -> Vers:
        """SBB: what it answers is settled at one moment between question and answer."""
        pauze()
        fout: Fout | None = BronNietBeschikbaar(TEKST) if self.storing else None
        if fout is None and not self.bekend and not onderwerp.startswith("vraag#"):
            fout = LeerbedrijfOnbekend(TEKST)
        leerbedrijven = VRAGEN[onderwerp] if self.bekend else ()
        inhoud = json.dumps({id_: self.versies[id_] for id_ in leerbedrijven}).encode()
        pauze()
        if fout is not None:
            raise fout
        return Vers(inhoud, inhoud, 'W/"x"', "gevonden" if leerbedrijven else "leeg", tuple(leerbedrijven))

    def _sleutel(self, onderwerp: str) -> Antwoordsleutel:
        return Antwoordsleutel(SCHOOL, onderwerp, "identificatie")

    def _slaap(self, seconden: float) -> None:
        self.nu += seconden
        pauze()

    def _wis_tabellen(self) -> None:
        for tabel in self.client.list_tables()["TableNames"]:
            self.client.delete_table(TableName=tabel)


@pytest.mark.proof
def test_nooit_iets_van_voor_een_voltooide_wijziging(
    dynamodb: "DynamoDBClient", schaal: Callable[[int], int]
) -> None:
    """Whatever happens in between whatever: what was forgotten is served to nobody who asks afterwards."""
    Model.client = dynamodb
    run_state_machine_as_test(
        Model,
        settings=settings(
            max_examples=schaal(140),
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            database=None,
            # Making a failure smaller takes minutes here; the steps are readable as they are.
            phases=[Phase.generate],
        ),
    )
