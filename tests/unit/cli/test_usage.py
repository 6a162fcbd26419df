"""Where the code uses the contract is read from the code itself."""

import re

import pytest
from stagemarkt_cli.contract.compare import vergelijk
from stagemarkt_cli.contract.model import Contract
from stagemarkt_cli.contract.usage.answers import modellen
from stagemarkt_cli.contract.usage.facts import Gebruik, gebruik_hier
from stagemarkt_cli.contract.usage.source_code import maak_index

from tests.unit.cli.sources import ASMX, CONTRACT, lees, onze, samen
from tests.unit.cli.wsdl_changes import TIEN
from tests.unit.cli.wsdl_changes_other import OVERIGE

GEBRUIK = gebruik_hier()
GEBRUIKT = ("IdentificeerLeerbedrijf", "VerifieerAccreditatie", "GeefDetails", "Zoeken")


@pytest.fixture(scope="module")
def contract() -> Contract:
    """Ours."""
    return lees(onze())


def _bladen(contract: Contract, sleutel: str, pad: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths of all elements with a text."""
    delen = contract.soorten[sleutel].delen
    return [p for deel in delen for p in _bladen(contract, deel.soort, (*pad, deel.naam))] if delen else [pad]


@pytest.mark.parametrize("operatie", GEBRUIKT)
def test_operatie_gebruikt(operatie: str) -> None:
    """Each operation that we ask has the function that asks it."""
    assert all(
        re.fullmatch(r"adapters/soap/sbb\.py SoapSbb\.\w+", plek) for plek in GEBRUIK.operatie(operatie)
    )
    assert GEBRUIK.operatie(operatie)


@pytest.mark.parametrize("operatie", GEBRUIKT)
def test_kop_gestuurd_en_gelezen(contract: Contract, operatie: str) -> None:
    """What every message begins with is found along the way that it goes."""
    assert operatie in contract.operaties
    assert GEBRUIK.gestuurd(operatie, ("request", "Licentie")) == ("adapters/soap/exchange.py Gesprek.vraag",)
    assert GEBRUIK.gestuurd(operatie, ("request",)) == ("adapters/soap/envelope.py _SJABLOON",)
    veld = GEBRUIK.gelezen(operatie, (f"{operatie}Result", "Signaalcode"))
    assert veld is not None
    assert veld.plek == "adapters/soap/messages.py Resultaatkop.signaalcode"
    assert veld.verplicht


@pytest.mark.parametrize(
    ("operatie", "niet_gestuurd"),
    [
        ("IdentificeerLeerbedrijf", set()),
        ("VerifieerAccreditatie", set()),
        ("GeefDetails", set()),
        (
            "Zoeken",
            {
                "CodeLeerbedrijf",
                "PostcodeRange",
                "Huisnummer",
                "Huisnummertoevoeging",
                "Land",
            },
        ),
    ],
)
def test_elk_verzoekelement(contract: Contract, operatie: str, niet_gestuurd: set[str]) -> None:
    """Every element of a request is sent by a known place, or is known not to be sent."""
    paden = _bladen(contract, contract.operaties[operatie].verzoek.soort)
    assert {pad[-1] for pad in paden if not GEBRUIK.gestuurd(operatie, pad)} == niet_gestuurd


@pytest.mark.parametrize("operatie", GEBRUIKT)
def test_elk_veld_van_de_modellen_staat_in_het_contract(contract: Contract, operatie: str) -> None:
    """Most of an answer is read, each element by a field that exists."""
    antwoord = contract.operaties[operatie].antwoord
    assert antwoord is not None
    velden = {pad: GEBRUIK.gelezen(operatie, pad) for pad in _bladen(contract, antwoord.soort)}
    ongelezen = {pad[1] for pad, veld in velden.items() if veld is None}
    assert ongelezen <= {"Startdatum", "Einddatum", "Kwalificatieonderdelen"}


def test_niet_gebruikt() -> None:
    """An operation that no function asks is not used, nor is anything of it."""
    assert GEBRUIK.operatie("BestaatNiet") == ()
    assert GEBRUIK.gestuurd("BestaatNiet", ("request", "Licentie")) == ()
    assert GEBRUIK.gelezen("BestaatNiet", ("BestaatNietResult", "Signaalcode")) is None


@pytest.mark.parametrize("naam", ["namespace", "eindpunt", "soapaction", "signaalcodes"])
def test_instelling_staat_in_de_template(naam: str) -> None:
    """The parameter that is named exists."""
    template = (CONTRACT.parent / "template.yaml").read_text(encoding="utf-8")
    assert f"\n  {GEBRUIK.instelling(naam).removeprefix('templateparameter ')}:\n" in template


def test_verdraagzaam() -> None:
    """A table with an answer for what it does not hold is told from one without."""
    index = maak_index(
        {
            "a.py": 'MILD = {"x": 1}\nSTRENG = {"y": 1}\n'
            "def mild(k): return MILD.get(k, 0)\ndef streng(k): return STRENG.get(k)\n"
        }
    )
    mild, streng = index.tabel({"x"})[0], index.tabel({"y"})[0]
    assert index.is_verdraagzaam(mild)
    assert not index.is_verdraagzaam(streng)


def test_plek_volgt_de_code() -> None:
    """A place is found where the code has it now: under another name or in another file it is found there."""
    bronnen = {
        f"adapters/soap/{pad.name}": pad.read_text(encoding="utf-8")
        for pad in (CONTRACT.parent / "layers/stagemarkt/stagemarkt/adapters/soap").glob("*.py")
    }
    elders = {
        pad.replace("translation_zoeken", "zoekvraag"): re.sub(r"\bzoekvelden\b", "maak_velden", bron)
        for pad, bron in bronnen.items()
    }
    pad = ("request", "Afstand")
    assert Gebruik(maak_index(bronnen), modellen()).gestuurd("Zoeken", pad) == (
        "adapters/soap/translation_zoeken.py zoekvelden",
    )
    assert Gebruik(maak_index(elders), modellen()).gestuurd("Zoeken", pad) == (
        "adapters/soap/zoekvraag.py maak_velden",
    )
    # And an element that the code no longer sends has no place at all.
    zonder = {naam: bron.replace('"Afstand"', '"Straal"') for naam, bron in bronnen.items()}
    assert Gebruik(maak_index(zonder), modellen()).gestuurd("Zoeken", pad) == ()


def test_elke_plek_bestaat(contract: Contract) -> None:
    """Whatever differs, the file that is named is there and holds the name."""
    leeg = Contract("", "urn:ander", {}, {})
    hernoemd = samen(*(mutatie.ingreep for mutatie in (*TIEN, *OVERIGE[:5])))(onze())
    plekken = {
        plek
        for hun in (leeg, lees(hernoemd), lees({ASMX.name: ASMX.read_text(encoding="utf-8")}, ASMX.name))
        for verschil in vergelijk(contract, hun)
        for plek in verschil.plekken
        if not plek.startswith("niets")
    }
    assert len(plekken) > 15
    for plek in plekken:
        bestand, _, naam = plek.partition(" ")
        if bestand == "templateparameter":
            tekst, naam = (CONTRACT.parent / "template.yaml").read_text(encoding="utf-8"), f"\n  {naam}:"
        elif bestand.startswith("contract/"):
            bestand, _, regel = bestand.partition(":")
            tekst = (CONTRACT.parent / bestand).read_text(encoding="utf-8").splitlines()[int(regel) - 1]
        else:
            map_ = CONTRACT.parent / "layers/stagemarkt/stagemarkt"
            tekst = (map_ / bestand).read_text(encoding="utf-8")
        assert naam.rpartition(".")[2] in tekst, plek


def test_onbekende_plek() -> None:
    """A name that is no longer in the code is not passed on as a place."""
    with pytest.raises(KeyError):
        GEBRUIK.plek("bestaat_niet")
