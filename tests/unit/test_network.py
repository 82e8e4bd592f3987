"""The guard that keeps tests on this machine."""

import socket

import pytest

from tests.support.network import NetworkRefused


class TestConnect:
    def test_is_refused_to_another_machine(self) -> None:
        with socket.socket() as client, pytest.raises(NetworkRefused, match=r"192\.0\.2\.1"):
            client.connect(("192.0.2.1", 443))

    def test_works_on_loopback(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
            client.connect(server.getsockname())
