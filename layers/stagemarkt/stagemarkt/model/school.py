"""The school on whose behalf SBB is asked."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Schoolgeheim:
    """What identifies a school to SBB: its OIN, licence, certificate and key. Its repr shows none of them.

    `certificaat` is PEM, the school's own certificate first and then those between it and the root;
    `sleutel` is the PEM of its private key, without a passphrase.
    """

    brin: str
    oin: str
    licentie: str = field(repr=False)
    certificaat: str = field(repr=False)
    sleutel: str = field(repr=False)
