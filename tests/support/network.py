"""Refuses every connection out of this machine, so that no test depends on another one."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

LOCAL_NAMES = {"localhost", ""}


class NetworkRefused(AssertionError):
    """A test tried to reach another machine."""


def is_local(address: Any) -> bool:
    """Whether a socket address (a path, or a tuple that starts with the host) is on this machine."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in LOCAL_NAMES


def _guarded(original: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if not is_local(address):
            raise NetworkRefused(f"Tests may connect to this machine only, not to {address!r}.")
        return original(self, address)

    return connect


@contextmanager
def loopback_only() -> Iterator[None]:
    """Within it, `socket.connect` raises NetworkRefused for every address that is not loopback."""
    originals = socket.socket.connect, socket.socket.connect_ex
    socket.socket.connect = _guarded(originals[0])  # type: ignore[method-assign] # the one gate all clients use
    socket.socket.connect_ex = _guarded(originals[1])  # type: ignore[method-assign] # as above
    try:
        yield
    finally:
        socket.socket.connect, socket.socket.connect_ex = originals  # type: ignore[method-assign] # put back
