"""A card between its pieces and its form: what review reads and repair changes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from generation.cards.base import shortened
from generation.cards.card import CardData
from generation.cards.drafts import Analysis, Dialogue, Examples, Greeting, LoreEntry, Outline
from generation.cards.options import CardOptions
from generation.pipeline import Outputs

_TEXTS = ("description", "personality", "scenario", "first_mes", "creator_notes")
_KEPT = (*_TEXTS, "alternate_greetings", "group_only_greetings", "tags")


class CardDraft(BaseModel):
    """Texts are addressed by path: `description`, `alternate_greetings.0`, `lore.3` (an entry's content)."""

    model_config = ConfigDict(frozen=True)

    name: str
    description: str = ""
    personality: str = ""
    scenario: str = ""
    first_mes: str = ""
    alternate_greetings: list[str] = Field(default_factory=list)
    group_only_greetings: list[str] = Field(default_factory=list)
    examples: list[Dialogue] = Field(default_factory=list)
    lore: list[LoreEntry] = Field(default_factory=list)
    creator_notes: str = ""
    tags: list[str] = Field(default_factory=list)
    art_prompt: str = ""

    def texts(self) -> dict[str, str]:
        """Every text that may be reviewed, by path."""
        found = {name: getattr(self, name) for name in _TEXTS}
        for name in ("alternate_greetings", "group_only_greetings"):
            found |= {f"{name}.{number}": text for number, text in enumerate(getattr(self, name))}
        return found | {f"lore.{number}": entry.content for number, entry in enumerate(self.lore)}

    def with_text(self, path: str, text: str) -> CardDraft:
        """A copy with another text at `path`, which must be one of `texts()`."""
        name, _, number = path.partition(".")
        if not number:
            return self.model_copy(update={name: text})
        items = list(getattr(self, name))
        old = items[int(number)]
        items[int(number)] = old.model_copy(update={"content": text}) if name == "lore" else text
        return self.model_copy(update={name: items})


def draft_of(outputs: Outputs, options: CardOptions, base: CardData | None = None) -> CardDraft:
    """The draft from the pieces of the writing steps, with what is kept of `base`."""
    analysis = Analysis.model_validate(outputs["analyse"][0])
    outline = Outline.model_validate(outputs["outline"][0])
    profile = outputs["profile"][0] if outputs["profile"] else {}
    greetings = [Greeting.model_validate(piece).text for piece in outputs["greetings"]]
    first = greetings.pop(0) if options.writes("first_mes") else ""
    draft = CardDraft(
        name=options.name or outline.name or analysis.name,
        first_mes=first,
        alternate_greetings=greetings,
        group_only_greetings=[Greeting.model_validate(piece).text for piece in outputs["group_greetings"]],
        examples=[turns for piece in outputs["examples"] for turns in Examples.model_validate(piece).dialogues],
        lore=[LoreEntry.model_validate(entry) for batch in outputs["lore"] for entry in batch],
        **{**profile, "tags": [*profile.get("tags", ()), analysis.genre, *analysis.themes]},
    )
    if base is None:
        return draft
    kept: dict[str, Any] = {name: shortened(getattr(base, name)) for name in _KEPT if name in options.keep_fields}
    return draft.model_copy(update=kept)
