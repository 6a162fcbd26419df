"""The schools' secrets: what is whole, what is missing, and that none of it is ever shown."""

import json
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.secrets_manager import MIN_AGE, SchoolVault, Secrets
from stagemarkt.model.errors import BronCertificate, BronLicentie, StorageError
from stagemarkt.model.school import CertificatePair, SchoolSecret

from tests.integration.support.clock import ManualClock
from tests.integration.support.secret import everything_of

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

NAAM = "stagemarkt/test/school/99XX"
COMPLETE = {
    "oin": "0000000700099XX00000",
    "licentie": "LICENTIE-GEHEIM",
    "certificaat": "CERT-GEHEIM",
    "sleutel": "SLEUTEL-GEHEIM",
}


@pytest.fixture
def vault(school_secrets: Secrets) -> SchoolVault:
    """The adapter under test."""
    return SchoolVault(school_secrets, "stagemarkt/test")


def test_reads_the_whole_school(client: "SecretsManagerClient", vault: SchoolVault) -> None:
    """Every part lands in its own field."""
    client.create_secret(Name=NAAM, SecretString=json.dumps(COMPLETE))
    assert vault.van("99XX") == SchoolSecret(
        "99XX", "0000000700099XX00000", "LICENTIE-GEHEIM", "CERT-GEHEIM", "SLEUTEL-GEHEIM"
    )


def test_a_school_gets_only_its_own_secret(client: "SecretsManagerClient", vault: SchoolVault) -> None:
    """A school without a secret has no licence, whatever other schools have."""
    client.create_secret(Name=NAAM, SecretString=json.dumps(COMPLETE))
    with pytest.raises(BronLicentie):
        vault.van("01AA")


@pytest.mark.parametrize("licentie", [None, ""])
def test_without_a_licentie(client: "SecretsManagerClient", vault: SchoolVault, licentie: str | None) -> None:
    """A missing or blank licence is the licence's error."""
    content = {k: v for k, v in {**COMPLETE, "licentie": licentie}.items() if v is not None}
    client.create_secret(Name=NAAM, SecretString=json.dumps(content))
    with pytest.raises(BronLicentie) as caught:
        vault.van("99XX")
    assert "GEHEIM" not in everything_of(caught.value)


@pytest.mark.parametrize("part", ["oin", "certificaat", "sleutel"])
@pytest.mark.parametrize("blank", [True, False])
def test_without_a_certificate(
    client: "SecretsManagerClient", vault: SchoolVault, part: str, *, blank: bool
) -> None:
    """Without OIN, certificate or key the school cannot show who it is."""
    content = {**COMPLETE, part: ""} if blank else {k: v for k, v in COMPLETE.items() if k != part}
    client.create_secret(Name=NAAM, SecretString=json.dumps(content))
    with pytest.raises(BronCertificate) as caught:
        vault.van("99XX")
    assert "GEHEIM" not in everything_of(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        '{"licentie": "GEHEIM"',
        "GEHEIM",
        '"GEHEIM"',
        '["GEHEIM"]',
        '{"licentie": ["GEHEIM"]}',
        '{"licentie": null, "oin": "GEHEIM"}',
        '{"licentie": 1, "oin": "GEHEIM"}',
        '{"GEHEIM": {}}',
        "null",
        "7",
    ],
)
def test_what_is_no_json_of_texts(client: "SecretsManagerClient", vault: SchoolVault, text: str) -> None:
    """Anything but a JSON object of texts is a storage that failed, with nothing of it in the error."""
    client.create_secret(Name=NAAM, SecretString=text)
    with pytest.raises(StorageError) as caught:
        vault.van("99XX")
    assert "GEHEIM" not in everything_of(caught.value)
    assert caught.value.__cause__ is None


def test_ca_of_sbb(client: "SecretsManagerClient", vault: SchoolVault) -> None:
    """The CA has a secret of its own."""
    client.create_secret(Name="stagemarkt/test/sbb", SecretString='{"ca": "PEM"}')
    assert vault.sbb_ca() == "PEM"


@pytest.mark.parametrize("text", [None, "{}", '{"ca": ""}'])
def test_without_a_ca(client: "SecretsManagerClient", vault: SchoolVault, text: str | None) -> None:
    """Without a CA nobody is trusted: an error, never a connection without a check."""
    if text is not None:
        client.create_secret(Name="stagemarkt/test/sbb", SecretString=text)
    with pytest.raises(BronCertificate):
        vault.sbb_ca()


def test_repr_shows_no_secret() -> None:
    """The school's secret can be printed without giving anything away."""
    secret = SchoolSecret(
        "99XX", COMPLETE["oin"], COMPLETE["licentie"], COMPLETE["certificaat"], COMPLETE["sleutel"]
    )
    assert "GEHEIM" not in f"{secret!r}{secret}"
    assert "99XX" in repr(secret)


def test_reads_the_previous_pair(client: "SecretsManagerClient", vault: SchoolVault) -> None:
    """While a certificate changes the pair before it is there as well; half a pair is none."""
    previous = {"vorigCertificaat": "OUD-CERT-GEHEIM", "vorigeSleutel": "OUDE-SLEUTEL-GEHEIM"}
    client.create_secret(Name=NAAM, SecretString=json.dumps({**COMPLETE, **previous}))
    secret = vault.van("99XX")
    assert secret.previous == CertificatePair("OUD-CERT-GEHEIM", "OUDE-SLEUTEL-GEHEIM")
    assert "GEHEIM" not in repr(secret)


def test_half_a_pair_is_no_pair(client: "SecretsManagerClient", vault: SchoolVault) -> None:
    """A previous certificate without its key is passed over."""
    client.create_secret(Name=NAAM, SecretString=json.dumps({**COMPLETE, "vorigCertificaat": "OUD"}))
    assert vault.van("99XX").previous is None


def test_what_was_refused_is_read_again(
    client: "SecretsManagerClient", vault: SchoolVault, clock: ManualClock
) -> None:
    """After a refusal the secret is read afresh, but not more often than every `MIN_AGE` seconds."""
    client.create_secret(Name=NAAM, SecretString=json.dumps(COMPLETE))
    vault.van("99XX")
    client.put_secret_value(SecretId=NAAM, SecretString=json.dumps({**COMPLETE, "licentie": "NIEUW"}))
    vault.refresh("99XX")
    assert vault.van("99XX").licentie == "LICENTIE-GEHEIM"
    clock.now += MIN_AGE
    vault.refresh("99XX")
    assert vault.van("99XX").licentie == "NIEUW"
    vault.refresh("01AA")
