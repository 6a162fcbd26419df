"""`stagemarkt school` where a step fails, or where what is set does not go with what was there."""

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from stagemarkt_cli.admin import scholen
from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.aws.stack import DeployedStack

from tests.integration.cli.conftest import NOW, StoredLine
from tests.unit.cli import pki

OTHER_OIN = "00000001003214345000"


class Unwilling:
    """Secrets Manager for somebody who may not delete."""

    def __init__(self, real: Any) -> None:
        self.exceptions = SimpleNamespace(
            ResourceNotFoundException=real.exceptions.ResourceNotFoundException,
            InvalidRequestException=real.exceptions.InvalidRequestException,
        )

    def delete_secret(self, **_: object) -> None:
        """Refused."""
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "DeleteSecret")


def _without_permission(this_stack: DeployedStack) -> Admin:
    def make(service: str) -> Any:
        real = this_stack.client(service)
        return Unwilling(real) if service == "secretsmanager" else real

    names = ("ToegangTabel", "GeheimenVoorvoegsel", "VersleutelingArn")
    return Admin(
        DeployedStack("proef", {name: this_stack.output(name) for name in names}, make), lambda: float(NOW)
    )


def test_a_removal_that_fails_can_be_repeated(line: StoredLine, this_stack: DeployedStack) -> None:
    """While the secret cannot be removed the school stays known: nobody forgets where its key is."""
    with pytest.raises(ClientError, match="AccessDenied"):
        scholen.remove(_without_permission(this_stack), "99XX")
    assert [school.brin for school in line.admin.table.scholen()] == ["99XX"]
    assert line("school verwijderen 99XX --ja").code == 0
    assert (line.admin.table.scholen(), line.admin.school_secrets.read("99XX")) == ([], {})


@pytest.mark.parametrize("certificate", [pki.make("school", oin=pki.OIN).pem.decode(), "rommel"])
def test_an_oin_that_does_not_match_the_certificate(line: StoredLine, certificate: str) -> None:
    """An operator who changes the OIN hears that the certificate does not go with it."""
    line.admin.school_secrets.modify("99XX", certificaat=certificate, licentie="L")
    otherwise = line(f"school toevoegen 99XX --oin {OTHER_OIN}")
    assert otherwise.code == 0
    assert "niet van deze OIN" in otherwise.fout
    back = line(f"school toevoegen 99XX --oin {pki.OIN}")
    assert ("niet van deze OIN" in back.fout) == (certificate == "rommel")


def test_a_licentie_that_completes_the_secret(line: StoredLine) -> None:
    """With the licence of a school that has a certificate the watch is asked to look, and only then."""
    alone = line("school licentie 99XX", inputs="L")
    assert (alone.code, "wacht" in alone.fout) == (0, False)
    line.admin.school_secrets.modify("99XX", certificaat="PEM")
    whole = line("school licentie 99XX", inputs="L")
    assert (whole.code, "wacht" in whole.fout) == (0, True)
