"""Which addresses a webhook may go to: public ones, or any of a host that the settings name.

A name is resolved once and the connection goes to the addresses that were looked at, so a name that
answers otherwise a moment later (DNS rebinding) leads nowhere else.
"""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, TypeAlias

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""Host and port -> its addresses; raises ``OSError`` where there are none."""

_BARRED: Final = tuple(
    ip_network(text)
    for text in (
        "192.0.0.0/24",  # of protocols; a cloud has its metadata here
        "168.63.129.16/32",  # the host of an Azure machine, which answers on a public address
        "64:ff9b::/96",  # IPv4 in IPv6 (NAT64, 6to4, Teredo): the address within may be private
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
    )
)


def is_public(address: str) -> bool:
    """Whether an address is one of the open Internet: not private, loopback, link-local or metadata.

    >>> is_public("203.0.114.7"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    parsed: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if any(parsed in barred for barred in _BARRED if barred.version == parsed.version):
        return False
    return parsed.is_global and not parsed.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them.

    Raises:
        OSError: it knows none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
