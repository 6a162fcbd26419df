"""What `contract/whitelabel.xsd` says of a message."""

from functools import cache

from lxml import etree

from tests.integration.support.template import PROJECT

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
WSA = "http://www.w3.org/2005/08/addressing"
NS = "urn:stagemarkt:whitelabel:2.1"


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(PROJECT / "contract" / "whitelabel.xsd")))


def romp(envelop: bytes) -> etree._Element:
    """The message inside a SOAP 1.1 envelope, which holds exactly one."""
    wortel = etree.fromstring(envelop)
    assert wortel.tag == f"{{{SOAP}}}Envelope"
    (lichaam,) = wortel.findall(f"{{{SOAP}}}Body")
    (bericht,) = lichaam.findall("*")
    return bericht


def keur(envelop: bytes) -> None:
    """Fail unless the message in this envelope is valid."""
    _schema().assertValid(romp(envelop))


def is_geldig(envelop: bytes) -> bool:
    """Whether the message in this envelope is valid."""
    return _schema().validate(romp(envelop))
