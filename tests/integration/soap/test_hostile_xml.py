"""What is no answer, or is meant to do harm, is refused quickly and without a trace of its content."""

import time
from typing import Final

import pytest
from stagemarkt.model.errors import BronAntwoordOngeldig

from tests.integration.support.contract import SOAP
from tests.integration.support.envelope import (
    DECLARATIE,
    IDENTIFICEER,
    KOP,
    LEERBEDRIJF,
    antwoord,
    identificatie,
)
from tests.integration.support.exchange import identificeer
from tests.integration.support.secret import alles_van

KAAL: Final = identificatie(LEERBEDRIJF).decode().removeprefix(DECLARATIE)
LOL: Final = "".join(
    f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' if n else '<!ENTITY l1 "GEHEIM">' for n in range(12)
)


def _weiger(inhoud: bytes) -> BronAntwoordOngeldig:
    begin = time.thread_time()
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        identificeer(inhoud)
    assert time.thread_time() - begin < 1
    assert "GEHEIM" not in alles_van(gevangen.value)
    return gevangen.value


@pytest.mark.parametrize("codering", ["utf-8", "utf-16"])
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
def test_dtd_wordt_geweigerd(proloog: str, codering: str) -> None:
    """No DTD is read, so no entity is expanded and no file or address is fetched."""
    tekst = KAAL.replace("Bakkerij", "&l12;" if "l12" in proloog else "GEHEIM")
    assert _weiger((proloog + tekst).encode(codering)).intern == "document type declaration"


@pytest.mark.parametrize(
    "inhoud",
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
        KAAL.encode()[:-1],
        KAAL.encode() + b"<GEHEIM/>",
        b" " + DECLARATIE.encode() + KAAL.encode(),
        KAAL.replace("Bakkerij", "&GEHEIM;").encode(),
        KAAL.replace("Bakkerij", "&#0;GEHEIM").encode(),
        KAAL.replace("Bakkerij", "\x01GEHEIM").encode(),
        KAAL.replace("Bakkerij", "\x00GEHEIM").encode(),
        KAAL.replace("<Naam>", "<x:Naam>").encode(),
        KAAL.replace("Bakkerij", "\ud800GEHEIM").encode("utf-8", "surrogatepass"),
        KAAL.replace("Bakkerij", "\ud800GEHEIM").encode("utf-16", "surrogatepass"),
        KAAL.encode("utf-16") + b"\x00",
    ],
)
def test_wat_geen_xml_is(inhoud: bytes) -> None:
    """Nothing, something else, half a document or a broken one is no answer."""
    _weiger(inhoud)


@pytest.mark.parametrize(
    "inhoud",
    [
        KAAL.replace("Bakkerij", "Café GEHEIM").encode("latin-1"),
        (DECLARATIE + KAAL.replace("Bakkerij", "Café GEHEIM")).encode("latin-1"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>' + KAAL.replace("Bakkerij", "Café")).encode("latin-1"),
        ("<?xml version='1.0' encoding = 'windows-1252' ?>" + KAAL).encode(),
        ('<?xml version="1.0" encoding="utf-7"?>' + KAAL).encode(),
    ],
)
def test_andere_coderingen_worden_geweigerd(inhoud: bytes) -> None:
    """Anything but UTF-8 and UTF-16 is refused rather than guessed at."""
    _weiger(inhoud)


@pytest.mark.parametrize(
    "tekst", [KAAL, '<!DOCTYPE x [<!ENTITY l "GEHEIM">]>' + KAAL.replace("Bakkerij", "&l;")]
)
@pytest.mark.parametrize(
    ("codering", "bom"),
    [
        ("utf-32-le", b""),
        ("utf-32-be", b""),
        ("utf-32-le", b"\xff\xfe"),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
        ("utf-32-be", b"\xfe\xff"),
    ],
)
def test_utf32_wordt_geweigerd(tekst: str, codering: str, bom: bytes) -> None:
    """Nor is UTF-32 read as UTF-16 with zeros between: expat guesses it right, past the look for a DTD."""
    inhoud = bom + tekst.encode(codering)
    _weiger(inhoud)
    _weiger(inhoud[:-1])
    _weiger(inhoud[:-2])


@pytest.mark.parametrize("wit", [" ", "\n", "\t\r\n  ", "<!-- x -->", "<?x y?>"])
@pytest.mark.parametrize("codering", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_dtd_na_een_onverwacht_begin(wit: str, codering: str) -> None:
    """Nor does white space before a DTD hide its encoding from us, while expat sees through it."""
    tekst = f'{wit}<!DOCTYPE x [<!ENTITY l "GEHEIM">]>' + KAAL.replace("Bakkerij", "&l;")
    _weiger(tekst.encode(codering))


@pytest.mark.parametrize(
    "inhoud",
    [
        KAAL.replace(SOAP, "http://www.w3.org/2003/05/soap-envelope"),
        KAAL.replace("Body", "Lichaam"),
        KAAL.replace("soap:Envelope", "soap:Omslag"),
        KAAL.replace("IdentificeerLeerbedrijfResult", "GEHEIM"),
        KAAL.replace("IdentificeerLeerbedrijf", "VerifieerAccreditatie"),
        KAAL.replace("urn:stagemarkt:whitelabel:2.1", "urn:GEHEIM"),
        f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body/></soap:Envelope>',
    ],
    ids=["soap-1.2", "geen-body", "geen-envelop", "geen-result", "andere-operatie", "namespace", "leeg"],
)
def test_wat_geen_antwoord_op_de_vraag_is(inhoud: str) -> None:
    """Well-formed, but not the SOAP 1.1 answer to this operation."""
    _weiger(inhoud.encode())


def test_diep_genest_document() -> None:
    """A hundred thousand elements deep is refused, not a crash."""
    _weiger(b"<a>" * 100_000 + b"</a>" * 100_000)


def test_diep_genest_in_een_onbekend_element() -> None:
    """The same inside an element that nobody asks for does no harm to the answer."""
    begin = time.thread_time()
    diep = b"<Nieuw>" * 100_000 + b"</Nieuw>" * 100_000 + b"<Leerbedrijven>"
    assert len(identificeer(identificatie(LEERBEDRIJF).replace(b"<Leerbedrijven>", diep))) == 1
    assert time.thread_time() - begin < 2


def test_lange_tekst() -> None:
    """A text of a megabyte is a text; that it came within the limit is the transport's matter."""
    inhoud = antwoord(IDENTIFICEER, [*KOP, ("Nieuw", "x" * 1_000_000)])
    assert identificeer(inhoud) == []
