"""Every signaalcode of `contract/README.md`, in the answer to each operation."""

from dataclasses import replace
from typing import Final

import pytest
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.signaalcodes import SIGNAALCODES, Meaning, read_signaalcodes
from stagemarkt.model import errors
from stagemarkt.model.errors import BronAnswerInvalid, BronCodeUnknown, FacadeError, Signaal
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.contract import is_valid, vet
from tests.integration.support.envelope import IDENTIFICEER, MESSAGE_ID, VERIFY, answer
from tests.integration.support.exchange import (
    BY_ID,
    BY_NAME,
    EINDPUNT,
    SECRET,
    Tape,
    identificeer,
    verify,
    xml,
)
from tests.integration.support.secret import everything_of
from tests.integration.support.template import PROJECT

# Per code: by ID, by name, verifieer. None: the question is answered.
TABLE: Final[
    dict[int, tuple[type[FacadeError] | None, type[FacadeError] | None, type[FacadeError] | None]]
] = {
    0: (None, None, None),
    1: (None, None, errors.UnknownResource),
    101: (errors.LeerbedrijfUnknown, None, errors.LeerbedrijfUnknown),
    102: (errors.CodeUnknown, errors.CodeUnknown, errors.CodeUnknown),
    103: (BronCodeUnknown, BronCodeUnknown, None),
    201: (errors.InvalidInput, errors.InvalidInput, errors.InvalidInput),
    202: (errors.TooManyResults, errors.TooManyResults, errors.TooManyResults),
    995: (errors.BronOverloaded, errors.BronOverloaded, errors.BronOverloaded),
    996: (errors.BronLicentie, errors.BronLicentie, errors.BronLicentie),
    997: (errors.SchoolCertificateUnsuitable,) * 3,
    999: (errors.BronUnavailable, errors.BronUnavailable, errors.BronUnavailable),
}
ONBEKEND: Final = (555, -1, 2_147_483_647)
WITH_RETRY_AFTER: Final = (errors.BronOverloaded, errors.BronUnavailable)
ROWS: Final = [
    *((code, question, kind) for code, soorten in TABLE.items() for question, kind in enumerate(soorten)),
    *((code, question, BronCodeUnknown) for code in ONBEKEND for question in range(3)),
]


def _ask(which: int, content: bytes) -> object:
    if which == 2:
        return verify(content)
    return identificeer(content, (BY_ID, BY_NAME)[which])


def _answer(which: int, signaalcode: str, notice: str | None = "Zo zit dat.") -> bytes:
    header = [("Signaalcode", signaalcode), *([] if notice is None else [("Melding", notice)])]
    return answer((IDENTIFICEER, IDENTIFICEER, VERIFY)[which], [*header, ("BerichtID", MESSAGE_ID)])


def test_the_table_is_that_of_the_contract() -> None:
    """The codes tested here are exactly those of the contract's table."""
    lines = (PROJECT / "contract" / "README.md").read_text(encoding="utf-8").splitlines()
    first_cells = [line.split("|")[1].strip() for line in lines if line.startswith("|")]
    assert {int(cell) for cell in first_cells if cell.isdigit()} == set(TABLE)


@pytest.mark.parametrize(("code", "which", "kind"), ROWS)
def test_every_code_for_every_question(code: int, which: int, kind: type[FacadeError] | None) -> None:
    """The code becomes the answer or the error of the table; the error carries what SBB said."""
    content = _answer(which, str(code))
    vet(content)
    if kind is None:
        _ask(which, content)
        return
    with pytest.raises(FacadeError) as caught:
        _ask(which, content)
    error = caught.value
    assert type(error) is kind
    assert error.sbb_signal == Signaal(code, "Zo zit dat.", MESSAGE_ID)
    assert (error.retry_after is not None) is isinstance(error, WITH_RETRY_AFTER)
    assert "Zo zit dat" not in f"{error}{error.detail}{error.internal}"


@pytest.mark.parametrize(("code", "in_orde"), [("0", True), ("103", False)])
def test_not_erkend_is_an_answer(code: str, *, in_orde: bool) -> None:
    """103 is SBB's verdict, not an error."""
    assert verify(_answer(2, code)).in_orde is in_orde


@pytest.mark.parametrize(("code", "which"), [("1", 0), ("1", 1), ("101", 1)])
def test_nothing_found_is_an_empty_list(code: str, which: int) -> None:
    """A search that finds nothing has an answer: none."""
    assert _ask(which, _answer(which, code)) == []


