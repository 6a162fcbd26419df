"""A certificate that cannot be tried for want of something of our own is not one of no use."""

import pytest
from cryptography import x509
from stagemarkt.adapters.handshake import schud_hand
from stagemarkt.model.errors import EigenTekort

from tests.integration.support.pki import Pki
from tests.integration.support.shortage import zonder_descriptoren


def test_geen_handdruk_zonder_descriptor() -> None:
    """Without a descriptor nothing is said of the pair; with one nothing is wrong with it."""
    pki = Pki()
    school, vertrouwd = pki.school("99XX"), [x509.load_pem_x509_certificate(pki.scholen.cert_pem.bytes())]
    with zonder_descriptoren(), pytest.raises(EigenTekort):
        schud_hand(school.certificaat, school.sleutel, vertrouwd)
    assert schud_hand(school.certificaat, school.sleutel, vertrouwd) == []
