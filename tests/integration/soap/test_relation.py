"""An answer to somebody else's question is never passed on."""

import pytest
from stagemarkt.model.errors import BronAnswerInvalid

from tests.integration.support.contract import is_valid, vet
from tests.integration.support.envelope import IDENTIFICEER, LEERBEDRIJF, MESSAGE_ID, VERIFY, Content, answer
from tests.integration.support.exchange import identificeer, verify
from tests.integration.support.secret import everything_of

OTHER = "11111111-2222-4333-8444-555555555555"
COMPANY: Content = [(n, "GEHEIM" if n == "Naam" else w) for n, w in LEERBEDRIJF]


def _answer(in_body: str | None, refers_to: str | None) -> bytes:
    header: Content = (
        [("Signaalcode", "0")] if in_body is None else [("Signaalcode", "0"), ("BerichtID", in_body)]
    )
    listing: Content = [("Leerbedrijven", [("Leerbedrijf", COMPANY)])]
    return answer(IDENTIFICEER, [*header, *listing], refers_to=refers_to)


@pytest.mark.parametrize("in_body", [None, MESSAGE_ID, MESSAGE_ID.upper()])
@pytest.mark.parametrize(
    "refers_to",
    [
        None,
        "",
        MESSAGE_ID,
        f"urn:uuid:{MESSAGE_ID}",
        f"\n urn:uuid:{MESSAGE_ID.upper()} ",
    ],
)
def test_the_own_message_is_read(in_body: str | None, refers_to: str | None) -> None:
    """The ID of our message, in either place or in neither (both are optional), in any case."""
    content = _answer(in_body, refers_to)
    vet(content)
    assert len(identificeer(content)) == 1


def test_with_braces() -> None:
    """Not valid by the schema: as .NET writes a GUID when it is asked to."""
    assert len(identificeer(_answer(f"{{{MESSAGE_ID}}}", f"urn:uuid:{{{MESSAGE_ID}}}"))) == 1
    with pytest.raises(BronAnswerInvalid):
        identificeer(_answer(f"{{{OTHER}}}", None))


def test_a_blank_message_id_is_absent() -> None:
    """Not valid by the schema: a blank BerichtID counts as none."""
    content = _answer(" ", None)
    assert not is_valid(content)
    assert len(identificeer(content)) == 1


@pytest.mark.parametrize(
    ("in_body", "refers_to"),
    [
        (OTHER, None),
        (OTHER, f"urn:uuid:{MESSAGE_ID}"),
        (None, f"urn:uuid:{OTHER}"),
        (MESSAGE_ID, f"urn:uuid:{OTHER}"),
        (MESSAGE_ID, OTHER),
        (OTHER, OTHER),
    ],
)
def test_another_message_is_refused(in_body: str | None, refers_to: str | None) -> None:
    """One reference to another message is enough to refuse, wherever it stands."""
    content = _answer(in_body, refers_to)
    vet(content)
    with pytest.raises(BronAnswerInvalid) as caught:
        identificeer(content)
    assert caught.value.internal == "the answer belongs to another message"
    assert "GEHEIM" not in everything_of(caught.value)


@pytest.mark.parametrize("code", ["101", "996", "999", "555"])
def test_a_refusal_belongs_to_the_message_too(code: str) -> None:
    """A refusal of somebody else's question says nothing about ours."""
    content = answer(VERIFY, [("Signaalcode", code), ("BerichtID", OTHER)])
    vet(content)
    with pytest.raises(BronAnswerInvalid) as caught:
        verify(content)
    assert caught.value.sbb_signal is None
