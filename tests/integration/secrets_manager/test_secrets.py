"""Reading secrets, and how long they are kept in memory."""

from typing import TYPE_CHECKING, Final

import pytest
from stagemarkt.adapters.secrets_manager import SHELF_LIFE, SchoolVault, Secrets
from stagemarkt.composition.authorizer import AuthorizerPorts
from stagemarkt.model.errors import StorageError

from tests.integration.support.clock import ManualClock

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

# Of the authorizer.
SETTINGS: Final = {
    "TOEGANG_TABEL": "toegang",
    "PEPER_GEHEIM": "pepper",
    "GEZAMENLIJKE_POORTSLEUTEL": "sleutel",
    "LIMIET_PER_AFNEMER": "uit",
}


def test_is_remembered_for_five_minutes(
    client: "SecretsManagerClient", school_secrets: Secrets, clock: ManualClock
) -> None:
    """A change is seen after 300 seconds and not before."""
    client.create_secret(Name="n", SecretString="oud")
    assert school_secrets.read("n") == "oud"
    client.put_secret_value(SecretId="n", SecretString="nieuw")
    clock.now += SHELF_LIFE - 1
    assert school_secrets.read("n") == "oud"
    clock.now += 1
    assert (SHELF_LIFE, school_secrets.read("n")) == (300, "nieuw")


def test_names_are_remembered_separately(client: "SecretsManagerClient", school_secrets: Secrets) -> None:
    """One school's secret never stands in for another's."""
    client.create_secret(Name="a", SecretString="van a")
    client.create_secret(Name="b", SecretString="van b")
    assert [school_secrets.read(name) for name in "abab"] == ["van a", "van b", "van a", "van b"]


def test_what_has_expired_does_not_stay_in_memory(
    client: "SecretsManagerClient", school_secrets: Secrets, clock: ManualClock
) -> None:
    """A key that has had its time is not kept by a worker that goes on for others."""
    client.create_secret(Name="a", SecretString="van a")
    client.create_secret(Name="b", SecretString="van b")
    school_secrets.read("a")
    clock.now += SHELF_LIFE
    school_secrets.read("b")
    assert "van a" not in repr(vars(school_secrets))
    assert "van b" in repr(vars(school_secrets))


def test_a_missing_secret_is_not_remembered(client: "SecretsManagerClient", school_secrets: Secrets) -> None:
    """That there is none is None, and is asked again at once: an operator is about to mend it."""
    assert school_secrets.read("n") is None
    client.create_secret(Name="n", SecretString="gemaakt")
    assert school_secrets.read("n") == "gemaakt"


def test_a_known_secret_survives_an_outage_of_secrets_manager(
    client: "SecretsManagerClient", school_secrets: Secrets, clock: ManualClock
) -> None:
    """Within its time a secret that was read needs no Secrets Manager."""
    client.create_secret(Name="n", SecretString="gelezen")
    school_secrets.read("n")
    client.delete_secret(SecretId="n", ForceDeleteWithoutRecovery=True)
    clock.now += SHELF_LIFE - 1
    assert school_secrets.read("n") == "gelezen"


def test_a_secret_being_deleted_is_a_storage_error(
    client: "SecretsManagerClient", school_secrets: Secrets
) -> None:
    """What AWS refuses is named by its code."""
    client.create_secret(Name="n", SecretString="weg")
    client.delete_secret(SecretId="n", RecoveryWindowInDays=7)
    with pytest.raises(StorageError, match=r"^InvalidRequestException$"):
        school_secrets.read("n")


def test_a_binary_secret_is_a_storage_error(client: "SecretsManagerClient", school_secrets: Secrets) -> None:
    """A secret without a text is not one of ours."""
    client.create_secret(Name="n", SecretBinary=b"\x00\x01")
    with pytest.raises(StorageError):
        school_secrets.read("n")


def test_the_names_of_secrets(client: "SecretsManagerClient", school_secrets: Secrets) -> None:
    """The secrets that begin so, all of them, in order, and no other."""
    names = [f"stagemarkt/test/school/{number:02d}AA" for number in range(1, 31)]
    for name in [*reversed(names), "stagemarkt/test/sbb", "x/stagemarkt/test/school/99ZZ"]:
        client.create_secret(Name=name, SecretString="{}")
    assert school_secrets.names("stagemarkt/test/school/") == names
    assert SchoolVault(school_secrets, "stagemarkt/test").brins()[:2] == ["01AA", "02AA"]


@pytest.mark.parametrize("jump", [SHELF_LIFE, 86_400, -1, -86_400])
def test_a_clock_that_jumps(
    client: "SecretsManagerClient", school_secrets: Secrets, clock: ManualClock, jump: float
) -> None:
    """Forward, as after a night in which the worker was frozen, or back: it is read again, and kept anew."""
    client.create_secret(Name="n", SecretString="oud")
    school_secrets.read("n")
    client.put_secret_value(SecretId="n", SecretString="nieuw")
    clock.now += jump
    assert school_secrets.read("n") == "nieuw"
    client.put_secret_value(SecretId="n", SecretString="nieuwst")
    clock.now += SHELF_LIFE - 1
    assert school_secrets.read("n") == "nieuw"


def test_a_refused_secret_is_read_again_though_the_clock_was_set_back(
    client: "SecretsManagerClient", school_secrets: Secrets, clock: ManualClock
) -> None:
    """What an operator mended does not wait for the clock to come by once more."""
    client.create_secret(Name="n", SecretString="oud")
    school_secrets.read("n")
    client.put_secret_value(SecretId="n", SecretString="nieuw")
    clock.now -= 3600
    school_secrets.forget("n")
    assert school_secrets.read("n") == "nieuw"


def test_a_function_ages_its_secrets_by_its_own_clock(
    client: "SecretsManagerClient", clock: ManualClock
) -> None:
    """Composed as on AWS, and frozen: no other clock has moved, and yet the secret is read again."""
    client.create_secret(Name="pepper", SecretString="oud")
    ports = AuthorizerPorts(clock, environment=SETTINGS)
    assert ports.sleutels.pepper() == b"oud"
    client.put_secret_value(SecretId="pepper", SecretString="nieuw")
    clock.now += SHELF_LIFE
    assert ports.sleutels.pepper() == b"nieuw"
