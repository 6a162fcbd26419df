"""What is known of SBB, with a look at its door when nobody has seen it lately."""

from typing import NoReturn

import pytest
from stagemarkt.domein.toestand import TUSSENTIJD, Oordeel, Zekeringoordeel, beoordeel, peil_zo_nodig
from stagemarkt.domein.waarnemen import GELDIG
from stagemarkt.model.fouten import BronCertificaat, BronNietBeschikbaar, EigenTekort, OpslagFout, Tekst
from stagemarkt.poorten.bewaking import Zekering
from stagemarkt.poorten.waarnemingen import Waarneming

from tests.unit.nep import NU, NepPeiler, NepWaarnemingen

TEKST = Tekst("Nee.", "No.")
ONBEREIKBAAR = BronNietBeschikbaar(TEKST)
LANG_GELEDEN = Waarneming(laatste_succes=NU - GELDIG, laatste_fout=NU - GELDIG, foutcode="bron-timeout")


def _peil(waarnemingen: NepWaarnemingen, peiler: NepPeiler) -> tuple[Waarneming, list[str]]:
    meldingen: list[str] = []
    gezien = peil_zo_nodig(waarnemingen, lambda: peiler, NU, lambda wat, _fout: meldingen.append(wat))
    return gezien, meldingen


@pytest.mark.parametrize(
    "gezien",
    [
        Waarneming(laatste_succes=NU - 5),
        Waarneming(laatste_succes=NU - GELDIG + 1),
        Waarneming(laatste_fout=NU - 5, foutcode="bron-timeout"),
        Waarneming(laatste_succes=NU - 9, laatste_fout=NU - 5, foutcode="bron-niet-beschikbaar"),
    ],
)
def test_wie_net_is_gezien_wordt_niet_gepeild(gezien: Waarneming) -> None:
    """What a real question met lately is enough: the door is left alone, no right to try it is claimed."""
    waarnemingen, peiler = NepWaarnemingen(gezien), NepPeiler()
    assert _peil(waarnemingen, peiler) == (waarnemingen.gezien, [])
    assert (peiler.keren, waarnemingen.claims) == (0, [])


@pytest.mark.parametrize("gezien", [Waarneming(), LANG_GELEDEN])
def test_wie_al_gepeild_wordt_blijft_met_rust(gezien: Waarneming) -> None:
    """Whoever is not given the right does not try: the door is tried once per interval, however many ask."""
    waarnemingen, peiler = NepWaarnemingen(gezien, mag_peilen=False), NepPeiler()
    assert _peil(waarnemingen, peiler) == (gezien, [])
    assert (peiler.keren, waarnemingen.claims) == (0, [(NU, TUSSENTIJD)])


@pytest.mark.parametrize("gezien", [Waarneming(), LANG_GELEDEN])
def test_een_open_deur_is_een_succes(gezien: Waarneming) -> None:
    """A door that opens after a silence is told to all."""
    waarnemingen = NepWaarnemingen(gezien)
    assert _peil(waarnemingen, NepPeiler()) == (gezien._replace(laatste_succes=NU), [])
    assert (waarnemingen.successen, waarnemingen.fouten) == ([NU], [])


@pytest.mark.parametrize("gezien", [Waarneming(), LANG_GELEDEN, Waarneming(laatste_succes=NU - GELDIG)])
def test_een_dichte_deur_is_een_storing(gezien: Waarneming) -> None:
    """A door that does not open is told to all, with its code; what was seen before stays known."""
    waarnemingen = NepWaarnemingen(gezien)
    na, meldingen = _peil(waarnemingen, NepPeiler(ONBEREIKBAAR))
    assert na == gezien._replace(laatste_fout=NU, foutcode="bron-niet-beschikbaar")
    assert (waarnemingen.fouten, meldingen) == ([(NU, "bron-niet-beschikbaar")], [])


def test_wie_niet_kan_peilen_zegt_niets_van_sbb() -> None:
    """That we ran out of something to try the door with is told as ours, and nothing is told of SBB."""
    waarnemingen = NepWaarnemingen(LANG_GELEDEN)
    na, meldingen = _peil(waarnemingen, NepPeiler(EigenTekort("EMFILE")))
    assert na == LANG_GELEDEN
    assert (waarnemingen.fouten, waarnemingen.successen, meldingen) == ([], [], ["waarnemen"])


@pytest.mark.parametrize(
    ("stuk", "fout", "verwacht"),
    [
        pytest.param("lees", None, Waarneming(), id="unreadable"),
        pytest.param("eis_peiling_op", None, LANG_GELEDEN, id="no-claim"),
        pytest.param("meld_succes", None, LANG_GELEDEN, id="success-not-told"),
        pytest.param("meld_fout", ONBEREIKBAAR, LANG_GELEDEN, id="failure-not-told"),
    ],
)
def test_een_kapot_logboek_laat_wat_bekend_is(
    stuk: str, fout: Exception | None, verwacht: Waarneming
) -> None:
    """A record that fails is told, and leaves what was known: `/status` answers."""
    waarnemingen = NepWaarnemingen(LANG_GELEDEN, stuk=frozenset({stuk}))
    assert _peil(waarnemingen, NepPeiler(fout)) == (verwacht, ["waarnemen"])


