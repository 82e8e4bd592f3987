"""What the event loop asks of the committer's thread, and how the answers get back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

from jobs.queue.commit import Write

# Of the event loop that waits.
Answer: TypeAlias = "asyncio.Future[Any]"


@dataclass(frozen=True, slots=True)
class Call:
    """A whole function that writes. One that is `first` goes before the writes that wait."""

    function: Callable[[], Any]
    first: bool = False


Order: TypeAlias = tuple[Write | Call, Answer]
OrderedWrite: TypeAlias = tuple[Write, Answer]


def parted(writes: Sequence[OrderedWrite], limit: int) -> list[Sequence[OrderedWrite]]:
    """`writes` in commits of at most `limit`: plain successes apart from the rest, which costs more.

    Several writes of one attempt stay in their order.
    """
    of_attempt = Counter(write.lease_id for write, _ in writes)
    parts: tuple[list[OrderedWrite], list[OrderedWrite]] = [], []
    for write, answer in writes:
        parts[write.is_plain and of_attempt[write.lease_id] == 1].append((write, answer))
    return [part[start : start + limit] for part in parts for start in range(0, len(part), limit)]


def tell(told: Sequence[tuple[Answer, Any, Exception | None]]) -> None:
    """Wake those who wait, all at once, with a result or an error each; where their loop has ended, nobody does."""
    with suppress(RuntimeError):
        told[0][0].get_loop().call_soon_threadsafe(_resolve, told)


def _resolve(told: Sequence[tuple[Answer, Any, Exception | None]]) -> None:
    for answer, result, error in told:
        if answer.done():
            continue
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)
