"""The options a request carries, read with their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CATEGORIES = ("person", "place", "faction", "item", "event", "rule", "culture")
WRITTEN_LANGUAGES = frozenset({"en", "fr", "de", "es", "it", "pt", "nl"})
_LENGTHS = {"lite": (300, 80, 80), "standard": (600, 150, 150), "rich": (1200, 300, 300)}


@dataclass(frozen=True, slots=True)
class Asked:
    """Options as the tasks need them; anything missing or odd takes its default."""

    options: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        value = self.options.get(name)
        return value.strip() if isinstance(value, str) and value.strip() else default

    def number(self, name: str, default: int) -> int:
        value = self.options.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.options.get(name)
        return value if isinstance(value, bool) else default

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.options.get(name)
        items = value if isinstance(value, (list, tuple)) else ()
        return tuple(item for item in items if isinstance(item, str) and item.strip())

    @property
    def tones(self) -> tuple[str, ...]:
        return self.texts("tone") or ("neutral",)

    @property
    def language(self) -> str:
        """The primary language, `pt` for `pt-BR`."""
        return self.text("language", "en").lower().partition("-")[0]

    def tokens(self, name: str) -> int:
        """Length of description, personality or scenario; `detail` decides where it is not given."""
        lengths = _LENGTHS.get(self.text("detail", "standard"), _LENGTHS["standard"])
        default = dict(zip(("description", "personality", "scenario"), lengths, strict=True))[name]
        return self.number(f"{name}_tokens", default)