def test_een_geheim_dat_niet_te_lezen_is_laat_wat_bekend_is() -> None:
    """A door that cannot be tried, for want of our own secrets, is not a failure of SBB."""

    def geen_peiler() -> NoReturn:
        raise OpslagFout("AccessDenied")

    meldingen: list[str] = []
    waarnemingen = NepWaarnemingen(LANG_GELEDEN)
    na = peil_zo_nodig(waarnemingen, geen_peiler, NU, lambda wat, _fout: meldingen.append(wat))
    assert (na, meldingen, waarnemingen.fouten) == (LANG_GELEDEN, ["waarnemen"], [])


def test_zonder_ca_is_de_storing_van_de_beheerder() -> None:
    """Without the right CA to recognise SBB by, all are told, with a code that is not SBB's fault."""

    def geen_peiler() -> NoReturn:
        raise BronCertificaat(TEKST)

    waarnemingen = NepWaarnemingen(LANG_GELEDEN)
    na = peil_zo_nodig(waarnemingen, geen_peiler, NU, lambda _wat, _fout: None)
    assert na == LANG_GELEDEN._replace(laatste_fout=NU, foutcode="bron-certificaat")
    assert waarnemingen.fouten == [(NU, "bron-certificaat")]


OPEN = Zekering(5, 5, "bron-timeout", 0.0, NU - 3.0, NU + 11.5)


@pytest.mark.parametrize(
    ("gezien", "zekering", "oordeel"),
    [
        pytest.param(
            Waarneming(laatste_succes=NU),
            Zekering(),
            Oordeel("in-orde", "in-orde", Zekeringoordeel("gesloten")),
            id="all-well",
        ),
        pytest.param(Waarneming(laatste_succes=NU), None, Oordeel("in-orde", "in-orde", None), id="unread"),
        pytest.param(
            Waarneming(laatste_fout=NU - 3, foutcode="bron-timeout"),
            OPEN,
            Oordeel("in-orde", "storing", Zekeringoordeel("open", NU - 3.0, NU + 11.5)),
            id="open",
        ),
        pytest.param(
            Waarneming(laatste_succes=NU - 1, laatste_fout=NU - 3, foutcode="bron-timeout"),
            OPEN,
            Oordeel("in-orde", "storing", Zekeringoordeel("open", NU - 3.0, NU + 11.5)),
            id="open-though-a-late-call-succeeded",
        ),
        pytest.param(
            LANG_GELEDEN,
            OPEN._replace(proef_na=NU - 60.0),
            Oordeel("in-orde", "onbekend", Zekeringoordeel("op-proef", NU - 3.0)),
            id="nobody-tried-yet",
        ),
        pytest.param(
            Waarneming(laatste_fout=NU - 3, foutcode="bron-certificaat"),
            Zekering(),
            Oordeel("storing", "onbekend", Zekeringoordeel("gesloten"), "bron-certificaat"),
            id="wrong-ca",
        ),
        pytest.param(
            Waarneming(),
            OPEN._replace(code="bron-certificaat"),
            Oordeel("storing", "onbekend", Zekeringoordeel("open", NU - 3.0, NU + 11.5), "bron-certificaat"),
            id="wrong-ca-and-open",
        ),
        pytest.param(
            Waarneming(laatste_succes=NU - 1, laatste_fout=NU - 3, foutcode="bron-certificaat"),
            Zekering(),
            Oordeel("in-orde", "in-orde", Zekeringoordeel("gesloten")),
            id="right-ca-again",
        ),
        pytest.param(
            Waarneming(laatste_succes=NU - 5, laatste_fout=NU - 3, foutcode="bericht-afgewezen"),
            Zekering(),
            Oordeel("storing", "in-orde", Zekeringoordeel("gesloten"), "bericht-afgewezen"),
            id="our-message-is-rejected",
        ),
        pytest.param(
            Waarneming(laatste_succes=NU - 1, laatste_fout=NU - 3, foutcode="bericht-afgewezen"),
            Zekering(),
            Oordeel("in-orde", "in-orde", Zekeringoordeel("gesloten")),
            id="our-message-is-taken-again",
        ),
        pytest.param(
            Waarneming(laatste_fout=NU - 3, foutcode="bericht-afgewezen"),
            OPEN,
            Oordeel("in-orde", "storing", Zekeringoordeel("open", NU - 3.0, NU + 11.5)),
            id="rejected-and-then-out-of-order",
        ),
    ],
)
def test_wie_er_aan_zet_is(gezien: Waarneming, zekering: Zekering | None, oordeel: Oordeel) -> None:
    """What was seen and the zekering together name the one at fault."""
    assert beoordeel(gezien, zekering, NU) == oordeel
