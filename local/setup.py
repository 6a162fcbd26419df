"""What an operator does after deploying, as the command `stagemarkt` does it: a school, an afnemer, a key."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from stagemarkt.domain.access import Aangeboden
from stagemarkt.model.codes import brin_van_oin, oin_van_school
from stagemarkt.model.toegang import School as Schoolgegevens
from stagemarkt.model.toegang import Toegang
from stagemarkt.web.routes import SCOPES
from stagemarkt_cli.admin import afnemers, sleutels
from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.admin.validation import lees_naam
from stagemarkt_cli.aws.stack import Stapel
from stagemarkt_cli.files import lees_tekst

from local import certificate_warnings
from local.deployment import Aws, Uitgerold, UitrolMislukt

AFNEMER = "demo"
_ZONDER_SCHOOL = "99XX"


@dataclass(frozen=True, slots=True)
class School:
    """A school as SBB knows it; PEM texts."""

    brin: str
    oin: str
    licentie: str = field(repr=False)
    certificaat: str = field(repr=False)
    sleutel: str = field(repr=False)
    naam: str = "Demonstratieschool"


def lees_school(
    certificaat: Path, sleutel: Path, licentie: str, brin: str | None
) -> tuple[School, list[str]]:
    """The school of a certificate, and what looks wrong with it: a warning here, not a refusal.

    The BRIN is `brin`, else the one in the certificate's OIN, else 99XX.
    """
    pem, key = map(lees_tekst, (certificaat, sleutel))
    oin = certificate_warnings.oin_van(pem)
    gekozen = brin or brin_van_oin(oin) or _ZONDER_SCHOOL
    return (
        School(gekozen, oin or oin_van_school(gekozen), licentie, pem, key),
        list(certificate_warnings.keur(pem, key, brin, datetime.now(UTC))),
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


def beheer_van(aws: Aws, uitgerold: Uitgerold) -> Beheer:
    """The operator of what is deployed, as the command `stagemarkt` is."""
    return Beheer(Stapel(uitgerold.stack, uitgerold.uitvoer, aws.client))


def bewaar_ca(beheer: Beheer, ca: str) -> None:
    """Write the secret that says by which CA to recognise SBB."""
    beheer.geheimen.bewaar("sbb", {"ca": ca})


def bewaar_school(beheer: Beheer, school: School) -> None:
    """Add a school with all that identifies it; no check of the certificate: a test may want a bad one."""
    # The OIN is whatever the certificate says, also one that no school could have.
    beheer.tabel.bewaar_school(Schoolgegevens(school.brin, school.oin, school.naam))
    beheer.geheimen.wijzig(
        school.brin,
        oin=school.oin,
        licentie=school.licentie,
        certificaat=school.certificaat,
        sleutel=school.sleutel,
    )


def bewaar_demo(beheer: Beheer, sleutel: Aangeboden, brin: str) -> None:
    """The afnemer of `make up`, with every scope for one school, and its key."""
    afnemer_id = afnemers.voeg_toe(beheer, lees_naam(AFNEMER)).id
    afnemers.geef_toegang(beheer, afnemer_id, Toegang(brin, SCOPES))
    sleutels.maak(beheer, afnemer_id, sleutel=sleutel)


def abonneer(aws: Aws, uitgerold: Uitgerold, brin: str) -> None:
    """Have SBB send this school's mutaties to the intake.

    Raises:
        UitrolMislukt: it does not.
    """
    antwoord = aws.client("lambda").invoke(
        FunctionName=uitgerold.uitvoer["SchoolabonnementenFunctie"],
        Payload=json.dumps({"opdracht": "abonneer", "school": brin}).encode(),
    )
    inhoud = antwoord["Payload"].read().decode()
    if "uitkomst" not in inhoud:
        raise UitrolMislukt(f"SBB was not subscribed to: {inhoud}")
