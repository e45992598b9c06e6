"""Under which private addresses and names this machine can be reached on its local networks."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Final

import ifaddr

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PRIVATE: Final[tuple[Network, ...]] = tuple(
    ipaddress.ip_network(each)
    for each in (
        # Source: RFC 1918.
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        # Link-local and shared addresses, as hotspots and phones give them.  Source: RFC 3927, RFC 6598.
        "169.254.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        # Source: RFC 4193, RFC 4291.
        "fc00::/7",
        "fe80::/10",
        "::1/128",
    )
)
"""Networks that no public name leads to; the authority's certificate is valid for these alone."""

NAMES: Final = ("local", "lan", "localhost", "home.arpa")
"""Ends of names that are never public.  Source: RFC 6762, RFC 6761, RFC 8375."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where this machine is found: sorted names, and sorted private addresses, loopback among them."""

    names: tuple[str, ...]
    addresses: tuple[Address, ...]

    @property
    def shown(self) -> tuple[Address, ...]:
        """Return what another device on the network can type: IPv4 first, no loopback, no link-local IPv6."""
        usable = (each for each in self.addresses if not each.is_loopback)
        # A browser cannot open a link-local IPv6 address: its scope has no place in a URL.
        typed = (each for each in usable if each.version == 4 or not each.is_link_local)
        return tuple(sorted(typed, key=lambda each: (each.version, each.is_link_local, int(each))))


def reach() -> Reach:
    """Ask the machine for its addresses as they are now."""
    found: set[Address] = {ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")}
    for adapter in ifaddr.get_adapters():
        for each in adapter.ips:
            text = each.ip if isinstance(each.ip, str) else each.ip[0]
            address = ipaddress.ip_address(text.partition("%")[0])
            if is_private(address):
                found.add(address)
    host = re.sub(r"[^a-z0-9-]", "", socket.gethostname().partition(".")[0].lower()).strip("-")
    names = {"localhost", "rembug.local"} | ({f"{host}.local"} if host else set())
    return Reach(tuple(sorted(names)), tuple(sorted(found, key=lambda each: (each.version, int(each)))))


def is_private(address: Address) -> bool:
    """Say whether the authority may vouch for an address."""
    return any(address.version == net.version and address in net for net in PRIVATE)
