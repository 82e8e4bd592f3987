"""Who is at the other end of a request, proxies minded."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - not bound to: stands for a peer without an address, such as a Unix socket


def peer_address(request: HttpRequest) -> str:
    """The address of the client, as far as our own proxies vouch for it; of IPv6 the /64 network.

    `X-Forwarded-For` is read only when `TRUSTED_PROXIES` says how many entries from its right are ours.
    """
    peer = _parsed(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted: int = settings.TRUSTED_PROXIES
    if trusted:
        peer = _parsed(hops[-min(trusted, len(hops))]) or peer
    return _bucket(peer) if peer else UNKNOWN


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None


def _bucket(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(IPv6Network((int(address), 64), strict=False).network_address)
    return str(address)
