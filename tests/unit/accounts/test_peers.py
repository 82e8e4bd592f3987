"""Who is at the other end."""

import pytest
from django.test import RequestFactory

from accounts.peers import UNKNOWN, peer_address


def seen(remote: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return peer_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


class TestPeerAddress:
    def test_does_not_believe_a_header_without_a_proxy(self, settings) -> None:
        settings.TRUSTED_PROXIES = 0

        assert seen("192.0.2.1", "203.0.113.9") == "192.0.2.1"

    def test_takes_what_the_nearest_proxy_saw(self, settings) -> None:
        settings.TRUSTED_PROXIES = 1

        assert seen("10.0.0.1", "203.0.113.9, 198.51.100.7") == "198.51.100.7"

    def test_counts_as_many_proxies_as_are_ours(self, settings) -> None:
        settings.TRUSTED_PROXIES = 2

        assert seen("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2") == "203.0.113.9"

    @pytest.mark.parametrize("forwarded", ["", "nonsense", "unix:", "1.2.3.4, "])
    def test_falls_back_to_the_socket(self, settings, forwarded: str) -> None:
        settings.TRUSTED_PROXIES = 1

        assert seen("192.0.2.1", forwarded) == "192.0.2.1"

    def test_puts_a_whole_ipv6_network_in_one_bucket(self) -> None:
        assert seen("2001:db8:1:2:3:4:5:6") == seen("2001:db8:1:2:ffff::1") == "2001:db8:1:2::"

    def test_reads_a_mapped_address_as_ipv4(self) -> None:
        assert seen("::ffff:192.0.2.1") == "192.0.2.1"

    def test_has_a_name_for_a_peer_without_address(self) -> None:
        assert seen("") == UNKNOWN
