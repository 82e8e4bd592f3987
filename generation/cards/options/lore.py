"""The lorebook: what the world around the character holds."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import AfterValidator, ValidationInfo, field_validator

from generation.cards.drafts import LoreCategory
from generation.cards.options.fields import OptionGroup, option, without_repeats

_GROUP = "lore"


class LoreOptions(OptionGroup):
    lore_entries: int = option(
        _GROUP, "Lore entries", "How many entries the lorebook has.", default=12, essential=True, ge=0, le=100
    )
    lore_categories: Annotated[list[LoreCategory], AfterValidator(without_repeats)] = option(
        _GROUP,
        "Lore categories",
        "What entries may be about.",
        default=list(get_args(LoreCategory)),
        min_length=1,
        max_length=7,
    )
    lore_entry_tokens: int = option(
        _GROUP, "Entry length", "How long each entry is, in tokens.", default=120, ge=20, le=500
    )
    lore_keys_per_entry: int = option(
        _GROUP, "Keys per entry", "At most this many words that call an entry up.", default=3, ge=1, le=10
    )
    lore_secondary_keys: bool = option(
        _GROUP, "Secondary keys", "Entries also need one of a second set of keys.", default=False
    )
    lore_constant_entries: int = option(
        _GROUP, "Constant entries", "Entries that are always in the prompt.", default=0, ge=0, le=5
    )
    lore_scan_depth: int = option(
        _GROUP, "Scan depth", "How many of the last messages are searched for keys.", default=4, ge=1, le=100
    )
    lore_token_budget: int = option(
        _GROUP, "Lore token budget", "Tokens of lore a prompt may hold.", default=1024, ge=0, le=8000
    )
    lore_recursive: bool = option(_GROUP, "Recursive", "Entries may call up further entries.", default=False)
    lore_decorators: bool = option(
        _GROUP,
        "Decorators",
        "V3 entries say at which depth and in whose voice they are inserted.",
        default=False,
    )

    @field_validator("lore_constant_entries")
    @classmethod
    def _constant_entries_are_entries(cls, count: int, info: ValidationInfo) -> int:
        entries = info.data.get("lore_entries", count)
        if count > entries:
            raise ValueError(f"lore_constant_entries is {count}, but lore_entries is only {entries}; lower it.")
        return count

    @field_validator("lore_decorators")
    @classmethod
    def _decorators_need_v3(cls, wanted: bool, info: ValidationInfo) -> bool:
        if wanted and info.data.get("spec") == "v2":
            raise ValueError("lore_decorators exist in V3 only, but spec is v2; set spec to v3 or both.")
        return wanted
