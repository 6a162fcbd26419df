"""One answer in every form that XML allows: what it says does not depend on how it is written."""

from typing import Final

import pytest
from stagemarkt.model.leerbedrijf import Leerbedrijf

from tests.integration.support.contract import keur
from tests.integration.support.envelope import DECLARATIE, IDENTIFICEER, KOP, Inhoud, antwoord
from tests.integration.support.exchange import identificeer, xml

NAAM: Final = "Café «De Zon» 😀"
BEDRIJF: Final[Inhoud] = [("CodeLeerbedrijf", "900000001"), ("Naam", NAAM), ("Status", "ACT")]
INHOUD: Final[Inhoud] = [*KOP, ("Leerbedrijven", [("Leerbedrijf", BEDRIJF)])]
GELEZEN: Final = [Leerbedrijf(leerbedrijf_id="900000001", naam=NAAM, status="actueel")]
ANTWOORD: Final = antwoord(IDENTIFICEER, INHOUD)
KAAL: Final = ANTWOORD.decode().removeprefix(DECLARATIE)


@pytest.mark.parametrize("soap_prefix", ["soap", "s", "SOAP-ENV", ""])
@pytest.mark.parametrize("prefix", ["", "ns1", "soap1", "é"])
def test_prefixen_doen_er_niet_toe(prefix: str, soap_prefix: str) -> None:
    """Any prefix, and the default namespace, for the envelope and for the message."""
    inhoud = antwoord(IDENTIFICEER, INHOUD, prefix=prefix, soap_prefix=soap_prefix)
    keur(inhoud)
    assert identificeer(inhoud) == GELEZEN


@pytest.mark.parametrize(
    ("codering", "bom", "declaratie"),
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
def test_coderingen(codering: str, bom: bytes, declaratie: str) -> None:
    """UTF-8 and UTF-16 in both orders, with and without a mark, declared or not."""
    keur(ANTWOORD)
    assert identificeer(bom + (declaratie + KAAL).encode(codering)) == GELEZEN


@pytest.mark.parametrize(
    "naam",
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
def test_teksten(naam: str) -> None:
    """CDATA, character references, comments and instructions within a text leave the text as it is."""
    inhoud = ANTWOORD.replace(NAAM.encode(), naam.encode())
    keur(inhoud)
    assert identificeer(inhoud) == GELEZEN


def test_ingesprongen() -> None:
    """White space and comments between the elements say nothing."""
    inhoud = ANTWOORD.replace(b"><", b">\r\n  <!-- hier -->\r\n  <")
    keur(inhoud)
    assert identificeer(inhoud) == GELEZEN


@pytest.mark.parametrize("mediatype", ["text/xml", "application/xml", "application/soap+xml", ""])
def test_mediatypes(mediatype: str) -> None:
    """Every type that can mean XML is read, and none given is the benefit of the doubt."""
    assert identificeer(xml(ANTWOORD)._replace(mediatype=mediatype)) == GELEZEN
