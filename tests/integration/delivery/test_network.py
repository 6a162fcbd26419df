"""The network on which only public addresses exist: whatever DNS says, no other is ever connected to."""

import asyncio
import ssl
from collections.abc import Iterable, Sequence

import httpcore
import pytest
import trustme
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from stagemarkt.adapters.delivery.network import GuardedNetwork, NotConnected, resolve_addresses
from stagemarkt.adapters.delivery.sender import HttpSender
from stagemarkt.adapters.delivery.webhook import WebhookSender
from stagemarkt.domain.changes.public_addresses import is_public
from stagemarkt.domain.changes.webhook_url import Exceptions
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryOutcome, Destination

from tests.integration.delivery.received import MESSAGE, SLEUTEL, ReceivedPosts, port_of
from tests.integration.support.behaviour import respond

PUBLIC, SECOND, METADATA = "93.184.216.34", "2606:2800:21f:cb07::1", "169.254.169.254"


class FakeDns:
    """Answers each lookup with the next list, the last one for ever; remembers what was asked."""

    def __init__(self, *answers: Sequence[str] | OSError) -> None:
        self._responses = list(answers)
        self.questions: list[str] = []

    async def __call__(self, name: str, port: int) -> Sequence[str]:
        """The next answer."""
        self.questions.append(f"{name}:{port}")
        answer = self._responses.pop(0) if len(self._responses) > 1 else self._responses[0]
        if isinstance(answer, OSError):
            raise answer
        return answer


class FakeInternet(httpcore.AsyncNetworkBackend):
    """Remembers who is connected to. Leads them to a port of this machine, or nowhere."""

    def __init__(self, port: int | None = None, dead: Iterable[str] = ()) -> None:
        self._port = port
        self._dead = set(dead)
        self.connected: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """As httpcore asks."""
        self.connected.append((host, port))
        if self._port is None or host in self._dead:
            raise httpcore.ConnectError
        real = httpcore.AnyIOBackend()
        return await real.connect_tcp("127.0.0.1", self._port, timeout, local_address, socket_options)


def connect(dns: FakeDns, internet: FakeInternet, name: str = "hook.example.nl", port: int = 443) -> None:
    """Connect once, and let go."""

    async def once() -> None:
        stream = await GuardedNetwork(frozenset({"localhost:9443"}), dns, internet).connect_tcp(name, port, 1)
        await stream.aclose()

    asyncio.run(once())


def test_dns_that_changes_its_mind(receipt: ReceivedPosts, ca: trustme.CA) -> None:
    """Rebinding: the address that was judged is the one that is used, and a second answer is judged anew."""
    server = receipt.server(respond(times=1), tls=receipt.tls("hook.example.nl"))
    dns, internet = FakeDns([PUBLIC], [METADATA]), FakeInternet(port_of(server))
    roots = ssl.create_default_context(cadata=ca.cert_pem.bytes().decode())
    sender = WebhookSender(
        http_sender=HttpSender(network=GuardedNetwork(frozenset(), dns, internet), roots=roots)
    )
    destination = Destination("a1", "webhook", "https://hook.example.nl/in", None, (SLEUTEL,))
    outcomes = [sender.dispatch(destination, MESSAGE, Deadline.after(5)) for _ in range(2)]
    sender.close()
    assert outcomes == [
        DeliveryOutcome("geleverd", 200),
        DeliveryOutcome("geweigerd", reden="adres-verboden"),
    ]
    assert internet.connected == [(PUBLIC, 443)]
    assert dns.questions == ["hook.example.nl:443"] * 2
    (request,) = server.requests
    assert request.koppen["host"] == "hook.example.nl"


def test_the_ca_of_an_exception_holds_only_there(receipt: ReceivedPosts, ca: trustme.CA) -> None:
    """A public receiver is judged by the public CAs, also where exceptions have one of their own."""
    server = receipt.server(respond(), tls=receipt.tls("hook.example.nl"))
    exceptions = Exceptions(frozenset({"localhost:9443"}), ca.cert_pem.bytes().decode())
    network = GuardedNetwork(exceptions.places, FakeDns([PUBLIC]), FakeInternet(port_of(server)))
    sender = WebhookSender(exceptions, HttpSender(exceptions, network))
    destination = Destination("a1", "webhook", "https://hook.example.nl/in", None, (SLEUTEL,))
    outcome = sender.dispatch(destination, MESSAGE, Deadline.after(5))
    sender.close()
    assert outcome == DeliveryOutcome("mislukt", reden="certificaat-niet-vertrouwd")
    assert server.requests == []


@pytest.mark.parametrize(
    "adressen",
    [[METADATA], [PUBLIC, METADATA], ["127.0.0.1"], ["::ffff:10.0.0.1", PUBLIC], ["fe80::1%lo"]],
)
def test_a_forbidden_address_condemns_the_name(adressen: list[str]) -> None:
    """When one address of a name is not public, none of them is connected to."""
    internet = FakeInternet()
    with pytest.raises(NotConnected, match="adres-verboden"):
        connect(FakeDns(adressen), internet)
    assert internet.connected == []