@pytest.mark.parametrize("notice", [None, "", "  "])
def test_without_a_message(notice: str | None) -> None:
    """A refusal without a text, or with a blank one, is as much a refusal."""
    content = _answer(2, "996", notice)
    vet(content)
    with pytest.raises(errors.BronLicentie) as caught:
        verify(content)
    assert caught.value.sbb_signal == Signaal(996, None, MESSAGE_ID)


def test_in_a_refusal_the_rest_need_not_be_valid() -> None:
    """Not valid by the schema: beside a refusal the rest of the message is not looked at."""
    nonsense = b"<Startdatum>onzin</Startdatum></VerifieerAccreditatieResult>"
    content = _answer(2, "996").replace(b"</VerifieerAccreditatieResult>", nonsense)
    assert not is_valid(content)
    with pytest.raises(errors.BronLicentie):
        verify(content)


@pytest.mark.parametrize("code", ["", " ", "GEHEIM", "0x0", "0.5", "0.0", "1e0", "0_0", "9" * 5000])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_signaalcode_that_is_no_number(which: int, code: str) -> None:
    """Not valid by the schema: without a number there is no answer, whatever else the message says."""
    content = _answer(which, code)
    assert not is_valid(content)
    with pytest.raises(BronAnswerInvalid) as caught:
        _ask(which, content)
    assert caught.value.sbb_signal is None
    assert "GEHEIM" not in everything_of(caught.value)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_without_a_signaalcode(which: int) -> None:
    """Not valid by the schema: a result without its head is no answer."""
    content = _answer(which, "0").replace(b"<Signaalcode>0</Signaalcode>", b"")
    assert not is_valid(content)
    with pytest.raises(BronAnswerInvalid, match="Signaalcode"):
        _ask(which, content)


@pytest.mark.parametrize("code", ["00", "+0", " 0\n", "-0"])
def test_zero_in_other_spellings(code: str) -> None:
    """`xs:int` allows a sign, leading zeros and space around."""
    assert identificeer(_answer(1, code), BY_NAME) == []


def test_a_setting_takes_precedence() -> None:
    """What a setting says of a code is what it means; the other codes keep their meaning."""
    table = read_signaalcodes(" 555:leerbedrijf-onbekend, 0:niets-gevonden,101:onbekend,-3:in-orde ")
    assert [table[code] for code in (555, 0, 101, -3, 996)] == [
        Meaning.LEERBEDRIJF_ONBEKEND,
        Meaning.NIETS_GEVONDEN,
        Meaning.ONBEKEND,
        Meaning.IN_ORDE,
        Meaning.GEEN_LICENTIE,
    ]
    assert read_signaalcodes("") == SIGNAALCODES


def test_a_setting_in_a_conversation() -> None:
    """A conversation goes by the table that it was given."""
    endpoint = replace(EINDPUNT, signaalcodes=read_signaalcodes("555:leerbedrijf-onbekend"))
    sbb = SoapSbb(endpoint, SECRET, Tape(lambda _: xml(_answer(0, "555"))), lambda: MESSAGE_ID)
    with pytest.raises(errors.LeerbedrijfUnknown) as caught:
        sbb.identificeer(BY_ID, Deadline.after(10))
    assert caught.value.sbb_signal == Signaal(555, "Zo zit dat.", MESSAGE_ID)


@pytest.mark.parametrize(
    "text", ["x", "1", "1:", "1:iets", "x:in-orde", "1:in-orde,", "1.5:in-orde", "²:in-orde"]
)
def test_an_invalid_setting(text: str) -> None:
    """A setting that cannot be read stops the function, and the log says which and what it may be."""
    with pytest.raises(errors.InternalError) as caught:
        read_signaalcodes(text)
    assert caught.value.internal.startswith("SBB_SIGNAALCODES: ")
    assert "leerbedrijf-onbekend" in caught.value.internal


def test_every_error_of_a_setting_at_once() -> None:
    """All faults at once, the same code twice among them."""
    with pytest.raises(errors.InternalError) as caught:
        read_signaalcodes("een:in-orde,2:in-orde,2:niet-erkend,3:raar")
    assert all(part in caught.value.internal for part in ("'een:in-orde'", "2 is there twice", "'3:raar'"))
