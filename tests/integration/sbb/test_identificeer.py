import pytest

from local.sbb.register import examples
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Reply, SoapClient
from tests.integration.sbb.controller import control

CODES = "Leerbedrijven/Leerbedrijf/CodeLeerbedrijf"
NAMES = "Leerbedrijven/Leerbedrijf/Naam"


def search(client: SoapClient, **fields: str | int) -> Reply:
    """Identify by the fields given, in the order of the contract."""
    order = ("CodeLeerbedrijf", "LeerbedrijfNaam", "Postcode", "Huisnummer")
    question = [(name, fields[name]) for name in order if name in fields]
    return client.question("IdentificeerLeerbedrijf", *question)


def test_by_code(client: SoapClient) -> None:
    """A code gives one leerbedrijf, with its name, address and status."""
    reply = search(client, CodeLeerbedrijf=examples.SHOWPIECE)
    assert reply.signaalcode == 0
    assert reply.texts(NAMES) == [examples.SHOWPIECE_NAME]
    adres = "Leerbedrijven/Leerbedrijf/Vestigingsadres"
    assert reply.tekst(f"{adres}/Postcode") == examples.SHOWPIECE_POSTCODE
    assert reply.tekst(f"{adres}/Plaats") == "Amersfoort"
    assert reply.tekst("Leerbedrijven/Leerbedrijf/Status") == "ACT"


@pytest.mark.parametrize("code", [examples.OLD_ID, examples.LONG_NAME, examples.AMPERSAND, examples.ABROAD])
def test_special_ones_by_code(client: SoapClient, sim: Simulator, code: str) -> None:
    """Old IDs, long names, names with XML's own characters and foreign addresses arrive whole."""
    reply = search(client, CodeLeerbedrijf=code)
    company = sim.service.register.find(code)
    assert company is not None
    assert reply.texts(NAMES) == [company.naam]
    assert reply.tekst("Leerbedrijven/Leerbedrijf/Vestigingsadres/Land") == company.vestiging.land


def test_historical(client: SoapClient) -> None:
    """A historisch leerbedrijf is found, as such."""
    reply = search(client, CodeLeerbedrijf=examples.HISTORICAL)
    assert reply.tekst("Leerbedrijven/Leerbedrijf/Status") == "HIS"


def test_unknown_code(client: SoapClient) -> None:
    """An unknown code is 101."""
    assert search(client, CodeLeerbedrijf=examples.UNKNOWN_LEERBEDRIJF).signaalcode == 101


@pytest.mark.parametrize(
    "name",
    [
        "%bitwerk%",
        "bitwerk eem%",
        "%SOFTWARE",
        "Bitwerk % Software",
        "b_twerk%",
        "[abc]itwerk%",
        examples.SHOWPIECE_NAME,
    ],
)
def test_by_name(client: SoapClient, name: str) -> None:
    """`%` stands for any text, `_` for a character, `[]` for one of these; without, the name counts whole."""
    assert examples.SHOWPIECE in search(client, LeerbedrijfNaam=name).texts(CODES)


@pytest.mark.parametrize("name", ["bitwerk", "bitwerk%eemland", "_bitwerk%", "[cde]itwerk%", "%[bitwerk%"])
def test_a_part_of_a_name_finds_nothing(client: SoapClient, name: str) -> None:
    """A part of a name without `%` around it finds nothing, and a `[` that is not closed matches nothing."""
    assert examples.SHOWPIECE not in search(client, LeerbedrijfNaam=name).texts(CODES)


def test_by_name_without_accents(client: SoapClient) -> None:
    """Diacritics do not matter, in the question nor in the name."""
    assert search(client, LeerbedrijfNaam="%engele hoef%").texts(CODES) == [examples.AMPERSAND]
    assert search(client, LeerbedrijfNaam="%Ëngele Höef%").texts(CODES) == [examples.AMPERSAND]


