"""A deployed stack found by its name, with an AWS in this process or with none at all."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from stagemarkt_cli.aws.errors import translated
from stagemarkt_cli.aws.stack import DeployedStack, make_session
from stagemarkt_cli.messages import NOT_REACHABLE, Notice

from tests.integration.support.aws import fake_aws

_TEMPLATE = {
    "Resources": {"Rij": {"Type": "AWS::SQS::Queue"}},
    "Outputs": {"ToegangTabel": {"Value": "stagemarkt-Toegang"}},
}
_AWS_VARIABLES = (
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
)


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Nobody is logged in on this machine, and it is not in a cloud."""
    for name in (*_AWS_VARIABLES, "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    return monkeypatch


@pytest.fixture
def aws(nobody: pytest.MonkeyPatch) -> Iterator[None]:
    """An AWS with one stack."""
    del nobody
    with fake_aws():
        boto3.client("cloudformation").create_stack(
            StackName="stagemarkt", TemplateBody=json.dumps(_TEMPLATE)
        )
        yield


@pytest.mark.usefixtures("aws")
def test_a_stack_gives_its_outputs() -> None:
    """The stack is found by name; its outputs and its clients are there."""
    this_stack = DeployedStack.find("stagemarkt")
    assert this_stack.output("ToegangTabel") == "stagemarkt-Toegang"
    assert this_stack.client("sqs") is this_stack.client("sqs")
    assert len(this_stack.client("sqs").list_queues()["QueueUrls"]) == 1


@pytest.mark.usefixtures("aws")
def test_an_unknown_stack() -> None:
    """Another name is told as such, with where was looked."""
    with pytest.raises(Notice) as notice:
        DeployedStack.find("anders")
    assert "geen stapel anders in eu-west-1" in notice.value.lines[0]
    assert notice.value.code == 2


@pytest.mark.usefixtures("aws")
def test_an_output_that_does_not_exist() -> None:
    """An output that the stack lacks names stack and output."""
    with pytest.raises(Notice) as notice:
        DeployedStack.find("stagemarkt").output("Onbekend")
    assert notice.value.lines[0] == "De stapel stagemarkt heeft geen uitvoer Onbekend."


def test_without_signing_in(nobody: pytest.MonkeyPatch) -> None:
    """Without credentials nothing is sent; it says how to log in."""
    nobody.setenv("AWS_REGION", "eu-west-1")
    with pytest.raises(Notice) as notice:
        DeployedStack.find()
    assert "geen AWS-gegevens" in notice.value.lines[0]


def test_without_a_region(nobody: pytest.MonkeyPatch) -> None:
    """Without a region it says which variable to set."""
    nobody.setenv("AWS_ACCESS_KEY_ID", "x")
    nobody.setenv("AWS_SECRET_ACCESS_KEY", "x")
    with pytest.raises(Notice) as notice:
        DeployedStack.find()
    assert "AWS_REGION" in notice.value.lines[0]


def test_a_profile_that_does_not_exist(nobody: pytest.MonkeyPatch) -> None:
    """A profile that does not exist is named."""
    nobody.setenv("AWS_PROFILE", "onbestaand")
    with pytest.raises(Notice) as notice:
        DeployedStack.find()
    assert "onbestaand" in notice.value.lines[0]


def test_an_address_that_is_none(nobody: pytest.MonkeyPatch) -> None:
    """An AWS_ENDPOINT_URL that is no address is told, not traced."""
    nobody.setenv("AWS_ENDPOINT_URL", "localhost:4566")
    with pytest.raises(Notice) as notice:
        DeployedStack.find()
    assert "AWS_ENDPOINT_URL" in notice.value.lines[0]


def test_on_this_machine_without_signing_in(nobody: pytest.MonkeyPatch) -> None:
    """An endpoint here needs no login and no region; when nothing listens there, that is what it says."""
    with socket.socket() as occupy:
        occupy.bind(("127.0.0.1", 0))
        nobody.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{occupy.getsockname()[1]}")
        with pytest.raises(Notice) as notice:
            DeployedStack.find()
    assert "niet bereikbaar: http://127.0.0.1:" in notice.value.lines[0]
    assert notice.value.code == NOT_REACHABLE


def test_on_this_machine_no_profile_counts(nobody: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Somebody's profile and region for AWS do not reach the emulator: it gets its own."""
    (tmp_path / "credentials").write_text("[werk]\naws_access_key_id = AKIAECHT\naws_secret_access_key = x\n")
    (tmp_path / "config").write_text("[profile werk]\nregion = eu-central-1\n")
    nobody.setenv("AWS_PROFILE", "werk")
    nobody.setenv("AWS_ENDPOINT_URL", "http://localhost:1")
    assert _wie() == ("test", "eu-west-1")
    nobody.delenv("AWS_PROFILE")
    nobody.setenv("AWS_ACCESS_KEY_ID", "gegeven")
    nobody.setenv("AWS_SECRET_ACCESS_KEY", "x")
    assert _wie() == ("gegeven", "eu-west-1")


def _wie() -> tuple[str, str | None]:
    """The key that a session has, and its region."""
    sessie = make_session()
    data = sessie.get_credentials()
    assert data is not None
    return data.access_key, sessie.get_config_variable("region")


@pytest.mark.usefixtures("aws")
def test_what_aws_refuses_without_its_text() -> None:
    """An error of AWS is told by its code and operation; its text, which may quote, is left out."""
    client = DeployedStack.find().client("dynamodb")
    with pytest.raises(Notice) as notice, translated("x"):
        client.get_item(TableName="geheim-stuk", Key={"pk": {"S": "x"}})
    assert notice.value.lines == ("AWS weigert GetItem: ResourceNotFoundException.",)
