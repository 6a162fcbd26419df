"""Certificates of a moment: SBB's CA, the CA of the schools, and one that nobody knows."""

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import trustme
from stagemarkt.model.school import SchoolSecret


@dataclass(frozen=True)
class ThrowawayPki:
    """Three authorities. `sbb` signs SBB, `scholen` the schools; whoever trusts `foreign` trusts neither."""

    sbb: trustme.CA = field(default_factory=trustme.CA)
    scholen: trustme.CA = field(default_factory=trustme.CA)
    foreign: trustme.CA = field(default_factory=trustme.CA)

    @property
    def sbb_ca(self) -> str:
        """The PEM by which SBB is recognised."""
        return self.sbb.cert_pem.bytes().decode()

    def at_sbb(
        self,
        version: ssl.TLSVersion | None = None,
        *,
        issuer: trustme.CA | None = None,
        trusts: trustme.CA | None = None,
        name: str = "127.0.0.1",
        afterwards: bool = False,
    ) -> ssl.SSLContext:
        """SBB's side: shows a certificate of `issuer`, and demands one that `trusts` has signed.

        `afterwards` demands it after the handshake only, when it is asked for.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if version is not None:
            context.minimum_version = context.maximum_version = version
        (issuer or self.sbb).issue_cert(name).configure_cert(context)
        context.verify_mode = ssl.CERT_REQUIRED
        context.post_handshake_auth = afterwards
        (trusts or self.scholen).configure_trust(context)
        return context

    def school(
        self, brin: str, *, days: int = 30, issuer: trustme.CA | None = None, licentie: str = "LICENTIE"
    ) -> SchoolSecret:
        """A school whose certificate ends this many days from now; a negative number is in the past."""
        now = datetime.now(UTC)
        sheet = (issuer or self.scholen).issue_cert(
            f"{brin.lower()}.example",
            common_name=brin,
            not_before=now - timedelta(days=60),
            not_after=now + timedelta(days=days),
        )
        keten = "".join(pem.bytes().decode() for pem in sheet.cert_chain_pems)
        sleutel = sheet.private_key_pem.bytes().decode()
        return SchoolSecret(brin, f"00000007000{brin}00000", licentie, keten, sleutel)
