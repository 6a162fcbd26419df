"""Taking in a message: whatever fails, all of it is passed on, once, or SBB is told to come again."""

import pytest
from stagemarkt.domain.changes.intake import Inname, herneem, kop_van, neem_in
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.mutatie import Mutatiebericht, OnleesbareMutatie
from stagemarkt.model.rejection import Afwijzing, Reden
from stagemarkt.ports.sbb_subscriptions import BekendAbonnement

from tests.mutatie_examples import ABONNEMENT, BERICHT, NU, mutaties
from tests.unit.fakes_mutaties import Breekpunt, NepAbonnementenboek, NepAfkeurboek, NepOpslag, NepWachtrij

SBB_OIN = "00000003273711120000"
OIN = "0000000700099XX00000"
BEKEND = BekendAbonnement(ABONNEMENT, "99XX", OIN, "https://intake.example/sbb/v1/mutaties", NU)
AANTAL = 3


def bericht(aantal: int = AANTAL) -> Mutatiebericht:
    """A message with that many mutaties."""
    return Mutatiebericht(
        BERICHT, ABONNEMENT, "99XX", tuple(mutaties(aantal)), SBB_OIN, OIN, inhoudssom="som"
    )


def half() -> Mutatiebericht:
    """The same message, of which the first and the last cannot be read."""
    alle = mutaties(AANTAL)
    apart = tuple(
        OnleesbareMutatie(m.positie, "Mutatie/Einddatum", b"<Mutatie/>") for m in (alle[0], alle[-1])
    )
    return bericht()._replace(mutaties=tuple(alle[1:-1]), onleesbaar=apart)


class Opstelling:
    """The ports, broken at one step or whole."""

    def __init__(self, breekpunt: Breekpunt | None = None) -> None:
        self.breekpunt = breekpunt or Breekpunt()
        self.opslag = NepOpslag(self.breekpunt)
        self.wachtrij = NepWachtrij(self.breekpunt)
        self.boek = NepAbonnementenboek(BEKEND)
        self.afkeurboek = NepAfkeurboek(breekpunt=self.breekpunt)

    def neem_in(self, wat: Mutatiebericht | None = None, nu: float = NU) -> bool:
        """Bring this message."""
        inname = Inname(self.opslag, self.wachtrij, self.boek, SBB_OIN, self.afkeurboek)
        return neem_in(wat or bericht(), inname, nu)

    def is_alles_binnen(self) -> bool:
        """Whether everything is stored, queued in order, and marked."""
        ids = tuple(m.mutatie_id for m in mutaties(AANTAL))
        return (
            list(self.opslag.mutaties) == list(ids)
            and self.wachtrij.geplaatst == {BERICHT: ("99XX", ids)}
            and self.opslag.berichten[BERICHT][1].afgerond
        )


def test_een_bericht_wordt_bewaard_en_doorgegeven() -> None:
    """A message is stored, queued and marked before it counts as received."""
    opstelling = Opstelling()
    assert opstelling.neem_in()
    assert opstelling.is_alles_binnen()


def test_hetzelfde_bericht_weer_wordt_niet_weer_doorgegeven() -> None:
    """The same again, however often, is acknowledged and does nothing."""
    opstelling = Opstelling()
    assert [opstelling.neem_in(nu=NU + n) for n in range(3)] == [True, False, False]
    assert opstelling.wachtrij.keren == 1
    assert opstelling.is_alles_binnen()


# Before the first step nothing is known of the first time.
VOOR_DE_EERSTE = {(1, False): NU + 60}


@pytest.mark.parametrize("erna", [False, True], ids=["ervoor", "erna"])
@pytest.mark.parametrize("stap", range(1, AANTAL + 4))
def test_waar_het_ook_breekt_er_gaat_niets_verloren(stap: int, *, erna: bool) -> None:
    """A step that fails, or whose success is not heard, is not acknowledged; the resend finishes it."""
    opstelling = Opstelling(Breekpunt(stap, erna=erna))
    with pytest.raises(OpslagFout):
        opstelling.neem_in()
    opstelling.neem_in(nu=NU + 60)
    assert opstelling.is_alles_binnen()
    # As of the first time that it came: what was stored then has not become something else.
    gelogd = {m.gelogd_op for m in opstelling.opslag.mutaties.values()}
    assert gelogd == {VOOR_DE_EERSTE.get((stap, erna), NU)}


def test_elke_stap_is_geraakt() -> None:
    """The steps above are all that there are: claiming, each mutatie, queueing, marking."""
    opstelling = Opstelling()
    opstelling.neem_in()
    assert opstelling.breekpunt.stap == AANTAL + 3


def test_een_bericht_met_andere_inhoud_onder_hetzelfde_nummer() -> None:
    """A BerichtID stands for one content: another is refused, also when the first died halfway."""
    for breekpunt in (Breekpunt(), Breekpunt(2)):
        opstelling = Opstelling(breekpunt)
        anders = bericht()._replace(inhoudssom="andere som")
        for wat, verwacht in ((bericht(), OpslagFout if breekpunt.bij else None), (anders, Afwijzing)):
            if verwacht is None:
                opstelling.neem_in(wat)
                continue
            with pytest.raises(verwacht):
                opstelling.neem_in(wat)
        opstelling.neem_in()
        assert opstelling.is_alles_binnen()


