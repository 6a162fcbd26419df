"""The network on which only public addresses exist: whatever DNS says, no other is ever connected to."""

import asyncio
import ssl
from collections.abc import Iterable, Sequence

import httpcore
import pytest
import trustme
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from stagemarkt.adapters.delivery.network import BewaaktNetwerk, NietVerbonden, zoek_adressen
from stagemarkt.adapters.delivery.sender import Zender
from stagemarkt.adapters.delivery.webhook import WebhookBezorger
from stagemarkt.domain.changes.public_addresses import is_openbaar
from stagemarkt.domain.changes.webhook_url import Uitzonderingen
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bestemming, Uitkomst

from tests.integration.delivery.received import BERICHT, SLEUTEL, Ontvangst, poort_van
from tests.integration.support.behaviour import beantwoord

OPENBAAR, TWEEDE, METADATA = "93.184.216.34", "2606:2800:21f:cb07::1", "169.254.169.254"


class NepDns:
    """Answers each lookup with the next list, the last one for ever; remembers what was asked."""

    def __init__(self, *antwoorden: Sequence[str] | OSError) -> None:
        self._antwoorden = list(antwoorden)
        self.vragen: list[str] = []

    async def __call__(self, naam: str, poort: int) -> Sequence[str]:
        """The next answer."""
        self.vragen.append(f"{naam}:{poort}")
        antwoord = self._antwoorden.pop(0) if len(self._antwoorden) > 1 else self._antwoorden[0]
        if isinstance(antwoord, OSError):
            raise antwoord
        return antwoord


class NepInternet(httpcore.AsyncNetworkBackend):
    """Remembers who is connected to. Leads them to a port of this machine, or nowhere."""

    def __init__(self, poort: int | None = None, dood: Iterable[str] = ()) -> None:
        self._poort = poort
        self._dood = set(dood)
        self.verbonden: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """As httpcore asks."""
        self.verbonden.append((host, port))
        if self._poort is None or host in self._dood:
            raise httpcore.ConnectError
        echt = httpcore.AnyIOBackend()
        return await echt.connect_tcp("127.0.0.1", self._poort, timeout, local_address, socket_options)


def verbind(dns: NepDns, internet: NepInternet, naam: str = "hook.example.nl", poort: int = 443) -> None:
    """Connect once, and let go."""

    async def eenmaal() -> None:
        stroom = await BewaaktNetwerk(frozenset({"localhost:9443"}), dns, internet).connect_tcp(
            naam, poort, 1
        )
        await stroom.aclose()

    asyncio.run(eenmaal())


def test_dns_die_zich_bedenkt(ontvangst: Ontvangst, ca: trustme.CA) -> None:
    """Rebinding: the address that was judged is the one that is used, and a second answer is judged anew."""
    server = ontvangst.server(beantwoord(keren=1), tls=ontvangst.tls("hook.example.nl"))
    dns, internet = NepDns([OPENBAAR], [METADATA]), NepInternet(poort_van(server))
    wortels = ssl.create_default_context(cadata=ca.cert_pem.bytes().decode())
    bezorger = WebhookBezorger(
        zender=Zender(netwerk=BewaaktNetwerk(frozenset(), dns, internet), wortels=wortels)
    )
    bestemming = Bestemming("a1", "webhook", "https://hook.example.nl/in", None, (SLEUTEL,))
    uitkomsten = [bezorger.bezorg(bestemming, BERICHT, Termijn.van(5)) for _ in range(2)]
    bezorger.sluit()
    assert uitkomsten == [Uitkomst("geleverd", 200), Uitkomst("geweigerd", reden="adres-verboden")]
    assert internet.verbonden == [(OPENBAAR, 443)]
    assert dns.vragen == ["hook.example.nl:443"] * 2
    (verzoek,) = server.verzoeken
    assert verzoek.koppen["host"] == "hook.example.nl"


def test_de_ca_van_een_uitzondering_geldt_alleen_daar(ontvangst: Ontvangst, ca: trustme.CA) -> None:
    """A public receiver is judged by the public CAs, also where exceptions have one of their own."""
    server = ontvangst.server(beantwoord(), tls=ontvangst.tls("hook.example.nl"))
    uitzonderingen = Uitzonderingen(frozenset({"localhost:9443"}), ca.cert_pem.bytes().decode())
    netwerk = BewaaktNetwerk(uitzonderingen.plaatsen, NepDns([OPENBAAR]), NepInternet(poort_van(server)))
    bezorger = WebhookBezorger(uitzonderingen, Zender(uitzonderingen, netwerk))
    bestemming = Bestemming("a1", "webhook", "https://hook.example.nl/in", None, (SLEUTEL,))
    uitkomst = bezorger.bezorg(bestemming, BERICHT, Termijn.van(5))
    bezorger.sluit()
    assert uitkomst == Uitkomst("mislukt", reden="certificaat-niet-vertrouwd")
    assert server.verzoeken == []


@pytest.mark.parametrize(
    "adressen",
    [[METADATA], [OPENBAAR, METADATA], ["127.0.0.1"], ["::ffff:10.0.0.1", OPENBAAR], ["fe80::1%lo"]],
)
def test_een_verboden_adres_veroordeelt_de_naam(adressen: list[str]) -> None:
    """When one address of a name is not public, none of them is connected to."""
    internet = NepInternet()
    with pytest.raises(NietVerbonden, match="adres-verboden"):
        verbind(NepDns(adressen), internet)
    assert internet.verbonden == []


