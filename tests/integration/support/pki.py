"""Certificates of a moment: SBB's CA, the CA of the schools, and one that nobody knows."""

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import trustme
from stagemarkt.model.school import Schoolgeheim


@dataclass(frozen=True)
class Pki:
    """Three authorities. `sbb` signs SBB, `scholen` the schools; whoever trusts `vreemd` trusts neither."""

    sbb: trustme.CA = field(default_factory=trustme.CA)
    scholen: trustme.CA = field(default_factory=trustme.CA)
    vreemd: trustme.CA = field(default_factory=trustme.CA)

    @property
    def sbb_ca(self) -> str:
        """The PEM by which SBB is recognised."""
        return self.sbb.cert_pem.bytes().decode()

    def bij_sbb(
        self,
        versie: ssl.TLSVersion | None = None,
        *,
        uitgever: trustme.CA | None = None,
        vertrouwt: trustme.CA | None = None,
        naam: str = "127.0.0.1",
        achteraf: bool = False,
    ) -> ssl.SSLContext:
        """SBB's side: shows a certificate of `uitgever`, and demands one that `vertrouwt` has signed.

        `achteraf` demands it after the handshake only, when it is asked for.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if versie is not None:
            context.minimum_version = context.maximum_version = versie
        (uitgever or self.sbb).issue_cert(naam).configure_cert(context)
        context.verify_mode = ssl.CERT_REQUIRED
        context.post_handshake_auth = achteraf
        (vertrouwt or self.scholen).configure_trust(context)
        return context

    def school(
        self, brin: str, *, dagen: int = 30, uitgever: trustme.CA | None = None, licentie: str = "LICENTIE"
    ) -> Schoolgeheim:
        """A school whose certificate ends this many days from now; a negative number is in the past."""
        nu = datetime.now(UTC)
        blad = (uitgever or self.scholen).issue_cert(
            f"{brin.lower()}.example",
            common_name=brin,
            not_before=nu - timedelta(days=60),
            not_after=nu + timedelta(days=dagen),
        )
        keten = "".join(pem.bytes().decode() for pem in blad.cert_chain_pems)
        sleutel = blad.private_key_pem.bytes().decode()
        return Schoolgeheim(brin, f"00000007000{brin}00000", licentie, keten, sleutel)
