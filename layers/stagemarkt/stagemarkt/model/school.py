"""The school on whose behalf SBB is asked."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Certificaatpaar:
    """A certificate with its key, PEM as in `Schoolgeheim`. Its repr shows neither."""

    certificaat: str = field(repr=False)
    sleutel: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Schoolgeheim:
    """What identifies a school to SBB: its OIN, licence, certificate and key. Its repr shows none of them.

    `certificaat` is PEM, the school's own certificate first and then those between it and the root;
    `sleutel` is the PEM of its private key, without a passphrase. `vorig` is the pair that these two replace,
    kept for as long as SBB may not know the new one yet.
    """

    brin: str
    oin: str
    licentie: str = field(repr=False)
    certificaat: str = field(repr=False)
    sleutel: str = field(repr=False)
    vorig: Certificaatpaar | None = field(default=None, repr=False)
