import pytest

from local.sbb import examples as vb
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Klant, Reactie
from tests.integration.sbb.controller import bedien

CODES = "Leerbedrijven/Leerbedrijf/CodeLeerbedrijf"
NAMEN = "Leerbedrijven/Leerbedrijf/Naam"


def zoek(klant: Klant, **velden: str | int) -> Reactie:
    """Identify by the fields given, in the order of the contract."""
    volgorde = ("CodeLeerbedrijf", "LeerbedrijfNaam", "Postcode", "Huisnummer")
    vraag = [(naam, velden[naam]) for naam in volgorde if naam in velden]
    return klant.vraag("IdentificeerLeerbedrijf", *vraag)


def test_op_code(klant: Klant) -> None:
    """A code gives one leerbedrijf, with its name, address and status."""
    reactie = zoek(klant, CodeLeerbedrijf=vb.TOONBEELD)
    assert reactie.signaalcode == 0
    assert reactie.teksten(NAMEN) == [vb.TOONBEELD_NAAM]
    adres = "Leerbedrijven/Leerbedrijf/Vestigingsadres"
    assert reactie.tekst(f"{adres}/Postcode") == vb.TOONBEELD_POSTCODE
    assert reactie.tekst(f"{adres}/Plaats") == "Amersfoort"
    assert reactie.tekst("Leerbedrijven/Leerbedrijf/Status") == "ACT"


@pytest.mark.parametrize("code", [vb.OUD_ID, vb.LANGE_NAAM, vb.AMPERSAND, vb.BUITENLAND])
def test_bijzondere_op_code(klant: Klant, sim: Simulator, code: str) -> None:
    """Old IDs, long names, names with XML's own characters and foreign addresses arrive whole."""
    reactie = zoek(klant, CodeLeerbedrijf=code)
    bedrijf = sim.dienst.register.vind(code)
    assert bedrijf is not None
    assert reactie.teksten(NAMEN) == [bedrijf.naam]
    assert reactie.tekst("Leerbedrijven/Leerbedrijf/Vestigingsadres/Land") == bedrijf.vestiging.land


def test_historisch(klant: Klant) -> None:
    """A historisch leerbedrijf is found, as such."""
    reactie = zoek(klant, CodeLeerbedrijf=vb.HISTORISCH)
    assert reactie.tekst("Leerbedrijven/Leerbedrijf/Status") == "HIS"


def test_onbekende_code(klant: Klant) -> None:
    """An unknown code is 101."""
    assert zoek(klant, CodeLeerbedrijf=vb.ONBEKEND_LEERBEDRIJF).signaalcode == 101


@pytest.mark.parametrize(
    "naam",
    [
        "%bitwerk%",
        "bitwerk eem%",
        "%SOFTWARE",
        "Bitwerk % Software",
        "b_twerk%",
        "[abc]itwerk%",
        vb.TOONBEELD_NAAM,
    ],
)
def test_op_naam(klant: Klant, naam: str) -> None:
    """`%` stands for any text, `_` for a character, `[]` for one of these; without, the name counts whole."""
    assert vb.TOONBEELD in zoek(klant, LeerbedrijfNaam=naam).teksten(CODES)


@pytest.mark.parametrize("naam", ["bitwerk", "bitwerk%eemland", "_bitwerk%", "[cde]itwerk%", "%[bitwerk%"])
def test_een_deel_van_een_naam_vindt_niets(klant: Klant, naam: str) -> None:
    """A part of a name without `%` around it finds nothing, and a `[` that is not closed matches nothing."""
    assert vb.TOONBEELD not in zoek(klant, LeerbedrijfNaam=naam).teksten(CODES)


def test_op_naam_zonder_accenten(klant: Klant) -> None:
    """Diacritics do not matter, in the question nor in the name."""
    assert zoek(klant, LeerbedrijfNaam="%engele hoef%").teksten(CODES) == [vb.AMPERSAND]
    assert zoek(klant, LeerbedrijfNaam="%Ëngele Höef%").teksten(CODES) == [vb.AMPERSAND]


