"""From a draft to a card: the options that need no model are kept here, whatever the model did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from generation.cards.base import taken_over
from generation.cards.book import book_of
from generation.cards.card import NAMESPACE, CardData
from generation.cards.description import closed, extended
from generation.cards.draft import CardDraft
from generation.cards.drafts import Dialogue
from generation.cards.instructions import post_history, system_prompt
from generation.cards.options import CARD_FIELDS, CardOptions
from generation.cards.text import fit, tidy, without_phrases, without_user_lines
from generation.llm.tokens import estimate_tokens

MIN_DESCRIPTION_TOKENS = 40
MAX_TAG = 40
_CHANGEABLE = ("description", "scenario", "personality", "first_mes")


def assemble(draft: CardDraft, options: CardOptions, *, created_at: datetime, base: CardData | None = None) -> CardData:
    """The card, within its lengths and counts, without what was to be avoided and with what had to be in it.

    What is kept of `base` comes back as it was, whatever its lengths and words.
    """
    fresh = _without_left_out(_fresh(draft, options, created_at), options)
    card = taken_over(base, fresh, options) if base else fresh
    return _with_wanted(_within_budget(card, options), options)


def _fresh(draft: CardDraft, options: CardOptions, created_at: datetime) -> CardData:
    """Every field as the draft has it."""
    write = _Pen(options)
    name = tidy(draft.name)[:80].replace("\n", " ")
    created = int(created_at.timestamp())
    return CardData(
        name=name,
        description=closed(write(draft.description, options.description_tokens), options.description_format),
        personality=write(draft.personality, options.personality_tokens),
        scenario=write(draft.scenario, options.scenario_tokens),
        first_mes=write.greeting(draft.first_mes),
        mes_example=_examples(draft.examples, options, write),
        creator_notes=write(draft.creator_notes, 200),
        system_prompt=system_prompt(options),
        post_history_instructions=post_history(options),
        alternate_greetings=[write.greeting(text) for text in draft.alternate_greetings],
        character_book=book_of(draft, options, write, name) if options.lore_entries else None,
        tags=_tags(draft.tags, options),
        creator=options.creator,
        character_version=options.character_version,
        extensions={NAMESPACE: _own(draft, options, write)},
        group_only_greetings=[write.greeting(text) for text in draft.group_only_greetings],
        nickname=None if options.spec == "v2" else options.nickname,
        creation_date=created,
        modification_date=created,
    )


def _without_left_out(card: CardData, options: CardOptions) -> CardData:
    """`card` with the fields that nobody asked for as empty as they may be."""
    left_out = [name for name in CARD_FIELDS if name not in options.fields]
    return card.model_copy(
        update={name: CardData.model_fields[name].get_default(call_default_factory=True) for name in left_out}
    )


class _Pen:
    """Writes texts down within a length and without what was to be avoided."""

    def __init__(self, options: CardOptions) -> None:
        self._options = options

    def __call__(self, text: str, tokens: int) -> str:
        return fit(without_phrases(tidy(text), self._options.avoid), tokens)

    def greeting(self, text: str) -> str:
        text = self(text, self._options.first_message_tokens)
        return without_user_lines(text) if self._options.no_user_actions else text


def _examples(dialogues: Sequence[Dialogue], options: CardOptions, write: _Pen) -> str:
    blocks = []
    for dialogue in dialogues[: options.example_dialogues]:
        lines = ["<START>"]
        for turn in dialogue.turns[: options.example_turns]:
            lines += [f"{{{{user}}}}: {write(turn.user, 200)}", f"{{{{char}}}}: {write(turn.char, 300)}"]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def _tags(tags: Iterable[str], options: CardOptions) -> list[str]:
    tidied = (" ".join(tidy(tag).lower().split())[:MAX_TAG].strip() for tag in tags)
    unwanted = [phrase.casefold() for phrase in options.avoid]
    fit_for_use = (tag for tag in tidied if tag and not any(phrase in tag.casefold() for phrase in unwanted))
    return list(dict.fromkeys(fit_for_use))[: options.tag_count]


def _own(draft: CardDraft, options: CardOptions, write: _Pen) -> dict[str, Any]:
    """What the standards have no place for, under a name of our own."""
    own: dict[str, Any] = {"rating": options.rating, "language": options.language}
    if options.art_prompt != "none" and draft.art_prompt:
        art = write(draft.art_prompt, 200)
        style = options.art_style
        own["art_prompt"] = f"{art}, {style}" if style and style.casefold() not in art.casefold() else art
    return own


def _with_wanted(card: CardData, options: CardOptions) -> CardData:
    """`card` with the phrases that had to be in it and are not, at the end of the first text that may be changed."""
    whole = "\n".join(_all_text(card)).casefold()
    missing = [phrase for phrase in options.must_include if phrase.casefold() not in whole]
    place = next((name for name in _CHANGEABLE if options.writes(name)), None)
    if not missing or place is None:
        return card
    form = options.description_format if place == "description" else "prose"
    return card.model_copy(update={place: extended(getattr(card, place), "; ".join(missing), form).strip()})


def _all_text(card: CardData) -> Iterator[str]:
    yield from (card.name, card.description, card.personality, card.scenario, card.first_mes, card.mes_example)
    yield from (*card.alternate_greetings, *card.group_only_greetings)
    yield from (entry.content for entry in (card.character_book.entries if card.character_book else ()))


def _within_budget(card: CardData, options: CardOptions) -> CardData:
    """`card` with its description cut so that its permanent fields keep to the budget."""
    others = [card.name, card.personality, card.scenario, card.system_prompt, card.post_history_instructions]
    left = options.card_token_budget - sum(estimate_tokens(text) for text in others)
    if estimate_tokens(card.description) <= left or not options.writes("description"):
        return card
    shorter = fit(card.description, max(MIN_DESCRIPTION_TOKENS, left), slack=1.0)
    return card.model_copy(update={"description": closed(shorter, options.description_format)})
