"""What is no answer, or is meant to do harm, is refused quickly and without a trace of its content."""

import time
from typing import Final

import pytest
from stagemarkt.model.errors import BronAnswerInvalid

from tests.integration.support.contract import SOAP
from tests.integration.support.envelope import (
    DECLARATION,
    HEADER,
    IDENTIFICEER,
    LEERBEDRIJF,
    answer,
    identificatie,
)
from tests.integration.support.exchange import identificeer
from tests.integration.support.secret import everything_of

BARE: Final = identificatie(LEERBEDRIJF).decode().removeprefix(DECLARATION)
LOL: Final = "".join(
    f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' if n else '<!ENTITY l1 "GEHEIM">' for n in range(12)
)


def _refuse(content: bytes) -> BronAnswerInvalid:
    begin = time.thread_time()
    with pytest.raises(BronAnswerInvalid) as caught:
        identificeer(content)
    assert time.thread_time() - begin < 1
    assert "GEHEIM" not in everything_of(caught.value)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "proloog",
    [
        "<!DOCTYPE Envelope>",
        f"<!DOCTYPE Envelope [{LOL}]>",
        '<!DOCTYPE Envelope [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Envelope SYSTEM "http://127.0.0.1:9/kwaad.dtd">',
        '<!DOCTYPE Envelope [<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]>',
        f"<!-- {'x' * 100_000} --><!DOCTYPE Envelope>",
        "<?pi ?>\n\n<!DOCTYPE\nEnvelope>",
    ],
    ids=["kaal", "lol", "xxe", "extern", "parameter", "verstopt", "na-instructie"],
)
def test_dtd_is_refused(proloog: str, encoding: str) -> None:
    """No DTD is read, so no entity is expanded and no file or address is fetched."""
    text = BARE.replace("Bakkerij", "&l12;" if "l12" in proloog else "GEHEIM")
    assert _refuse((proloog + text).encode(encoding)).internal == "document type declaration"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x00",
        b"GEHEIM",
        b'{"GEHEIM": 1}',
        b"<html><body>GEHEIM</body></html>",
        b"<!doctype html><html>GEHEIM</html>",
        BARE.encode()[:-1],
        BARE.encode() + b"<GEHEIM/>",
        b" " + DECLARATION.encode() + BARE.encode(),
        BARE.replace("Bakkerij", "&GEHEIM;").encode(),
        BARE.replace("Bakkerij", "&#0;GEHEIM").encode(),
        BARE.replace("Bakkerij", "\x01GEHEIM").encode(),
        BARE.replace("Bakkerij", "\x00GEHEIM").encode(),
        BARE.replace("<Naam>", "<x:Naam>").encode(),
        BARE.replace("Bakkerij", "\ud800GEHEIM").encode("utf-8", "surrogatepass"),
        BARE.replace("Bakkerij", "\ud800GEHEIM").encode("utf-16", "surrogatepass"),
        BARE.encode("utf-16") + b"\x00",
    ],
)
def test_what_is_no_xml(content: bytes) -> None:
    """Nothing, something else, half a document or a broken one is no answer."""
    _refuse(content)


@pytest.mark.parametrize(
    "content",
    [
        BARE.replace("Bakkerij", "Café GEHEIM").encode("latin-1"),
        (DECLARATION + BARE.replace("Bakkerij", "Café GEHEIM")).encode("latin-1"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>' + BARE.replace("Bakkerij", "Café")).encode("latin-1"),
        ("<?xml version='1.0' encoding = 'windows-1252' ?>" + BARE).encode(),
        ('<?xml version="1.0" encoding="utf-7"?>' + BARE).encode(),
    ],
)
def test_other_encodings_are_refused(content: bytes) -> None:
    """Anything but UTF-8 and UTF-16 is refused rather than guessed at."""
    _refuse(content)


@pytest.mark.parametrize(
    "text", [BARE, '<!DOCTYPE x [<!ENTITY l "GEHEIM">]>' + BARE.replace("Bakkerij", "&l;")]
)
@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-32-le", b""),
        ("utf-32-be", b""),
        ("utf-32-le", b"\xff\xfe"),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
        ("utf-32-be", b"\xfe\xff"),
    ],
)
def test_utf32_is_refused(text: str, encoding: str, bom: bytes) -> None:
    """Nor is UTF-32 read as UTF-16 with zeros between: expat guesses it right, past the look for a DTD."""
    content = bom + text.encode(encoding)
    _refuse(content)
    _refuse(content[:-1])
    _refuse(content[:-2])


@pytest.mark.parametrize("whitespace", [" ", "\n", "\t\r\n  ", "<!-- x -->", "<?x y?>"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_dtd_after_an_unexpected_beginning(whitespace: str, encoding: str) -> None:
    """Nor does white space before a DTD hide its encoding from us, while expat sees through it."""
    text = f'{whitespace}<!DOCTYPE x [<!ENTITY l "GEHEIM">]>' + BARE.replace("Bakkerij", "&l;")
    _refuse(text.encode(encoding))


@pytest.mark.parametrize(
    "content",
    [
        BARE.replace(SOAP, "http://www.w3.org/2003/05/soap-envelope"),
        BARE.replace("Body", "Lichaam"),
        BARE.replace("soap:Envelope", "soap:Omslag"),
        BARE.replace("IdentificeerLeerbedrijfResult", "GEHEIM"),
        BARE.replace("IdentificeerLeerbedrijf", "VerifieerAccreditatie"),
        BARE.replace("urn:stagemarkt:whitelabel:2.1", "urn:GEHEIM"),
        f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body/></soap:Envelope>',
    ],
    ids=["soap-1.2", "geen-body", "geen-envelop", "geen-result", "andere-operatie", "namespace", "leeg"],
)
def test_what_is_no_answer_to_the_question(content: str) -> None:
    """Well-formed, but not the SOAP 1.1 answer to this operation."""
    _refuse(content.encode())


def test_deeply_nested_document() -> None:
    """A hundred thousand elements deep is refused, not a crash."""
    _refuse(b"<a>" * 100_000 + b"</a>" * 100_000)


def test_deeply_nested_in_an_unknown_element() -> None:
    """The same inside an element that nobody asks for does no harm to the answer."""
    begin = time.thread_time()
    deep = b"<Nieuw>" * 100_000 + b"</Nieuw>" * 100_000 + b"<Leerbedrijven>"
    assert len(identificeer(identificatie(LEERBEDRIJF).replace(b"<Leerbedrijven>", deep))) == 1
    assert time.thread_time() - begin < 2


def test_long_text() -> None:
    """A text of a megabyte is a text; that it came within the limit is the transport's matter."""
    content = answer(IDENTIFICEER, [*HEADER, ("Nieuw", "x" * 1_000_000)])
    assert identificeer(content) == []