@pytest.mark.parametrize("answer", [OSError("no such name"), []])
def test_a_name_that_does_not_exist(answer: OSError | list[str]) -> None:
    """A name without an address leads nowhere, and says so."""
    with pytest.raises(NotConnected, match="naam-onbekend"):
        connect(FakeDns(answer), FakeInternet())


def test_the_next_address_when_the_first_is_silent(receipt: ReceivedPosts) -> None:
    """An address that does not answer is passed over for the next one; no more than four are tried."""
    server = receipt.server(respond())
    internet = FakeInternet(port_of(server), dead=[SECOND])
    connect(FakeDns([SECOND, PUBLIC]), internet)
    assert [adres for adres, _ in internet.connected] == [SECOND, PUBLIC]
    dead = FakeInternet()
    with pytest.raises(httpcore.ConnectError):
        connect(FakeDns([f"93.184.216.{n}" for n in range(20)]), dead)
    assert len(dead.connected) == 4


def test_slow_dns_costs_no_more_than_the_patience() -> None:
    """A lookup that does not end is given up on in time."""

    async def never(_name: str, _port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        raise AssertionError

    async def once() -> None:
        await GuardedNetwork(frozenset(), never, FakeInternet()).connect_tcp("hook.example.nl", 443, 0.05)

    with pytest.raises(httpcore.ConnectTimeout):
        asyncio.run(once())


def test_an_exception_may_live_anywhere() -> None:
    """An exception is looked up like any other and may be anywhere; another port of the same name may not."""
    internet = FakeInternet()
    with pytest.raises(httpcore.ConnectError):
        connect(FakeDns(["127.0.0.1"]), internet, "localhost", 9443)
    assert internet.connected == [("127.0.0.1", 9443)]
    with pytest.raises(NotConnected):
        connect(FakeDns(["127.0.0.1"]), internet, "localhost", 9444)
    assert len(internet.connected) == 1


def test_no_other_sockets() -> None:
    """There are no sockets of this machine on the network."""
    with pytest.raises(NotConnected):
        asyncio.run(GuardedNetwork(frozenset()).connect_unix_socket("/var/run/docker.sock"))


def test_the_real_resolver_knows_this_machine() -> None:
    """The system's lookup gives addresses in their usual notation, and none of this machine's is public."""
    adressen = asyncio.run(resolve_addresses("localhost", 443))
    assert adressen
    assert not [adres for adres in adressen if is_public(adres)]


NUMBERS = st.ip_addresses(v=4).map(int)
ADRESSEN = st.one_of(
    st.ip_addresses().map(str),
    st.sampled_from([PUBLIC, SECOND, METADATA, "127.0.0.1", "::1", "fd00:ec2::254", "0.1.2.3", "10.1.2.3"]),
    NUMBERS.map(lambda n: f"::ffff:{n >> 16:x}:{n & 0xFFFF:x}"),
    NUMBERS.map(lambda n: f"64:ff9b::{n >> 16:x}:{n & 0xFFFF:x}"),
    NUMBERS.map(lambda n: f"2002:{n >> 16:x}:{n & 0xFFFF:x}::1"),
    NUMBERS.map(lambda n: f"2001:0:{n >> 16:x}:{n & 0xFFFF:x}::1"),
    NUMBERS.map(hex),
    NUMBERS.map(str),
    st.text(max_size=12),
)
URLS = st.one_of(
    st.just("https://hook.example.nl/"),
    ADRESSEN.map("https://{}/".format),
    ADRESSEN.map("https://[{}]/".format),
    st.from_regex(r"https://[a-z0-9.@:\[\]%#?/\\]{1,30}", fullmatch=True),
)


@given(url=URLS, answers=st.lists(st.lists(ADRESSEN, max_size=5), min_size=1, max_size=3))
@example(url="https://hook.example.nl/", answers=[[PUBLIC], [METADATA]])
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_never_to_a_forbidden_address(url: str, answers: list[list[str]]) -> None:
    """Whatever the URL, whatever DNS answers each time: only public addresses are connected to, on 443."""
    internet = FakeInternet()
    sender = WebhookSender(
        http_sender=HttpSender(network=GuardedNetwork(frozenset(), FakeDns(*answers), internet), roots=BARE)
    )
    try:
        for _ in range(3):
            outcome = sender.dispatch(
                Destination("a1", "webhook", url, None, (SLEUTEL,)), MESSAGE, Deadline.after(5)
            )
            assert outcome.soort in {"mislukt", "geweigerd"}
    finally:
        sender.close()
    assert all(is_public(adres) and port == 443 for adres, port in internet.connected)


# Nobody is trusted: nobody answers either.
BARE = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
