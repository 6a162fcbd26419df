"""Taking in a message: whatever fails, all of it is passed on, once, or SBB is told to come again."""

from typing import Any

import pytest
from stagemarkt.domein.innemen import Inname, kop_van, neem_in
from stagemarkt.model.afwijzing import Afwijzing, Reden
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.model.mutatie import Mutatiebericht
from stagemarkt.poorten.sbb_abonnementen import BekendAbonnement

from tests.mutatievoorbeelden import ABONNEMENT, BERICHT, NU, mutaties
from tests.unit.nepmutaties import Breekpunt, NepAbonnementenboek, NepOpslag, NepWachtrij

SBB_OIN = "00000003273711120000"
OIN = "0000000700099XX00000"
BEKEND = BekendAbonnement(ABONNEMENT, "99XX", OIN, "https://intake.example/sbb/v1/mutaties", NU)
AANTAL = 3


def bericht(aantal: int = AANTAL) -> Mutatiebericht:
    """A message with that many mutaties."""
    return Mutatiebericht(BERICHT, ABONNEMENT, "99XX", tuple(mutaties(aantal)), SBB_OIN, OIN)


class Opstelling:
    """The ports, broken at one step or whole."""

    def __init__(self, breekpunt: Breekpunt | None = None) -> None:
        self.breekpunt = breekpunt or Breekpunt()
        self.opslag = NepOpslag(self.breekpunt)
        self.wachtrij = NepWachtrij(self.breekpunt)
        self.boek = NepAbonnementenboek(BEKEND)

    def neem_in(self, wat: Mutatiebericht | None = None, nu: float = NU) -> bool:
        """Bring this message."""
        return neem_in(wat or bericht(), Inname(self.opslag, self.wachtrij, self.boek, SBB_OIN), nu)

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
    assert gelogd == {NU + 60 if stap == 1 and not erna else NU}


def test_elke_stap_is_geraakt() -> None:
    """The steps above are all that there are: claiming, each mutatie, queueing, marking."""
    opstelling = Opstelling()
    opstelling.neem_in()
    assert opstelling.breekpunt.stap == AANTAL + 3


def test_een_bericht_met_andere_inhoud_onder_hetzelfde_nummer() -> None:
    """A BerichtID stands for one content: another is refused, also when the first died halfway."""
    for breekpunt in (Breekpunt(), Breekpunt(2)):
        opstelling = Opstelling(breekpunt)
        anders = bericht()._replace(mutaties=(mutaties(1)[0]._replace(naam="Anders"), *mutaties(3)[1:]))
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


def test_het_controlegetal_ziet_elk_veld() -> None:
    """Messages that differ in anything that is passed on have another digest; the moment does not count."""
    (een,) = mutaties(1)
    som = kop_van(bericht()._replace(mutaties=(een,))).controlegetal
    anders: dict[str, Any] = {
        "leerbedrijf_id": "1",
        "naam": "x",
        "code": "K0001",
        "status": "erkend",
        "startdatum": een.startdatum.replace(day=2),
        "einddatum": None,
        "mutatietijdstip": een.mutatietijdstip.replace(hour=1),
    }
    for veld, waarde in anders.items():
        ander = een._replace(**{veld: waarde})
        assert kop_van(bericht()._replace(mutaties=(ander,))).controlegetal != som
    later = een._replace(gelogd_op=NU + 1)
    assert kop_van(bericht()._replace(mutaties=(later,))).controlegetal == som