def test_by_postcode_and_huisnummer(client: SoapClient) -> None:
    """Postcode with number finds the address; another number does not."""
    question: dict[str, str | int] = {
        "Postcode": examples.SHOWPIECE_POSTCODE,
        "Huisnummer": examples.SHOWPIECE_HUISNUMMER,
    }
    assert examples.SHOWPIECE in search(client, **question).texts(CODES)
    assert examples.SHOWPIECE not in search(client, **{**question, "Huisnummer": 2}).texts(CODES)


def test_number_within_the_straat(client: SoapClient, sim: Simulator) -> None:
    """Where street and number stand together, the number must fit as well."""
    company = sim.service.register.find(examples.STRAAT_WITH_NUMBER)
    assert company is not None
    reply = search(client, Postcode=company.vestiging.postcode, Huisnummer=27)
    assert examples.STRAAT_WITH_NUMBER in reply.texts(CODES)
    reply = search(client, Postcode=company.vestiging.postcode, Huisnummer=2)
    assert examples.STRAAT_WITH_NUMBER not in reply.texts(CODES)


def test_name_and_address_together(client: SoapClient) -> None:
    """Name and address must both fit."""
    adres: dict[str, str | int] = {
        "Postcode": examples.SHOWPIECE_POSTCODE,
        "Huisnummer": examples.SHOWPIECE_HUISNUMMER,
    }
    assert search(client, LeerbedrijfNaam="%bitwerk%", **adres).texts(CODES) == [examples.SHOWPIECE]
    assert search(client, LeerbedrijfNaam="%bakker%", **adres).signaalcode == 1


def test_nothing_found(client: SoapClient) -> None:
    """No match is 1, with an empty list."""
    reply = search(client, LeerbedrijfNaam="qqqq")
    assert (reply.signaalcode, reply.texts(CODES)) == (1, [])
    assert len(reply.everything("Leerbedrijven")) == 1


def test_many_and_too_many(client: SoapClient) -> None:
    """Up to a hundred matches come at once; more is 202."""
    assert 50 < len(search(client, LeerbedrijfNaam=f"%{examples.NAME_MANY}%").texts(CODES)) <= 100
    assert search(client, LeerbedrijfNaam=f"%{examples.NAME_TOO_MANY}%").signaalcode == 202


def test_same_name(client: SoapClient) -> None:
    """All leerbedrijven with the same name are found."""
    names = search(client, LeerbedrijfNaam=examples.SAME_NAME).texts(NAMES)
    assert len(names) >= 3
    assert set(names) == {examples.SAME_NAME}


@pytest.mark.parametrize(
    "fields",
    [{}, {"Postcode": "3811MG"}, {"Huisnummer": 1}, {"LeerbedrijfNaam": "bv", "Huisnummer": 1},
     {"LeerbedrijfNaam": "  "}, {"LeerbedrijfNaam": "&"}],
)  # fmt: skip
def test_too_little(client: SoapClient, fields: dict[str, str | int]) -> None:
    """Without code, name, or postcode with number the request is 201."""
    assert search(client, **fields).signaalcode == 201


def test_habits_are_fixed(client: SoapClient) -> None:
    """Some texts are padded and some empty fields are blanks, the same each time."""
    first, second = (search(client, LeerbedrijfNaam=f"%{examples.NAME_MANY}%") for _ in range(2))
    names = [element.text or "" for element in first.everything(NAMES)]
    assert names == [element.text for element in second.everything(NAMES)]
    assert 0 < sum(name != name.strip() for name in names) < len(names) / 2
    additions = first.everything("Leerbedrijven/Leerbedrijf/Vestigingsadres/Huisnummertoevoeging")
    assert " " in {element.text for element in additions}
    assert len(additions) < len(names)


def test_renamed(client: SoapClient, sim: Simulator) -> None:
    """A leerbedrijf that is renamed is found by its new name only."""
    code = sim.service.register.leerbedrijven()[-1].id
    control(sim, "POST", "/leerbedrijven", {"leerbedrijfId": code, "naam": "Zo Héét Het Nu"})
    assert search(client, LeerbedrijfNaam="%heet het%").texts(CODES) == [code]