@pytest.mark.parametrize(
    ("wat", "reden"),
    [
        (bericht()._replace(abonnement_id=BERICHT), Reden.ABONNEMENT_ONBEKEND),
        (bericht()._replace(school="99XZ"), Reden.ABONNEMENT_ONBEKEND),
        (bericht()._replace(van_oin=OIN), Reden.ANDERE_AFZENDER),
        (bericht()._replace(naar_oin=SBB_OIN), Reden.ANDERE_ONTVANGER),
    ],
)
def test_wat_niet_voor_ons_is(wat: Mutatiebericht, reden: Reden) -> None:
    """Another subscription, school, sender or receiver: refused, and nothing is stored."""
    opstelling = Opstelling()
    with pytest.raises(Afwijzing) as gevangen:
        opstelling.neem_in(wat)
    assert gevangen.value.reden is reden
    assert not opstelling.opslag.berichten
    assert not opstelling.wachtrij.geplaatst


def test_zonder_adressen_geldt_het_certificaat() -> None:
    """Headers that name nobody contradict nobody."""
    assert Opstelling().neem_in(bericht()._replace(van_oin=None, naar_oin=None))


def test_het_controlegetal_is_dat_van_wat_er_gezegd_is() -> None:
    """Another school, subscription or content is another digest; what of it can be read does not count."""
    som = kop_van(bericht())
    assert kop_van(half()) == som
    for anders in ({"school": "99XZ"}, {"abonnement_id": BERICHT}, {"inhoudssom": "x"}):
        assert kop_van(bericht()._replace(**anders)).controlegetal != som.controlegetal  # type: ignore[arg-type]


def test_een_onleesbare_mutatie_houdt_de_andere_niet_op() -> None:
    """What can be read is taken in and acknowledged; the rest is kept whole, with its place, before that."""
    opstelling = Opstelling()
    assert opstelling.neem_in(half())
    tweede = mutaties(AANTAL)[1]
    assert list(opstelling.opslag.mutaties) == [tweede.mutatie_id]
    assert opstelling.wachtrij.geplaatst == {BERICHT: ("99XX", (tweede.mutatie_id,))}
    assert [(a.positie, a.reden, a.inhoud) for a in opstelling.afkeurboek.boek] == [
        (1, "mutatie-onleesbaar", b"<Mutatie/>"),
        (3, "mutatie-onleesbaar", b"<Mutatie/>"),
    ]
    assert {(a.school, a.bericht_id, a.abonnement_id) for a in opstelling.afkeurboek.boek} == {
        ("99XX", BERICHT, ABONNEMENT)
    }


@pytest.mark.parametrize("erna", [False, True], ids=["ervoor", "erna"])
@pytest.mark.parametrize("stap", range(1, 6))
def test_half_leesbaar_en_half_gelukt(stap: int, *, erna: bool) -> None:
    """Whatever fails of it, the resend finishes it, and nothing is there twice; not even after a mend."""
    opstelling = Opstelling(Breekpunt(stap, erna=erna))
    with pytest.raises(OpslagFout):
        opstelling.neem_in(half())
    opstelling.neem_in(half(), NU + 60)
    assert not opstelling.neem_in(half(), NU + 120)
    assert len(opstelling.opslag.mutaties) == 1
    assert [a.positie for a in opstelling.afkeurboek.boek] == [1, 3]
    # SBB never heard that it was taken, and meanwhile the reader has learnt to read it.
    assert not opstelling.neem_in(bericht(), NU + 180)


def test_niets_leesbaars_wordt_ook_bevestigd() -> None:
    """A message of which no mutatie can be read is kept, and holds up no other message."""
    opstelling = Opstelling()
    alle = tuple(OnleesbareMutatie(n, "Mutatie/StatusErkenning", b"<Mutatie/>") for n in (1, 2))
    assert opstelling.neem_in(bericht()._replace(mutaties=(), onleesbaar=alle))
    assert not opstelling.wachtrij.geplaatst
    assert len(opstelling.afkeurboek.boek) == 2


@pytest.mark.parametrize("stap", range(6, 9))
def test_wat_later_te_lezen_is_wordt_alsnog_aangenomen(stap: int) -> None:
    """After a mend it goes the way of the others, once, under its own id; a step that fails is done again."""
    opstelling = Opstelling(Breekpunt(stap))
    opstelling.neem_in(half())
    eerste, kenmerk = mutaties(1)[0], opstelling.afkeurboek.boek[0].kenmerk
    for verwacht in (True, False):
        try:
            herneem(eerste, kenmerk, opstelling.opslag, opstelling.wachtrij, opstelling.afkeurboek)
        except OpslagFout:
            assert verwacht
    assert eerste.mutatie_id in opstelling.opslag.mutaties
    assert [a.positie for a in opstelling.afkeurboek.boek] == [3]
