"""Where the code uses the contract is read from the code itself."""

import re

import pytest
from stagemarkt_cli.contract.compare import compare
from stagemarkt_cli.contract.model import Contract
from stagemarkt_cli.contract.usage.answers import modellen
from stagemarkt_cli.contract.usage.facts import Usage, usage_here
from stagemarkt_cli.contract.usage.source_code import make_index

from tests.unit.cli.sources import ASMX, CONTRACT, ours, read, together
from tests.unit.cli.wsdl_changes import TEN
from tests.unit.cli.wsdl_changes_other import OTHERS

USAGE = usage_here()
USED = ("IdentificeerLeerbedrijf", "VerifieerAccreditatie", "GeefDetails", "Zoeken")


@pytest.fixture(scope="module")
def contract() -> Contract:
    """Ours."""
    return read(ours())


def _leaves(contract: Contract, sleutel: str, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths of all elements with a text."""
    parts = contract.soorten[sleutel].parts
    return (
        [p for part in parts for p in _leaves(contract, part.soort, (*path, part.naam))] if parts else [path]
    )


@pytest.mark.parametrize("operation", USED)
def test_operation_used(operation: str) -> None:
    """Each operation that we ask has the function that asks it."""
    assert all(
        re.fullmatch(r"adapters/soap/sbb\.py SoapSbb\.\w+", spot) for spot in USAGE.operatie(operation)
    )
    assert USAGE.operatie(operation)


@pytest.mark.parametrize("operation", USED)
def test_header_sent_and_read(contract: Contract, operation: str) -> None:
    """What every message begins with is found along the way that it goes."""
    assert operation in contract.operations
    assert USAGE.sent(operation, ("request", "Licentie")) == ("adapters/soap/exchange.py Exchange.question",)
    assert USAGE.sent(operation, ("request",)) == ("adapters/soap/envelope.py _TEMPLATE",)
    field = USAGE.parsed(operation, (f"{operation}Result", "Signaalcode"))
    assert field is not None
    assert field.plek == "adapters/soap/messages.py Resultaatkop.signaalcode"
    assert field.required


@pytest.mark.parametrize(
    ("operation", "not_sent"),
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
def test_every_request_element(contract: Contract, operation: str, not_sent: set[str]) -> None:
    """Every element of a request is sent by a known place, or is known not to be sent."""
    paths = _leaves(contract, contract.operations[operation].verzoek.soort)
    assert {path[-1] for path in paths if not USAGE.sent(operation, path)} == not_sent


@pytest.mark.parametrize("operation", USED)
def test_every_field_of_the_models_is_in_the_contract(contract: Contract, operation: str) -> None:
    """Most of an answer is read, each element by a field that exists."""
    answer = contract.operations[operation].answer
    assert answer is not None
    fields = {path: USAGE.parsed(operation, path) for path in _leaves(contract, answer.soort)}
    unread = {path[1] for path, field in fields.items() if field is None}
    assert unread <= {"Startdatum", "Einddatum", "Kwalificatieonderdelen"}


def test_not_used() -> None:
    """An operation that no function asks is not used, nor is anything of it."""
    assert USAGE.operatie("BestaatNiet") == ()
    assert USAGE.sent("BestaatNiet", ("request", "Licentie")) == ()
    assert USAGE.parsed("BestaatNiet", ("BestaatNietResult", "Signaalcode")) is None


@pytest.mark.parametrize("name", ["namespace", "eindpunt", "soapaction", "signaalcodes"])
def test_the_setting_is_in_the_template(name: str) -> None:
    """The parameter that is named exists."""
    template = (CONTRACT.parent / "template.yaml").read_text(encoding="utf-8")
    assert f"\n  {USAGE.setting(name).removeprefix('templateparameter ')}:\n" in template


def test_tolerant() -> None:
    """A table with an answer for what it does not hold is told from one without."""
    index = make_index(
        {
            "a.py": 'MILD = {"x": 1}\nSTRENG = {"y": 1}\n'
            "def mild(k): return MILD.get(k, 0)\ndef streng(k): return STRENG.get(k)\n"
        }
    )
    mild, strict = index.table({"x"})[0], index.table({"y"})[0]
    assert index.is_tolerant(mild)
    assert not index.is_tolerant(strict)


def test_the_place_follows_the_code() -> None:
    """A place is found where the code has it now: under another name or in another file it is found there."""
    sources = {
        f"adapters/soap/{path.name}": path.read_text(encoding="utf-8")
        for path in (CONTRACT.parent / "layers/stagemarkt/stagemarkt/adapters/soap").glob("*.py")
    }
    elders = {
        path.replace("translation_zoeken", "zoekvraag"): re.sub(r"\bsearch_fields\b", "maak_velden", bron)
        for path, bron in sources.items()
    }
    path = ("request", "Afstand")
    assert Usage(make_index(sources), modellen()).sent("Zoeken", path) == (
        "adapters/soap/translation_zoeken.py search_fields",
    )
    assert Usage(make_index(elders), modellen()).sent("Zoeken", path) == (
        "adapters/soap/zoekvraag.py maak_velden",
    )
    # And an element that the code no longer sends has no place at all.
    without = {name: bron.replace('"Afstand"', '"Straal"') for name, bron in sources.items()}
    assert Usage(make_index(without), modellen()).sent("Zoeken", path) == ()


def test_every_place_exists(contract: Contract) -> None:
    """Whatever differs, the file that is named is there and holds the name."""
    empty = Contract("", "urn:ander", {}, {})
    renamed = together(*(mutatie.ingreep for mutatie in (*TEN, *OTHERS[:5])))(ours())
    spots = {
        spot
        for hun in (empty, read(renamed), read({ASMX.name: ASMX.read_text(encoding="utf-8")}, ASMX.name))
        for difference in compare(contract, hun)
        for spot in difference.spots
        if not spot.startswith("niets")
    }
    assert len(spots) > 15
    for spot in spots:
        file, _, name = spot.partition(" ")
        if file == "templateparameter":
            text, name = (CONTRACT.parent / "template.yaml").read_text(encoding="utf-8"), f"\n  {name}:"
        elif file.startswith("contract/"):
            file, _, line = file.partition(":")
            text = (CONTRACT.parent / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        else:
            folder = CONTRACT.parent / "layers/stagemarkt/stagemarkt"
            text = (folder / file).read_text(encoding="utf-8")
        assert name.rpartition(".")[2] in text, spot


def test_unknown_place() -> None:
    """A name that is no longer in the code is not passed on as a place."""
    with pytest.raises(KeyError):
        USAGE.plek("bestaat_niet")
