"""By which names servers answer for the models that are asked of them: the ledger keeps those."""

from __future__ import annotations

MOST_KEPT = 1000

_served: dict[tuple[str, str], str] = {}


def note(provider: str, asked: str, answered: str) -> None:
    """`provider` answered as `answered` where `asked` was; forgotten when this process ends."""
    if len(_served) >= MOST_KEPT:
        _served.clear()
    _served[provider, asked] = answered


def names_of(provider: str, asked: str) -> tuple[str, ...]:
    """`asked`, and the name under which it was last answered for."""
    return tuple({asked, _served.get((provider, asked)) or asked})
