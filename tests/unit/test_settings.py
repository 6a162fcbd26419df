"""Settings: what each reads, and that what is missing is told by name."""

from collections.abc import Callable, Mapping

import pytest
from stagemarkt import settings
from stagemarkt.domain.cache.retention import CacheMode, Duur

BRON = {
    "SBB_URL": "https://sbb.example/whitelabel",
    "SBB_NAMESPACE": "urn:stagemarkt:whitelabel:2.1",
    "SBB_SOAPACTION": "urn:stagemarkt:whitelabel:2.1/",
    "SBB_OIN": "00000001003214345000",
    "SBB_TERMIJN": "20",
}
EEN_NAAM: list[tuple[Callable[[Mapping[str, str]], object], str]] = [
    (settings.antwoordtabel, "ANTWOORDEN_TABEL"),
    (settings.verversrij, "VERVERSINGEN_URL"),
    (settings.waarnemingentabel, "WAARNEMINGEN_TABEL"),
    (settings.toegangtabel, "TOEGANG_TABEL"),
    (settings.pepergeheim, "PEPER_GEHEIM"),
    (settings.geheimenvoorvoegsel, "GEHEIMEN_VOORVOEGSEL"),
]


@pytest.mark.parametrize(("keuze", "sleutel"), [("aan", None), ("uit", "gezamenlijk")])
def test_gezamenlijke_poortsleutel(keuze: str, sleutel: str | None) -> None:
    """Only where afnemers have no limit of their own is there a key for all."""
    omgeving = {"LIMIET_PER_AFNEMER": keuze, "GEZAMENLIJKE_POORTSLEUTEL": "gezamenlijk"}
    assert settings.gezamenlijke_poortsleutel(omgeving) == sleutel


def test_bron() -> None:
    """A function that asks SBB knows where, in what words and for how long."""
    bron = settings.bron(BRON)
    assert (bron.url, bron.namespace, bron.soapaction) == (
        BRON["SBB_URL"],
        BRON["SBB_NAMESPACE"],
        BRON["SBB_SOAPACTION"],
    )
    assert (bron.ontvanger_oin, bron.seconden) == ("00000001003214345000", 20.0)


def test_signaalcodes_hoeven_niet() -> None:
    """Without other meanings the table is as it is."""
    assert settings.bron(BRON).signaalcodes == ""
    assert settings.bron(BRON | {"SBB_SIGNAALCODES": "1:in-orde"}).signaalcodes == "1:in-orde"


@pytest.mark.parametrize("naam", BRON)
@pytest.mark.parametrize("leeg", [True, False], ids=["empty", "absent"])
def test_wat_ontbreekt_bij_de_bron_wordt_genoemd(naam: str, *, leeg: bool) -> None:
    """A variable that is absent or empty is named."""
    omgeving = BRON | {naam: ""} if leeg else {n: w for n, w in BRON.items() if n != naam}
    with pytest.raises(settings.OntbrekendeInstelling, match=naam):
        settings.bron(omgeving)


BEZORGING = {
    "AWS_PARTITIE": "aws",
    "AWS_REKENING": "000000000000",
    "STAGE": "test",
}


def test_bezorging_helemaal() -> None:
    """Everything that sending needs is read; exceptions are there only when they are set."""
    assert settings.bezorging(BEZORGING) == settings.Bezorging("aws", "000000000000", "test")
    erbij = {"WEBHOOK_UITZONDERINGEN": "localhost:9443", "WEBHOOK_UITZONDERINGEN_CA": "PEM"}
    met = settings.bezorging(BEZORGING | erbij)
    assert (met.uitzonderingen, met.uitzonderingen_ca) == ("localhost:9443", "PEM")


@pytest.mark.parametrize("naam", BEZORGING)
def test_wat_ontbreekt_bij_de_bezorging_wordt_genoemd(naam: str) -> None:
    """A variable that is absent is named: without the stage nothing is sent either."""
    with pytest.raises(settings.OntbrekendeInstelling, match=naam):
        settings.bezorging({n: w for n, w in BEZORGING.items() if n != naam})


@pytest.mark.parametrize(("lees", "naam"), EEN_NAAM)
def test_instellingen_van_een_naam(lees: Callable[[Mapping[str, str]], object], naam: str) -> None:
    """Each reads its own variable, and names it when it is not there."""
    assert lees({naam: "x"}) == "x"
    with pytest.raises(settings.OntbrekendeInstelling, match=naam):
        lees({})


@pytest.mark.parametrize("modus", CacheMode)
def test_cachemodus(modus: CacheMode) -> None:
    """The three choices are read by their names."""
    assert settings.cachemodus({"CACHE_MODE": modus.value}) is modus


@pytest.mark.parametrize("tekst", ["", "aan", "VOLLEDIG", " uit"])
def test_een_andere_cachemodus_bestaat_niet(tekst: str) -> None:
    """A choice that is none of the three, or none at all, stops the function: there is no default."""
    with pytest.raises(settings.OntbrekendeInstelling, match="CACHE_MODE"):
        settings.cachemodus({"CACHE_MODE": tekst})


def test_houdbaarheid() -> None:
    """How long what is good: as it is chosen, and nothing where nothing is."""
    assert settings.houdbaarheid({}) == {}
    gekozen = {"HOUDBAAR_IDENTIFICATIE": "60/120", "HOUDBAAR_NIETS": "1/1", "HOUDBAAR_DETAILGEGEVENS": ""}
    assert settings.houdbaarheid(gekozen) == {"identificatie": Duur(60, 120), "niets": Duur(1, 1)}


@pytest.mark.parametrize("waarde", ["60", "60/", "/60", "x/y", "120/60", "-1/60", "1/2/3"])
def test_houdbaarheid_die_niet_kan(waarde: str) -> None:
    """What ends before it is stale, or is no number, is named."""
    with pytest.raises(settings.OntbrekendeInstelling, match="HOUDBAAR_NIETS"):
        settings.houdbaarheid({"HOUDBAAR_NIETS": waarde})
