"""One answer in every form that XML allows: what it says does not depend on how it is written."""

from typing import Final

import pytest
from stagemarkt.model.leerbedrijf import Leerbedrijf

from tests.integration.support.contract import vet
from tests.integration.support.envelope import DECLARATION, HEADER, IDENTIFICEER, Content, answer
from tests.integration.support.exchange import identificeer, xml

NAAM: Final = "Café «De Zon» 😀"
COMPANY: Final[Content] = [("CodeLeerbedrijf", "900000001"), ("Naam", NAAM), ("Status", "ACT")]
CONTENT: Final[Content] = [*HEADER, ("Leerbedrijven", [("Leerbedrijf", COMPANY)])]
PARSED: Final = [Leerbedrijf(leerbedrijf_id="900000001", naam=NAAM, status="actueel")]
ANSWER: Final = answer(IDENTIFICEER, CONTENT)
BARE: Final = ANSWER.decode().removeprefix(DECLARATION)


@pytest.mark.parametrize("soap_prefix", ["soap", "s", "SOAP-ENV", ""])
@pytest.mark.parametrize("prefix", ["", "ns1", "soap1", "é"])
def test_prefixes_do_not_matter(prefix: str, soap_prefix: str) -> None:
    """Any prefix, and the default namespace, for the envelope and for the message."""
    content = answer(IDENTIFICEER, CONTENT, prefix=prefix, soap_prefix=soap_prefix)
    vet(content)
    assert identificeer(content) == PARSED


@pytest.mark.parametrize(
    ("encoding", "bom", "declaration"),
    [
        ("utf-8", b"", '<?xml version="1.0" encoding="utf-8"?>'),
        ("utf-8", b"", "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\r\n"),
        ("utf-8", b"", ""),
        ("utf-8", b"", '<?xml version="1.0"?>'),
        ("utf-8", b"\xef\xbb\xbf", '<?xml version="1.0" encoding="utf-8"?>'),
        ("utf-8", b"\xef\xbb\xbf", ""),
        ("utf-16-le", b"\xff\xfe", '<?xml version="1.0" encoding="utf-16"?>'),
        ("utf-16-be", b"\xfe\xff", '<?xml version="1.0" encoding="utf-16"?>'),
        ("utf-16-le", b"\xff\xfe", ""),
        ("utf-16-be", b"\xfe\xff", ""),
        ("utf-16-le", b"", '<?xml version="1.0" encoding="utf-16"?>'),
        ("utf-16-be", b"", '<?xml version="1.0" encoding="utf-16"?>'),
        ("utf-16-le", b"", '<?xml version="1.0" encoding="UTF-16LE"?>'),
        ("utf-16-be", b"", '<?xml version="1.0" encoding="UTF-16BE"?>'),
    ],
)
def test_encodings(encoding: str, bom: bytes, declaration: str) -> None:
    """UTF-8 and UTF-16 in both orders, with and without a mark, declared or not."""
    vet(ANSWER)
    assert identificeer(bom + (declaration + BARE).encode(encoding)) == PARSED


@pytest.mark.parametrize(
    "name",
    [
        f"<![CDATA[{NAAM}]]>",
        "<![CDATA[Café]]> «De Zon<![CDATA[» 😀]]>",
        "Caf&#233; &#xab;De Zon&#187; &#x1F600;",
        f"<!-- eerst -->{NAAM}<!-- laatst -->",
        "Café <!-- midden -->«De Zon» 😀",
        "Café <?pi midden?>«De Zon» 😀",
        f"\r\n\t{NAAM}\r\n",
    ],
)
def test_texts(name: str) -> None:
    """CDATA, character references, comments and instructions within a text leave the text as it is."""
    content = ANSWER.replace(NAAM.encode(), name.encode())
    vet(content)
    assert identificeer(content) == PARSED


def test_indented() -> None:
    """White space and comments between the elements say nothing."""
    content = ANSWER.replace(b"><", b">\r\n  <!-- hier -->\r\n  <")
    vet(content)
    assert identificeer(content) == PARSED


@pytest.mark.parametrize("mediatype", ["text/xml", "application/xml", "application/soap+xml", ""])
def test_mediatypes(mediatype: str) -> None:
    """Every type that can mean XML is read, and none given is the benefit of the doubt."""
    assert identificeer(xml(ANSWER)._replace(mediatype=mediatype)) == PARSED
