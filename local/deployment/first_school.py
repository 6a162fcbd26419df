"""What an operator does after deploying, as the command `stagemarkt` does it: a school, an afnemer, a key."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from stagemarkt.domain.access import PresentedKey
from stagemarkt.model.codes import brin_of_oin, oin_of_school
from stagemarkt.model.toegang import School as SchoolData
from stagemarkt.model.toegang import Toegang
from stagemarkt.web.routes import SCOPES
from stagemarkt_cli.admin import afnemers, sleutels
from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.admin.validation import read_name
from stagemarkt_cli.aws.stack import DeployedStack
from stagemarkt_cli.files import read_text

from local.deployment import certificate_warnings
from local.deployment.cloudformation import Aws, Deployed, DeploymentFailed

AFNEMER = "demo"
_WITHOUT_SCHOOL = "99XX"


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """A school as SBB knows it; PEM texts."""

    brin: str
    oin: str
    licentie: str = field(repr=False)
    certificaat: str = field(repr=False)
    sleutel: str = field(repr=False)
    naam: str = "Demonstratieschool"


def read_school(
    certificate: Path, sleutel: Path, licentie: str, brin: str | None
) -> tuple[DemoSchool, list[str]]:
    """The school of a certificate, and what looks wrong with it: a warning here, not a refusal.

    The BRIN is `brin`, else the one in the certificate's OIN, else 99XX.
    """
    pem, key = map(read_text, (certificate, sleutel))
    oin = certificate_warnings.oin_of(pem)
    chosen = brin or brin_of_oin(oin) or _WITHOUT_SCHOOL
    return (
        DemoSchool(chosen, oin or oin_of_school(chosen), licentie, pem, key),
        list(certificate_warnings.vet(pem, key, brin, datetime.now(UTC))),
    )


def school_from(description: Mapping[str, str], brin: str) -> DemoSchool:
    """A school as the simulator describes it."""
    return DemoSchool(
        brin,
        description["oin"],
        description["licentie"],
        Path(description["clientCert"]).read_text(),
        Path(description["clientKey"]).read_text(),
    )


def admin_of(aws: Aws, deployed: Deployed) -> Admin:
    """The operator of what is deployed, as the command `stagemarkt` is."""
    return Admin(DeployedStack(deployed.stack, deployed.output, aws.client))


def store_ca(admin: Admin, ca: str) -> None:
    """Write the secret that says by which CA to recognise SBB."""
    admin.school_secrets.keep("sbb", {"ca": ca})


def store_school(admin: Admin, school: DemoSchool) -> None:
    """Add a school with all that identifies it; no check of the certificate: a test may want a bad one."""
    # The OIN is whatever the certificate says, also one that no school could have.
    admin.table.store_school(SchoolData(school.brin, school.oin, school.naam))
    admin.school_secrets.modify(
        school.brin,
        oin=school.oin,
        licentie=school.licentie,
        certificaat=school.certificaat,
        sleutel=school.sleutel,
    )


def store_demo(admin: Admin, sleutel: PresentedKey, brin: str) -> None:
    """The afnemer of `make up`, with every scope for one school, and its key."""
    afnemer_id = afnemers.add(admin, read_name(AFNEMER)).id
    afnemers.grant_toegang(admin, afnemer_id, Toegang(brin, SCOPES))
    sleutels.make(admin, afnemer_id, sleutel=sleutel)


def subscribe(aws: Aws, deployed: Deployed, brin: str) -> None:
    """Have SBB send this school's mutaties to the intake.

    Raises:
        DeploymentFailed: it does not.
    """
    answer = aws.client("lambda").invoke(
        FunctionName=deployed.output["SchoolabonnementenFunctie"],
        Payload=json.dumps({"opdracht": "abonneer", "school": brin}).encode(),
    )
    content = answer["Payload"].read().decode()
    if "uitkomst" not in content:
        raise DeploymentFailed(f"SBB was not subscribed to: {content}")
