"""A deployed stack found by its name, with an AWS in this process or with none at all."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from stagemarkt_cli.aws.errors import vertaald
from stagemarkt_cli.aws.stack import Stapel, maak_sessie
from stagemarkt_cli.messages import NIET_BEREIKBAAR, Melding

from tests.integration.support.aws import nagemaakte_aws

_SJABLOON = {
    "Resources": {"Rij": {"Type": "AWS::SQS::Queue"}},
    "Outputs": {"ToegangTabel": {"Value": "stagemarkt-Toegang"}},
}
_VAN_AWS = ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@pytest.fixture
def niemand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Nobody is logged in on this machine, and it is not in a cloud."""
    for naam in (*_VAN_AWS, "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(naam, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    return monkeypatch


@pytest.fixture
def aws(niemand: pytest.MonkeyPatch) -> Iterator[None]:
    """An AWS with one stack."""
    del niemand
    with nagemaakte_aws():
        boto3.client("cloudformation").create_stack(
            StackName="stagemarkt", TemplateBody=json.dumps(_SJABLOON)
        )
        yield


@pytest.mark.usefixtures("aws")
def test_een_stapel_geeft_zijn_uitvoer() -> None:
    """The stack is found by name; its outputs and its clients are there."""
    stapel = Stapel.vind("stagemarkt")
    assert stapel.uitvoer("ToegangTabel") == "stagemarkt-Toegang"
    assert stapel.client("sqs") is stapel.client("sqs")
    assert len(stapel.client("sqs").list_queues()["QueueUrls"]) == 1


@pytest.mark.usefixtures("aws")
def test_een_onbekende_stapel() -> None:
    """Another name is told as such, with where was looked."""
    with pytest.raises(Melding) as melding:
        Stapel.vind("anders")
    assert "geen stapel anders in eu-west-1" in melding.value.regels[0]
    assert melding.value.code == 2


@pytest.mark.usefixtures("aws")
def test_een_uitvoer_die_er_niet_is() -> None:
    """An output that the stack lacks names stack and output."""
    with pytest.raises(Melding) as melding:
        Stapel.vind("stagemarkt").uitvoer("Onbekend")
    assert melding.value.regels[0] == "De stapel stagemarkt heeft geen uitvoer Onbekend."


def test_zonder_aanmelding(niemand: pytest.MonkeyPatch) -> None:
    """Without credentials nothing is sent; it says how to log in."""
    niemand.setenv("AWS_REGION", "eu-west-1")
    with pytest.raises(Melding) as melding:
        Stapel.vind()
    assert "geen AWS-gegevens" in melding.value.regels[0]


def test_zonder_regio(niemand: pytest.MonkeyPatch) -> None:
    """Without a region it says which variable to set."""
    niemand.setenv("AWS_ACCESS_KEY_ID", "x")
    niemand.setenv("AWS_SECRET_ACCESS_KEY", "x")
    with pytest.raises(Melding) as melding:
        Stapel.vind()
    assert "AWS_REGION" in melding.value.regels[0]


def test_een_profiel_dat_er_niet_is(niemand: pytest.MonkeyPatch) -> None:
    """A profile that does not exist is named."""
    niemand.setenv("AWS_PROFILE", "onbestaand")
    with pytest.raises(Melding) as melding:
        Stapel.vind()
    assert "onbestaand" in melding.value.regels[0]


def test_een_adres_dat_er_geen_is(niemand: pytest.MonkeyPatch) -> None:
    """An AWS_ENDPOINT_URL that is no address is told, not traced."""
    niemand.setenv("AWS_ENDPOINT_URL", "localhost:4566")
    with pytest.raises(Melding) as melding:
        Stapel.vind()
    assert "AWS_ENDPOINT_URL" in melding.value.regels[0]


def test_op_deze_machine_zonder_aanmelding(niemand: pytest.MonkeyPatch) -> None:
    """An endpoint here needs no login and no region; when nothing listens there, that is what it says."""
    with socket.socket() as bezet:
        bezet.bind(("127.0.0.1", 0))
        niemand.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{bezet.getsockname()[1]}")
        with pytest.raises(Melding) as melding:
            Stapel.vind()
    assert "niet bereikbaar: http://127.0.0.1:" in melding.value.regels[0]
    assert melding.value.code == NIET_BEREIKBAAR


def test_op_deze_machine_telt_geen_profiel(niemand: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Somebody's profile and region for AWS do not reach the emulator: it gets its own."""
    (tmp_path / "credentials").write_text("[werk]\naws_access_key_id = AKIAECHT\naws_secret_access_key = x\n")
    (tmp_path / "config").write_text("[profile werk]\nregion = eu-central-1\n")
    niemand.setenv("AWS_PROFILE", "werk")
    niemand.setenv("AWS_ENDPOINT_URL", "http://localhost:1")
    assert _wie() == ("test", "eu-west-1")
    niemand.delenv("AWS_PROFILE")
    niemand.setenv("AWS_ACCESS_KEY_ID", "gegeven")
    niemand.setenv("AWS_SECRET_ACCESS_KEY", "x")
    assert _wie() == ("gegeven", "eu-west-1")


def _wie() -> tuple[str, str | None]:
    """The key that a session has, and its region."""
    sessie = maak_sessie()
    gegevens = sessie.get_credentials()
    assert gegevens is not None
    return gegevens.access_key, sessie.get_config_variable("region")


@pytest.mark.usefixtures("aws")
def test_wat_aws_weigert_zonder_haar_tekst() -> None:
    """An error of AWS is told by its code and operation; its text, which may quote, is left out."""
    client = Stapel.vind().client("dynamodb")
    with pytest.raises(Melding) as melding, vertaald("x"):
        client.get_item(TableName="geheim-stuk", Key={"pk": {"S": "x"}})
    assert melding.value.regels == ("AWS weigert GetItem: ResourceNotFoundException.",)