def test_op_postcode_en_huisnummer(klant: Klant) -> None:
    """Postcode with number finds the address; another number does not."""
    vraag: dict[str, str | int] = {"Postcode": vb.TOONBEELD_POSTCODE, "Huisnummer": vb.TOONBEELD_HUISNUMMER}
    assert vb.TOONBEELD in zoek(klant, **vraag).teksten(CODES)
    assert vb.TOONBEELD not in zoek(klant, **{**vraag, "Huisnummer": 2}).teksten(CODES)


def test_nummer_in_de_straat(klant: Klant, sim: Simulator) -> None:
    """Where street and number stand together, the number must fit as well."""
    bedrijf = sim.dienst.register.vind(vb.STRAAT_MET_NUMMER)
    assert bedrijf is not None
    reactie = zoek(klant, Postcode=bedrijf.vestiging.postcode, Huisnummer=27)
    assert vb.STRAAT_MET_NUMMER in reactie.teksten(CODES)
    reactie = zoek(klant, Postcode=bedrijf.vestiging.postcode, Huisnummer=2)
    assert vb.STRAAT_MET_NUMMER not in reactie.teksten(CODES)


def test_naam_en_adres_samen(klant: Klant) -> None:
    """Name and address must both fit."""
    adres: dict[str, str | int] = {"Postcode": vb.TOONBEELD_POSTCODE, "Huisnummer": vb.TOONBEELD_HUISNUMMER}
    assert zoek(klant, LeerbedrijfNaam="%bitwerk%", **adres).teksten(CODES) == [vb.TOONBEELD]
    assert zoek(klant, LeerbedrijfNaam="%bakker%", **adres).signaalcode == 1


def test_niets_gevonden(klant: Klant) -> None:
    """No match is 1, with an empty list."""
    reactie = zoek(klant, LeerbedrijfNaam="qqqq")
    assert (reactie.signaalcode, reactie.teksten(CODES)) == (1, [])
    assert len(reactie.alle("Leerbedrijven")) == 1


def test_veel_en_te_veel(klant: Klant) -> None:
    """Up to a hundred matches come at once; more is 202."""
    assert 50 < len(zoek(klant, LeerbedrijfNaam=f"%{vb.NAAM_VEEL}%").teksten(CODES)) <= 100
    assert zoek(klant, LeerbedrijfNaam=f"%{vb.NAAM_TE_VEEL}%").signaalcode == 202


def test_zelfde_naam(klant: Klant) -> None:
    """All leerbedrijven with the same name are found."""
    namen = zoek(klant, LeerbedrijfNaam=vb.ZELFDE_NAAM).teksten(NAMEN)
    assert len(namen) >= 3
    assert set(namen) == {vb.ZELFDE_NAAM}


@pytest.mark.parametrize(
    "velden",
    [{}, {"Postcode": "3811MG"}, {"Huisnummer": 1}, {"LeerbedrijfNaam": "bv", "Huisnummer": 1},
     {"LeerbedrijfNaam": "  "}, {"LeerbedrijfNaam": "&"}],
)  # fmt: skip
def test_te_weinig(klant: Klant, velden: dict[str, str | int]) -> None:
    """Without code, name, or postcode with number the request is 201."""
    assert zoek(klant, **velden).signaalcode == 201


def test_gewoonten_zijn_vast(klant: Klant) -> None:
    """Some texts are padded and some empty fields are blanks, the same each time."""
    eerste, tweede = (zoek(klant, LeerbedrijfNaam=f"%{vb.NAAM_VEEL}%") for _ in range(2))
    namen = [element.text or "" for element in eerste.alle(NAMEN)]
    assert namen == [element.text for element in tweede.alle(NAMEN)]
    assert 0 < sum(naam != naam.strip() for naam in namen) < len(namen) / 2
    toevoegingen = eerste.alle("Leerbedrijven/Leerbedrijf/Vestigingsadres/Huisnummertoevoeging")
    assert " " in {element.text for element in toevoegingen}
    assert len(toevoegingen) < len(namen)


def test_hernoemd(klant: Klant, sim: Simulator) -> None:
    """A leerbedrijf that is renamed is found by its new name only."""
    code = sim.dienst.register.leerbedrijven()[-1].id
    bedien(sim, "POST", "/leerbedrijven", {"leerbedrijfId": code, "naam": "Zo Héét Het Nu"})
    assert zoek(klant, LeerbedrijfNaam="%heet het%").teksten(CODES) == [code]
