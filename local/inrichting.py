"""What an operator does after deploying: the secrets of SBB and a school, and a key for an afnemer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from stagemarkt.adapters.dynamodb.sleutels import Sleuteltabel
from stagemarkt.domein.toegang import Aangeboden, controlegetal
from stagemarkt.model.codes import brin_van_oin, oin_van_school
from stagemarkt.poorten.toegang import Sleutelgegevens
from stagemarkt.web.routes import SCOPES

from local import keuring
from local.uitrol import Aws, Uitgerold

AFNEMER = "demo"
_ZONDER_SCHOOL = "25BE"


@dataclass(frozen=True, slots=True)
class School:
    """A school as SBB knows it; PEM texts."""

    brin: str
    oin: str
    licentie: str = field(repr=False)
    certificaat: str = field(repr=False)
    sleutel: str = field(repr=False)


def lees_school(
    certificaat: Path, sleutel: Path, licentie: str, brin: str | None
) -> tuple[School, list[str]]:
    """The school of a certificate, and what looks wrong with it: a warning here, not a refusal.

    The BRIN is `brin`, else the one in the certificate's OIN, else 25BE.
    """
    pem, key = (bestand.read_text(encoding="utf-8") for bestand in (certificaat, sleutel))
    oin = keuring.oin_van(pem)
    gekozen = brin or brin_van_oin(oin) or _ZONDER_SCHOOL
    return (
        School(gekozen, oin or oin_van_school(gekozen), licentie, pem, key),
        list(keuring.keur(pem, key, brin, datetime.now(UTC))),
    )


def school_uit(beschrijving: Mapping[str, str], brin: str) -> School:
    """A school as the simulator describes it."""
    return School(
        brin,
        beschrijving["oin"],
        beschrijving["licentie"],
        Path(beschrijving["clientCert"]).read_text(),
        Path(beschrijving["clientKey"]).read_text(),
    )


def bewaar_ca(aws: Aws, uitgerold: Uitgerold, ca: str) -> None:
    """Write the secret that says by which CA to recognise SBB."""
    _bewaar(aws, uitgerold, "sbb", {"ca": ca})


def bewaar_school(aws: Aws, uitgerold: Uitgerold, school: School) -> None:
    """Write a school's secret."""
    geheim = {
        "oin": school.oin,
        "licentie": school.licentie,
        "certificaat": school.certificaat,
        "sleutel": school.sleutel,
    }
    _bewaar(aws, uitgerold, f"school/{school.brin}", geheim)


def _bewaar(aws: Aws, uitgerold: Uitgerold, naam: str, geheim: Mapping[str, str]) -> None:
    aws.client("secretsmanager").create_secret(
        Name=f"{uitgerold.uitvoer['GeheimenVoorvoegsel']}/{naam}",
        SecretString=json.dumps(geheim),
        KmsKeyId=uitgerold.uitvoer["VersleutelingArn"],
    )


def bewaar_sleutel(
    aws: Aws,
    uitgerold: Uitgerold,
    sleutel: Aangeboden,
    toegang: dict[str, tuple[str, ...]],
    verloopt_op: int | None = None,
) -> None:
    """Make this key known for these schools and scopes, until `verloopt_op` (seconds since 1970)."""
    kluis = aws.client("secretsmanager")
    peper = kluis.get_secret_value(SecretId=uitgerold.uitvoer["PeperGeheim"])["SecretString"]
    tabel = Sleuteltabel(aws.client("dynamodb"), uitgerold.uitvoer["ToegangTabel"], lambda: peper)
    tabel.bewaar(
        Sleutelgegevens(
            prefix=sleutel.prefix,
            controlegetal=controlegetal(sleutel.sleutel, tabel.peper()),
            afnemer_id=AFNEMER,
            toegang=toegang,
            verloopt_op=verloopt_op,
        )
    )


def demo_toegang(brin: str) -> dict[str, tuple[str, ...]]:
    """Every scope, for one school."""
    return {brin: tuple(SCOPES)}
