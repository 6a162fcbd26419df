"""Secrets Manager: what identifies the schools to SBB, the CA that signs SBB, the secret of the key hashes.

One JSON secret per school, `<voorvoegsel>/school/<BRIN>`:
`{"oin": …, "licentie": …, "certificaat": PEM, "sleutel": PEM}`, and while a certificate changes the pair
before it in `vorigCertificaat` and `vorigeSleutel`; one for SBB, `<voorvoegsel>/sbb`: `{"ca": PEM}`. They are
read again after `SHELF_LIFE` seconds, or sooner when SBB refuses what they say.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from stagemarkt.adapters.aws import config, with_fresh_connections
from stagemarkt.model.age import Age
from stagemarkt.model.errors import Bilingual, BronCertificate, BronLicentie, StorageError, UnusableSecret
from stagemarkt.model.school import CertificatePair, SchoolSecret

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

SHELF_LIFE: Final = 300
# What SBB refused is read again soon, for an operator may just have mended it; not at every call.
MIN_AGE: Final = 15
_NO_LICENTIE: Final = Bilingual(
    "Voor deze school is bij deze facade geen licentie ingesteld; dit is een zaak van de beheerder.",
    "No licence has been set for this school at this facade; this is for the operator to solve.",
)
_NO_CERTIFICATE: Final = Bilingual(
    "Voor deze school is hier geen volledig certificaat ingesteld; dit is een zaak van de beheerder.",
    "No complete certificate has been set for this school; this is for the operator to solve.",
)
_NO_CA: Final = Bilingual(
    "Deze facade weet niet met welk CA-certificaat SBB te herkennen; dit is een zaak van de beheerder.",
    "This facade does not know by which CA certificate to recognise SBB; this is for the operator to solve.",
)


def make_secrets_client(clock: Callable[[], float] = time.time) -> "SecretsManagerClient":
    """A client with the time-outs that a caller who waits can bear."""
    client: SecretsManagerClient = boto3.client(
        "secretsmanager", config=config(connect=2, read=3, attempts=2)
    )
    return with_fresh_connections(client, clock)


class Secrets:
    """Reads secrets and keeps them in memory for `shelf_life` seconds; threads may share it.

    Args:
        client: the way to Secrets Manager.
        clock: seconds since 1970.
        shelf_life: seconds.
    """

    def __init__(
        self,
        client: "SecretsManagerClient",
        clock: Callable[[], float] = time.time,
        shelf_life: float = SHELF_LIFE,
    ) -> None:
        self._client = client
        self._clock = clock
        self._shelf_life = shelf_life
        self._parsed: dict[str, tuple[Age, str]] = {}

    def read(self, name: str) -> str | None:
        """The text of a secret, None when there is none.

        Raises:
            StorageError: Secrets Manager does not give it.
        """
        known = self._parsed.get(name)
        if known is not None and known[0].under(self._shelf_life, self._clock()):
            return known[1]
        text = self._fetch(name)
        # That there is none is not remembered: it is what an operator is about to mend.
        if text is not None:
            self._purge()
            self._parsed[name] = (Age(self._clock()), text)
        return text

    def _purge(self) -> None:
        """Keep no key longer than it is of use: a worker serves many schools."""
        now = self._clock()
        self._parsed = {
            name: parsed
            for name, parsed in tuple(self._parsed.items())
            if parsed[0].under(self._shelf_life, now)
        }

    def forget(self, name: str) -> None:
        """Read this one afresh at its next use, unless it was read less than `MIN_AGE` seconds ago."""
        known = self._parsed.get(name)
        if known is not None and not known[0].under(MIN_AGE, self._clock()):
            del self._parsed[name]

    def names(self, prefix: str) -> list[str]:
        """The names of all secrets that begin so, in alphabetical order.

        Raises:
            StorageError: Secrets Manager does not give them.
        """
        pages = self._client.get_paginator("list_secrets").paginate(
            Filters=[{"Key": "name", "Values": [prefix]}]
        )
        with _as_storage_error():
            names = {secret["Name"] for page in pages for secret in page["SecretList"]}
        return sorted(name for name in names if name.startswith(prefix))

    def _fetch(self, name: str) -> str | None:
        with _as_storage_error():
            try:
                return self._client.get_secret_value(SecretId=name)["SecretString"]
            except self._client.exceptions.ResourceNotFoundException:
                return None


@contextmanager
def _as_storage_error() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise StorageError(error.response.get("Error", {}).get("Code", "ClientError")) from error
    except (BotoCoreError, KeyError) as error:
        raise StorageError(type(error).__name__) from error


class SchoolVault:
    """The schools' secrets (implements `stagemarkt.ports.schools.SchoolSecrets`)."""

    def __init__(self, school_secrets: Secrets, prefix: str) -> None:
        self._secrets = school_secrets
        self._prefix = prefix

    def van(self, brin: str) -> SchoolSecret:
        """As the port says."""
        content = self._json(self._name(brin))
        if not content.get("licentie"):
            raise BronLicentie(_NO_LICENTIE, internal="no licence in the school's secret")
        if not all(content.get(part) for part in ("oin", "certificaat", "sleutel")):
            raise BronCertificate(
                _NO_CERTIFICATE, internal="no oin, certificate or key in the school's secret"
            )
        return SchoolSecret(
            brin,
            content["oin"],
            content["licentie"],
            content["certificaat"],
            content["sleutel"],
            previous=_previous(content),
        )

    def brins(self) -> list[str]:
        """The schools that have a secret here.

        Raises:
            StorageError: Secrets Manager does not say.
        """
        before = f"{self._prefix}/school/"
        return [name.removeprefix(before) for name in self._secrets.names(before)]

    def refresh(self, brin: str) -> None:
        """As the port says."""
        self._secrets.forget(self._name(brin))

    def sbb_ca(self) -> str:
        """As the port says."""
        ca = self._json(f"{self._prefix}/sbb").get("ca")
        if not ca:
            raise BronCertificate(_NO_CA, internal="no CA in the secret of SBB")
        return ca

    def _name(self, brin: str) -> str:
        return f"{self._prefix}/school/{brin}"

    def _json(self, name: str) -> dict[str, str]:
        text = self._secrets.read(name)
        try:
            content = json.loads(text or "{}")
        except ValueError:
            # Without the cause: its text quotes the secret.
            raise UnusableSecret("a secret that is not JSON") from None
        if not isinstance(content, dict) or not all(isinstance(part, str) for part in content.values()):
            raise UnusableSecret("a secret that is not an object of texts")
        return content


def _previous(content: dict[str, str]) -> CertificatePair | None:
    certificate, sleutel = content.get("vorigCertificaat"), content.get("vorigeSleutel")
    return CertificatePair(certificate, sleutel) if certificate and sleutel else None
