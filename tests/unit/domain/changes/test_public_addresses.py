"""Which addresses may be sent to."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.public_addresses import is_public

FORBIDDEN = [
    "0.0.0.0",  # noqa: S104 - not bound to, refused
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "::ffff:0:8.8.8.8",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a9fe:a9fe",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:a9fe:a9fe::1",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2a02:a440::1%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
    "",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "8.8.8.8 ",
    "８.8.8.8",  # noqa: RUF001 - digits of another alphabet, on purpose
    "[2a02:a440::1]",
]


@pytest.mark.parametrize("adres", FORBIDDEN)
def test_forbidden(adres: str) -> None:
    """Nothing is sent to an address that is not public, wraps another one, or is not an address."""
    assert not is_public(adres)


@pytest.mark.parametrize(
    "adres",
    ["8.8.8.8", "1.1.1.1", "145.97.39.155", "172.32.0.1", "100.128.0.1", "2a02:a440::1", "2001:610::1"],
)
def test_public(adres: str) -> None:
    """What is public may be sent to, also just beside what is not."""
    assert is_public(adres)


# As IANA's registries of special-purpose addresses had it, apart from the table in the code.
PRIVE_V4 = [ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")]


@given(st.ip_addresses(v=4))
def test_nothing_special_of_ipv4(adres: IPv4Address) -> None:
    """Whatever Python knows to be private, reserved or multicast is refused, in IPv6's wrappings always."""
    if (
        adres.is_private
        or adres.is_reserved
        or adres.is_multicast
        or adres.is_link_local
        or adres.is_loopback
    ):
        assert not is_public(str(adres))
    assert not any(adres in net for net in PRIVE_V4) or not is_public(str(adres))
    number = int(adres)
    for wrapped in (number, 0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert not is_public(str(IPv6Address(wrapped)))
    assert not is_public(str(number))


@given(st.ip_addresses(v=6))
def test_nothing_special_of_ipv6(adres: IPv6Address) -> None:
    """Whatever Python does not count as global unicast is refused."""
    if not adres.is_global or adres.ipv4_mapped or adres.sixtofour or adres.teredo:
        assert not is_public(str(adres))


@given(st.text(max_size=30))
def test_what_inet_aton_reads_and_we_do_not(text: str) -> None:
    """An odd notation that the system's own reader takes for an address is not one here."""
    try:
        parsed = socket.inet_ntoa(socket.inet_aton(text))
    except (OSError, ValueError):
        return
    assert parsed == text or not is_public(text)
