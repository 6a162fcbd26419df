"""The intake as it is deployed: who gets in, and that what is acknowledged is stored and queued, once."""

import random
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from local.certificates import CertificateHolder, KeyPair, Validity, make_ca, make_client
from local.sbb.pki import DAY, SBB_CLIENT, make_pki, read_ca
from local.sbb.protocol import OIN_SBB
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.intake import IntakeClient, signaalcode
from tests.message_examples import main_body, many, message, mutatie


@pytest.fixture
def intake(this_stack: LocalStack, facade: FacadeClient) -> IntakeClient:
    """The intake of the stack."""
    return IntakeClient(this_stack, facade.stack)


@pytest.fixture
def sbb(intake: IntakeClient) -> Iterator[httpx.Client]:
    """SBB."""
    with intake.client(intake.sbb) as client:
        yield client


def _pair(intake: IntakeClient, name: str, holder: CertificateHolder, **rest: object) -> KeyPair:
    ca = rest.get("ca") or read_ca(intake.pki)
    pair = KeyPair.in_folder(intake.pki, name)
    pair.write(make_client(ca, holder, rest.get("validity")))  # type: ignore[arg-type]
    return pair


def test_a_message_arrives(intake: IntakeClient, sbb: httpx.Client) -> None:
    """A message of SBB is acknowledged, and stands in the table as it was sent."""
    number, abonnement = str(uuid.uuid4()), intake.subscribe()
    answer = intake.bring(many(30, bericht_id=number, abonnement_id=abonnement), sbb)
    assert (answer.status_code, signaalcode(answer)) == (200, "0")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    kept = [m for m in intake.storage.walk("99XX", 0) if m.bericht_id == number]
    assert [m.leerbedrijf_id for m in kept] == [f"{100000000 + n}" for n in range(30)]


def test_who_is_not_let_in(intake: IntakeClient) -> None:
    """Without a certificate, with one of another CA, with an expired one: there is no connection."""
    now = Validity.one_year().van
    who = {
        "niemand": None,
        "vreemd": _pair(intake, "vreemd", SBB_CLIENT, ca=make_ca("Vreemde CA")),
        "verlopen": _pair(intake, "verlopen", SBB_CLIENT, validity=Validity(now - 31 * DAY, now - DAY)),
    }
    for pair in who.values():
        # A refusal of TLS 1.3 comes after the handshake, and shows as a broken connection.
        with intake.client(pair) as client, pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
            intake.bring(message(), client)


def test_another_of_the_same_ca(intake: IntakeClient) -> None:
    """A school's certificate, one without an OIN, an OIN within a name: 403, and nothing is stored."""
    scholen = make_pki(intake.pki, scholen={"99XX": "ROC Middenland College"}).scholen
    others = [
        scholen["99XX"],
        _pair(intake, "zonder", CertificateHolder("Naamloos", "zonder.example")),
        _pair(intake, "nagemaakt", CertificateHolder("SBB", f"x,serialNumber={OIN_SBB}")),
        _pair(intake, "plus", CertificateHolder(f"SBB+2.5.4.5={OIN_SBB}", "x.example")),
    ]
    number, abonnement = str(uuid.uuid4()), intake.subscribe()
    content = message(main_body(bericht_id=number, abonnement_id=abonnement))
    for pair in others:
        with intake.client(pair) as client:
            answer = intake.bring(content, client)
        assert answer.status_code == 403
        assert b"Fault" in answer.content
    assert not [m for m in intake.storage.walk("99XX", 0) if m.bericht_id == number]


def test_headers_open_no_door(intake: IntakeClient) -> None:
    """Headers that say what a proxy would say of a certificate are nothing but headers."""
    pair = make_pki(intake.pki, scholen={"99XX": "ROC Middenland College"}).scholen["99XX"]
    headers = {"X-Amzn-Mtls-Clientcert-Subject": f"serialNumber={OIN_SBB}", "X-SSL-Client-S-DN": OIN_SBB}
    with intake.client(pair) as client:
        client.headers.update(headers)
        assert intake.bring(message(), client).status_code == 403


