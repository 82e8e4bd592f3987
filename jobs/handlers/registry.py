"""The kinds this process knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from jobs.errors import InvalidSubmission, UnknownKind
from jobs.handlers.handler import Handler


class Registry:
    """Handlers by kind; filled by each app's `AppConfig.ready`."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler[Any]] = {}

    def register(self, *handlers: Handler[Any]) -> None:
        for handler in handlers:
            if handler.kind in self._handlers:
                raise ValueError(f"Two handlers for the kind {handler.kind!r}.")
            self._handlers[handler.kind] = handler

    def unregister(self, kind: str) -> None:
        del self._handlers[kind]

    def get(self, kind: str) -> Handler[Any]:
        """The handler of `kind`; UnknownKind lists the known ones."""
        try:
            return self._handlers[kind]
        except KeyError:
            known = ", ".join(sorted(self._handlers)) or "none"
            raise UnknownKind({"kind": f"Unknown kind {kind!r}; known kinds: {known}."}) from None

    def submittable(self, kind: str, *, made_by: str = "") -> Handler[Any]:
        """The handler of `kind`, whose jobs people may ask for, or `made_by` makes.

        InvalidSubmission names `kind` and says what to do.
        """
        handler = self.get(kind)
        if handler.is_part:
            raise InvalidSubmission({"kind": f"{kind} jobs are parts of others; submit what is made of them."})
        if handler.made_by not in {"", made_by}:
            raise InvalidSubmission({"kind": f"{kind} jobs come of {handler.made_by}: use that."})
        return handler

    def is_submittable(self, kind: str) -> bool:
        return kind in self and not (self._handlers[kind].is_part or self._handlers[kind].made_by)

    def __contains__(self, kind: object) -> bool:
        return kind in self._handlers

    def __iter__(self) -> Iterator[Handler[Any]]:
        return iter(self._handlers.values())

    def kinds(self) -> list[str]:
        return sorted(self._handlers)

    def known(self, only: Collection[str] = ()) -> dict[str, int]:
        """The newest payload version read of each kind, or of those in `only`."""
        return {kind: self._handlers[kind].version for kind in self.kinds() if not only or kind in only}


registry = Registry()
