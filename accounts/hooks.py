"""What other apps do when an account is exported or deleted; they register it in their AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from accounts.models import User

DeleteHook: TypeAlias = Callable[[User], None]
ExportHook: TypeAlias = Callable[[User], Any]

_delete_hooks: list[DeleteHook] = []
_export_hooks: dict[str, ExportHook] = {}


def on_delete_account(hook: DeleteHook) -> DeleteHook:
    """Run `hook(user)` before the user is deleted, in the same transaction; usable as a decorator.

    An exception from the hook keeps the account and everything else.
    """
    if hook not in _delete_hooks:
        _delete_hooks.append(hook)
    return hook


def on_export(name: str, hook: ExportHook) -> None:
    """Put `hook(user)` under `name` in exports: JSON, with datetimes, UUIDs, decimals and iterators allowed."""
    _export_hooks[name] = hook


def delete_hooks() -> tuple[DeleteHook, ...]:
    """In the reverse of the order of registration: the topmost app goes first."""
    return tuple(reversed(_delete_hooks))


def export_hooks() -> dict[str, ExportHook]:
    return dict(_export_hooks)
