from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.notify.addresses import is_public, resolve

INSIDE = (
    "127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "169.254.0.23", "100.100.100.200", "100.64.0.1", "192.0.0.192",
    "168.63.129.16", "224.0.0.1", "255.255.255.255", "198.18.0.1",
    "0.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "2002:7f00:1::",
    "2001:0:7f00:1::",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_no_private_address_hides_in_ipv6(address: IPv4Address) -> None:
    assert not is_public(f"::ffff:{address}")
    assert not is_public(f"64:ff9b::{address}")


def test_the_system_resolves() -> None:
    assert "127.0.0.1" in resolve("localhost", 80) or "::1" in resolve("localhost", 80)
    with pytest.raises(OSError, match=r".+"):
        resolve("no-such-host.invalid", 80)
