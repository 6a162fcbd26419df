"""Secrets Manager: what identifies the schools to SBB, the CA that signs SBB, the secret of the key hashes.

One JSON secret per school, `<voorvoegsel>/school/<BRIN>`:
`{"oin": …, "licentie": …, "certificaat": PEM, "sleutel": PEM}`, and while a certificate changes the pair
before it in `vorigCertificaat` and `vorigeSleutel`; one for SBB, `<voorvoegsel>/sbb`: `{"ca": PEM}`. They are
read again after `HOUDBAAR` seconds, or sooner when SBB refuses what they say.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from stagemarkt.model.errors import BronCertificaat, BronLicentie, OnbruikbaarGeheim, OpslagFout, Tekst
from stagemarkt.model.school import Certificaatpaar, Schoolgeheim

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

HOUDBAAR: Final = 300
# What SBB refused is read again soon, for an operator may just have mended it; not at every call.
MINSTENS: Final = 15
_GEEN_LICENTIE: Final = Tekst(
    "Voor deze school is bij deze facade geen licentie ingesteld; dit is een zaak van de beheerder.",
    "No licence has been set for this school at this facade; this is for the operator to solve.",
)
_GEEN_CERTIFICAAT: Final = Tekst(
    "Voor deze school is hier geen volledig certificaat ingesteld; dit is een zaak van de beheerder.",
    "No complete certificate has been set for this school; this is for the operator to solve.",
)
_GEEN_CA: Final = Tekst(
    "Deze facade weet niet met welk CA-certificaat SBB te herkennen; dit is een zaak van de beheerder.",
    "This facade does not know by which CA certificate to recognise SBB; this is for the operator to solve.",
)


def maak_client() -> "SecretsManagerClient":
    """A client with the time-outs that a caller who waits can bear."""
    client: SecretsManagerClient = boto3.client(
        "secretsmanager",
        config=Config(
            connect_timeout=2, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 2}
        ),
    )
    return client


class Geheimen:
    """Reads secrets and keeps them in memory for `houdbaar` seconds."""

    def __init__(
        self,
        client: "SecretsManagerClient",
        klok: Callable[[], float] = time.monotonic,
        houdbaar: float = HOUDBAAR,
    ) -> None:
        self._client = client
        self._klok = klok
        self._houdbaar = houdbaar
        self._gelezen: dict[str, tuple[float, str | None]] = {}

    def lees(self, naam: str) -> str | None:
        """The text of a secret, None when there is none.

        Raises:
            OpslagFout: Secrets Manager does not give it.
        """
        bekend = self._gelezen.get(naam)
        if bekend is not None and self._klok() < bekend[0] + self._houdbaar:
            return bekend[1]
        tekst = self._haal(naam)
        # That there is none is not remembered: it is what an operator is about to mend.
        if tekst is not None:
            self._ruim_op()
            self._gelezen[naam] = (self._klok(), tekst)
        return tekst

    def _ruim_op(self) -> None:
        """Keep no key longer than it is of use: a worker serves many schools."""
        grens = self._klok() - self._houdbaar
        self._gelezen = {naam: gelezen for naam, gelezen in self._gelezen.items() if gelezen[0] > grens}

    def vergeet(self, naam: str) -> None:
        """Read this one afresh at its next use, unless it was read less than `MINSTENS` seconds ago."""
        bekend = self._gelezen.get(naam)
        if bekend is not None and self._klok() >= bekend[0] + MINSTENS:
            del self._gelezen[naam]

    def namen(self, voorvoegsel: str) -> list[str]:
        """The names of all secrets that begin so, in alphabetical order.

        Raises:
            OpslagFout: Secrets Manager does not give them.
        """
        bladzijden = self._client.get_paginator("list_secrets").paginate(
            Filters=[{"Key": "name", "Values": [voorvoegsel]}]
        )
        with _als_opslagfout():
            namen = {geheim["Name"] for bladzij in bladzijden for geheim in bladzij["SecretList"]}
        return sorted(naam for naam in namen if naam.startswith(voorvoegsel))

    def _haal(self, naam: str) -> str | None:
        with _als_opslagfout():
            try:
                return self._client.get_secret_value(SecretId=naam)["SecretString"]
            except self._client.exceptions.ResourceNotFoundException:
                return None


@contextmanager
def _als_opslagfout() -> Iterator[None]:
    try:
        yield
    except ClientError as fout:
        raise OpslagFout(fout.response.get("Error", {}).get("Code", "ClientError")) from fout
    except (BotoCoreError, KeyError) as fout:
        raise OpslagFout(type(fout).__name__) from fout


class Schoolkluis:
    """The schools' secrets (implements `stagemarkt.ports.schools.Schoolgeheimen`)."""

    def __init__(self, geheimen: Geheimen, voorvoegsel: str) -> None:
        self._geheimen = geheimen
        self._voorvoegsel = voorvoegsel

    def van(self, brin: str) -> Schoolgeheim:
        """As the port says."""
        inhoud = self._json(self._naam(brin))
        if not inhoud.get("licentie"):
            raise BronLicentie(_GEEN_LICENTIE, intern="no licence in the school's secret")
        if not all(inhoud.get(deel) for deel in ("oin", "certificaat", "sleutel")):
            raise BronCertificaat(
                _GEEN_CERTIFICAAT, intern="no oin, certificate or key in the school's secret"
            )
        return Schoolgeheim(
            brin,
            inhoud["oin"],
            inhoud["licentie"],
            inhoud["certificaat"],
            inhoud["sleutel"],
            vorig=_vorig(inhoud),
        )

    def brins(self) -> list[str]:
        """The schools that have a secret here.

        Raises:
            OpslagFout: Secrets Manager does not say.
        """
        voor = f"{self._voorvoegsel}/school/"
        return [naam.removeprefix(voor) for naam in self._geheimen.namen(voor)]

    def ververs(self, brin: str) -> None:
        """As the port says."""
        self._geheimen.vergeet(self._naam(brin))

    def sbb_ca(self) -> str:
        """As the port says."""
        ca = self._json(f"{self._voorvoegsel}/sbb").get("ca")
        if not ca:
            raise BronCertificaat(_GEEN_CA, intern="no CA in the secret of SBB")
        return ca

    def _naam(self, brin: str) -> str:
        return f"{self._voorvoegsel}/school/{brin}"

    def _json(self, naam: str) -> dict[str, str]:
        tekst = self._geheimen.lees(naam)
        try:
            inhoud = json.loads(tekst or "{}")
        except ValueError:
            # Without the cause: its text quotes the secret.
            raise OnbruikbaarGeheim("a secret that is not JSON") from None
        if not isinstance(inhoud, dict) or not all(isinstance(deel, str) for deel in inhoud.values()):
            raise OnbruikbaarGeheim("a secret that is not an object of texts")
        return inhoud


def _vorig(inhoud: dict[str, str]) -> Certificaatpaar | None:
    certificaat, sleutel = inhoud.get("vorigCertificaat"), inhoud.get("vorigeSleutel")
    return Certificaatpaar(certificaat, sleutel) if certificaat and sleutel else None
