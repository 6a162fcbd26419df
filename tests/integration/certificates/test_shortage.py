"""A certificate that cannot be tried for want of something of our own is not one of no use."""

import pytest
from cryptography import x509
from stagemarkt.adapters.handshake import shake_hands
from stagemarkt.model.errors import OwnShortage

from tests.integration.support.pki import ThrowawayPki
from tests.integration.support.shortage import without_descriptors


def test_no_handshake_without_a_descriptor() -> None:
    """Without a descriptor nothing is said of the pair; with one nothing is wrong with it."""
    pki = ThrowawayPki()
    school, trusted = pki.school("99XX"), [x509.load_pem_x509_certificate(pki.scholen.cert_pem.bytes())]
    with without_descriptors(), pytest.raises(OwnShortage):
        shake_hands(school.certificaat, school.sleutel, trusted)
    assert shake_hands(school.certificaat, school.sleutel, trusted) == []
