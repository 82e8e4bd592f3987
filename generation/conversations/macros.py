"""Macros in the texts of a card, `{{like this}}`, as the V3 standard names them. Case makes no difference.

Those of the standard, and of SillyTavern's the clock: time, date, weekday, isotime, isodate. One that is not known
stays as it is written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping

from generation.cards.card import CardData
from generation.conversations.dice import dice
from generation.conversations.setting import USER, Setting
from generation.llm.cleaning import one_line

NAME_LENGTH = 80
# Macros may stand inside others; more rounds than this nobody writes.
_ROUNDS = 6
_MACRO = re.compile(r"\{\{([^{}]*)\}\}")
_TAG = re.compile(r"<(user|char|bot)>", re.IGNORECASE)
_ORIGINAL = re.compile(r"\{\{\s*original\s*\}\}", re.IGNORECASE)
_COMMA = re.compile(r"(?<!\\),")
_ROLL = re.compile(r"(?:(\d{0,2})d)?(\d{1,6})", re.IGNORECASE)
_HIDDEN = "hidden_key"
# More than a model reads, or a card has in one field: what macros write out ends there.
MOST_CHARACTERS = 200_000
# Stand for the braces of names while macros are looked for: a name is text, whatever it looks like.
_AS_TEXT = str.maketrans("{}", "\ufdd0\ufdd1")
_AS_BRACES = str.maketrans("\ufdd0\ufdd1", "{}")


def with_original(text: str, original: str) -> str:
    """An instruction of the card's in the place of the house's `original`; an empty one leaves that standing."""
    most = 1 + MOST_CHARACTERS // max(1, len(original))
    return _ORIGINAL.sub(lambda _: original, text, count=most)[:MOST_CHARACTERS] if text.strip() else original


class Macros:
    """Those of one card in one turn; `random` and `roll` go by the turn, `pick` by the conversation."""

    def __init__(self, card: CardData, setting: Setting) -> None:
        char = one_line(card.nickname or "", limit=NAME_LENGTH) or one_line(card.name, limit=NAME_LENGTH)
        self.user = one_line(setting.user_name, limit=NAME_LENGTH) or USER
        self.char = char
        self._seed, self._stable = setting.seed, setting.stable_seed
        now = setting.now
        self._plain: Mapping[str, str] = {
            "char": char.translate(_AS_TEXT),
            "bot": char.translate(_AS_TEXT),
            "user": self.user.translate(_AS_TEXT),
            "time": f"{now:%H:%M}",
            "isotime": f"{now:%H:%M}",
            "date": f"{now.day} {now:%B %Y}",
            "isodate": f"{now:%Y-%m-%d}",
            "weekday": f"{now:%A}",
        }
        self._with_value: Mapping[str, Callable[[str, tuple[object, ...]], str | None]] = {
            "random": lambda value, at: dice("random", self._seed, *at).choice(_choices(value)),
            "pick": lambda value, at: dice("pick", self._stable, *at).choice(_choices(value)),
            "roll": self._rolled,
            "reverse": lambda value, _: value[::-1],
            "comment": lambda value, _: "",
        }

    def expand(self, text: str) -> str:
        """`text` as a prompt has it: comments and hidden keys are gone."""
        return self._expanded(text, hidden="")

    def searched(self, text: str) -> str:
        """`text` as keys are looked for in it: hidden keys stand there, comments do not."""
        return self._expanded(text, hidden=None)

    def _expanded(self, text: str, *, hidden: str | None) -> str:
        plain = _TAG.sub(lambda tag: self._plain[tag[1].lower()], text[:MOST_CHARACTERS])
        for _ in range(_ROUNDS):
            before = plain
            # Once for all of them: to throw dice by the text itself would read it as often as it has macros.
            whole = hashlib.blake2b(before.encode("utf-8", "surrogatepass")).digest()
            plain = _MACRO.sub(lambda found, at=whole: self._value(found, at, hidden), before)  # type: ignore[misc]
            if plain == before:
                break
        return plain.translate(_AS_BRACES)[:MOST_CHARACTERS]

    def _value(self, found: re.Match[str], whole: bytes, hidden: str | None) -> str:
        """What one macro of the text with the digest `whole` stands for; itself where it is not known."""
        body = found[1].strip()
        if body.startswith("//"):
            return ""
        name, colon, value = body.partition(":")
        name = name.strip().lower()
        if not colon:
            return self._plain.get(name, found[0])
        if name == _HIDDEN:
            return value.strip() if hidden is None else hidden
        make = self._with_value.get(name)
        made = make(value.strip(), (whole, found.start())) if make else None
        return found[0] if made is None else made

    def _rolled(self, value: str, at: tuple[object, ...]) -> str | None:
        asked = _ROLL.fullmatch(value)
        if not asked:
            return None
        fall = dice("roll", self._seed, *at)
        return str(sum(fall.randint(1, max(1, int(asked[2]))) for _ in range(int(asked[1] or 1))))


def _choices(value: str) -> list[str]:
    """`a,b` and SillyTavern's `:a::b`; a comma in a choice is written `\\,`."""
    value = value.removeprefix(":")
    parts = value.split("::") if "::" in value else _COMMA.split(value)
    return [part.replace("\\,", ",").strip() for part in parts]
