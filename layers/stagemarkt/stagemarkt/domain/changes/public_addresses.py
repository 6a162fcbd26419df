"""Which addresses of the internet an event may be sent to: the public ones, and no other.

An allow-list where there can be one (IPv6: global unicast), and IANA's special-purpose registries for the
rest. Not `ipaddress.is_global` alone: what that counts as global differs between versions of Python, and it
lets through what only wraps another address (6to4, NAT64).
"""

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

_NO_DESTINATION_V4: Final = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers (CGNAT)
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, and with it the metadata of a machine, a container and a task
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# All of IPv6 that is handed out to be reached. Loopback, IPv4-mapped, NAT64, unique local (the metadata of
# AWS among them), link-local and multicast are outside it.
_GLOBAL_V6: Final = IPv6Network("2000::/3")
_NO_DESTINATION_V6: Final = tuple(
    IPv6Network(net)
    for net in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: wraps any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def is_public(adres: str) -> bool:
    """Whether this text is an IP address in its usual notation, and one that may be sent to."""
    try:
        parsed = ip_address(adres)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        # A zone names an interface of ours: nothing that the world is reached by.
        return (
            parsed.scope_id is None
            and parsed in _GLOBAL_V6
            and not any(parsed in net for net in _NO_DESTINATION_V6)
        )
    return not any(parsed in net for net in _NO_DESTINATION_V4)