def test_only_a_post_to_this_address(intake: IntakeClient, sbb: httpx.Client) -> None:
    """There is one address and one method."""
    assert sbb.get(intake.url).status_code == 403
    assert intake.bring(message(), sbb, f"{intake.url}/x").status_code == 403


def test_what_is_invalid_waits_for_the_operator(intake: IntakeClient, sbb: httpx.Client) -> None:
    """A refused message gets its signaalcode or fault over the wire, and can be found again."""
    number, abonnement = str(uuid.uuid4()), intake.subscribe()
    good = main_body(bericht_id=number, abonnement_id=abonnement)
    assert signaalcode(intake.bring(message(good), sbb)) == "0"
    otherwise = main_body(mutatie(Naam="Anders"), bericht_id=number, abonnement_id=abonnement)
    of_other = main_body(bericht_id=number, abonnement_id=abonnement, brin="99XZ")
    for content, reason, code in (
        (message(otherwise), "andere-inhoud", "201"),
        (message(main_body(bericht_id=number)), "abonnement-onbekend", "201"),
        (message(of_other), "abonnement-onbekend", "201"),
        (message(good)[:-100], "geen-xml", None),
    ):
        answer = intake.bring(content, sbb)
        assert signaalcode(answer) == code
        assert (reason, content) in [(a.reden, a.inhoud) for a in intake.rejects_register.rejected_messages()]


def test_a_bad_mutatie_holds_up_no_other(intake: IntakeClient, sbb: httpx.Client) -> None:
    """Over the wire too: the good ones stand in the table, the bad one waits, and again changes nothing."""
    number, abonnement = str(uuid.uuid4()), intake.subscribe()
    parts = [mutatie(Einddatum=end) for end in ("0001-01-01T00:00:00", "31-12-2026", " ")]
    content = message(main_body(*parts, bericht_id=number, abonnement_id=abonnement))
    assert [signaalcode(intake.bring(content, sbb)) for _ in range(2)] == ["0", "0"]
    kept = [m for m in intake.storage.walk("99XX", 0) if m.bericht_id == number]
    assert [(m.positie, m.einddatum) for m in kept] == [(1, None), (3, None)]
    (set_apart,) = [one for one in intake.rejects_register.rejected_messages() if one.bericht_id == number]
    assert (set_apart.reden, set_apart.positie, set_apart.times) == ("mutatie-onleesbaar", 2, 1)


def test_a_header_for_somebody_else(intake: IntakeClient, sbb: httpx.Client) -> None:
    """A header for another node is passed over, one for our own address has to be understood."""
    abonnement = intake.subscribe()
    for actor, code in (("urn:ander:knooppunt", "0"), (intake.url, None)):
        header = f'<x:y xmlns:x="urn:x" s:mustUnderstand="1" s:actor="{actor}"/>'
        content = message(
            main_body(bericht_id=str(uuid.uuid4()), abonnement_id=abonnement), To=None, extra=header
        )
        assert signaalcode(intake.bring(content, sbb)) == code


@pytest.mark.proof
def test_many_messages_often_duplicated(intake: IntakeClient, scale: Callable[[int], int]) -> None:
    """10,000 mutaties in messages of 1 to 250, every tenth sent two or three times: each stored once."""
    chance, total = random.Random(20260901), scale(10_000)  # noqa: S311 - repeatable, no secret
    abonnement, messages = intake.subscribe(), list[tuple[str, int]]()
    while (over := total - sum(count for _, count in messages)) > 0:
        messages.append((str(uuid.UUID(int=chance.getrandbits(128))), min(over, chance.randint(1, 250))))
    to_send = [
        many(count, bericht_id=number, abonnement_id=abonnement)
        for spot, (number, count) in enumerate(messages)
        for _ in range(chance.randint(2, 3) if spot % 10 == 0 else 1)
    ]
    with intake.client(intake.sbb) as client, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda content: signaalcode(intake.bring(content, client)), to_send))
    assert answers == ["0"] * len(to_send)
    all_numbers = {number for number, _ in messages}
    kept = [m.mutatie_id for m in intake.storage.walk("99XX", 0) if m.bericht_id in all_numbers]
    assert len(kept) == len(set(kept)) == total
