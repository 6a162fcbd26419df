"""The event that the way in at home makes of a request, as API Gateway does."""

import ssl

import pytest
from stagemarkt.adapters.client_certificate import read_client_certificate
from stagemarkt.entry.client_certificate import NoSender, oin_of_sender, require_sender

from local.intake.invocation import InvocationRequest, build_event
from tests.unit.client_certificates import NOW, of_unknown_version, pem, with_bits_for_a_name

OIN = "00000001800000000000"


def request(certificate: str) -> InvocationRequest:
    """A request of whoever has this certificate."""
    der = ssl.PEM_cert_to_DER_cert(certificate)
    return InvocationRequest("POST", "/sbb/v1/mutaties", {}, b"<x/>", der, "127.0.0.1")


def test_the_certificate_comes_along() -> None:
    """Who is at the other end of TLS the function reads in the event."""
    event = build_event(request(pem(OIN)))
    assert oin_of_sender(event, NOW.timestamp(), read_client_certificate) == OIN
    assert event["requestContext"]["identity"]["clientCert"]["serialNumber"] == "01"


@pytest.mark.parametrize("malformed", [of_unknown_version(pem(OIN)), with_bits_for_a_name(pem(OIN))])
def test_one_that_nobody_can_read(malformed: str) -> None:
    """What TLS let through and cannot be read reaches the function, which refuses it and says why."""
    event = build_event(request(malformed))
    with pytest.raises(NoSender, match="cannot be read"):
        require_sender(event, OIN, NOW.timestamp(), read_client_certificate)