@pytest.mark.parametrize("antwoord", [OSError("no such name"), []])
def test_een_naam_die_er_niet_is(antwoord: OSError | list[str]) -> None:
    """A name without an address leads nowhere, and says so."""
    with pytest.raises(NietVerbonden, match="naam-onbekend"):
        verbind(NepDns(antwoord), NepInternet())


def test_het_volgende_adres_als_het_eerste_zwijgt(ontvangst: Ontvangst) -> None:
    """An address that does not answer is passed over for the next one; no more than four are tried."""
    server = ontvangst.server(beantwoord())
    internet = NepInternet(poort_van(server), dood=[TWEEDE])
    verbind(NepDns([TWEEDE, OPENBAAR]), internet)
    assert [adres for adres, _ in internet.verbonden] == [TWEEDE, OPENBAAR]
    dood = NepInternet()
    with pytest.raises(httpcore.ConnectError):
        verbind(NepDns([f"93.184.216.{n}" for n in range(20)]), dood)
    assert len(dood.verbonden) == 4


def test_een_trage_dns_kost_niet_meer_dan_het_geduld() -> None:
    """A lookup that does not end is given up on in time."""

    async def nooit(_naam: str, _poort: int) -> Sequence[str]:
        await asyncio.Event().wait()
        raise AssertionError

    async def eenmaal() -> None:
        await BewaaktNetwerk(frozenset(), nooit, NepInternet()).connect_tcp("hook.example.nl", 443, 0.05)

    with pytest.raises(httpcore.ConnectTimeout):
        asyncio.run(eenmaal())


def test_een_uitzondering_mag_overal_wonen() -> None:
    """An exception is looked up like any other and may be anywhere; another port of the same name may not."""
    internet = NepInternet()
    with pytest.raises(httpcore.ConnectError):
        verbind(NepDns(["127.0.0.1"]), internet, "localhost", 9443)
    assert internet.verbonden == [("127.0.0.1", 9443)]
    with pytest.raises(NietVerbonden):
        verbind(NepDns(["127.0.0.1"]), internet, "localhost", 9444)
    assert len(internet.verbonden) == 1


def test_geen_andere_stopcontacten() -> None:
    """There are no sockets of this machine on the network."""
    with pytest.raises(NietVerbonden):
        asyncio.run(BewaaktNetwerk(frozenset()).connect_unix_socket("/var/run/docker.sock"))


def test_de_echte_zoeker_kent_deze_machine() -> None:
    """The system's lookup gives addresses in their usual notation, and none of this machine's is public."""
    adressen = asyncio.run(zoek_adressen("localhost", 443))
    assert adressen
    assert not [adres for adres in adressen if is_openbaar(adres)]


NUMMERS = st.ip_addresses(v=4).map(int)
ADRESSEN = st.one_of(
    st.ip_addresses().map(str),
    st.sampled_from([OPENBAAR, TWEEDE, METADATA, "127.0.0.1", "::1", "fd00:ec2::254", "0.1.2.3", "10.1.2.3"]),
    NUMMERS.map(lambda n: f"::ffff:{n >> 16:x}:{n & 0xFFFF:x}"),
    NUMMERS.map(lambda n: f"64:ff9b::{n >> 16:x}:{n & 0xFFFF:x}"),
    NUMMERS.map(lambda n: f"2002:{n >> 16:x}:{n & 0xFFFF:x}::1"),
    NUMMERS.map(lambda n: f"2001:0:{n >> 16:x}:{n & 0xFFFF:x}::1"),
    NUMMERS.map(hex),
    NUMMERS.map(str),
    st.text(max_size=12),
)
URLS = st.one_of(
    st.just("https://hook.example.nl/"),
    ADRESSEN.map("https://{}/".format),
    ADRESSEN.map("https://[{}]/".format),
    st.from_regex(r"https://[a-z0-9.@:\[\]%#?/\\]{1,30}", fullmatch=True),
)


@given(url=URLS, antwoorden=st.lists(st.lists(ADRESSEN, max_size=5), min_size=1, max_size=3))
@example(url="https://hook.example.nl/", antwoorden=[[OPENBAAR], [METADATA]])
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nooit_naar_een_verboden_adres(url: str, antwoorden: list[list[str]]) -> None:
    """Whatever the URL, whatever DNS answers each time: only public addresses are connected to, on 443."""
    internet = NepInternet()
    bezorger = WebhookBezorger(
        zender=Zender(netwerk=BewaaktNetwerk(frozenset(), NepDns(*antwoorden), internet), wortels=KAAL)
    )
    try:
        for _ in range(3):
            uitkomst = bezorger.bezorg(
                Bestemming("a1", "webhook", url, None, (SLEUTEL,)), BERICHT, Termijn.van(5)
            )
            assert uitkomst.soort in {"mislukt", "geweigerd"}
    finally:
        bezorger.sluit()
    assert all(is_openbaar(adres) and poort == 443 for adres, poort in internet.verbonden)


# Nobody is trusted: nobody answers either.
KAAL = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
