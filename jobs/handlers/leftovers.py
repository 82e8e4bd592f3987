"""What other apps keep beside their jobs and nobody needs any more: deleted when finished jobs are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leftovers:
    """`count` says how many are past their time, `delete_some` deletes a batch and says how many; 0 when none is left.

    `delete_some` runs between two commits of a worker, so it must be short; several workers may call it at once.
    """

    title: str
    count: Callable[[], int]
    delete_some: Callable[[], int]


_registered: list[Leftovers] = []


def on_prune(leftovers: Leftovers) -> None:
    """Have workers and `manage.py prune` delete them too; called from an app's `AppConfig.ready`."""
    _registered.append(leftovers)


def registered() -> tuple[Leftovers, ...]:
    return tuple(_registered)
