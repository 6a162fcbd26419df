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


def main_body(envelope: bytes) -> etree._Element:
    """The message inside a SOAP 1.1 envelope, which holds exactly one."""
    root = etree.fromstring(envelope)
    assert root.tag == f"{{{SOAP}}}Envelope"
    (body,) = root.findall(f"{{{SOAP}}}Body")
    (message,) = body.findall("*")
    return message


def vet(envelope: bytes) -> None:
    """Fail unless the message in this envelope is valid."""
    _schema().assertValid(main_body(envelope))


def is_valid(envelope: bytes) -> bool:
    """Whether the message in this envelope is valid."""
    return _schema().validate(main_body(envelope))
