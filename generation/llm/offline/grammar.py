"""Templates into sentences.

A template holds choices `<one|another>`, slots `{object}` and verbs `[lean]`. A slot is drawn from the scope once
per template: `{object}` twice is the same thing, `{object2}` another one, `{Object}` the
first with a capital. Subject slots (`{C}` the character by name, `{they}`, `{them}`, `{their}`, `{theirs}`,
`{themself}`) set what the following verbs agree with; `{D}` is the character by name in any other place.
`[~hang]` agrees with any other singular subject, `[^hang]` with a plural one. `@user` and `@char` become macros.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from generation.llm.offline.articles import polish
from generation.llm.offline.verbs import Agreement, Tense, conjugate

Draw = Callable[[str], str]
_CHOICE = re.compile(r"<([^<>]*)>")
_SLOT = re.compile(r"\{([A-Za-z]+)(\d*)\}")
_SUBJECT_OR_VERB = re.compile(r"\{(C|D|[Tt]hey|[Tt]hem|[Tt]heir|[Tt]heirs|[Tt]hemself)\}|\[([~^]?)([a-z]+)([^\[\]]*)\]")
_PRONOUNS = {
    "he": ("he", "him", "his", "his", "himself"),
    "she": ("she", "her", "her", "hers", "herself"),
    "it": ("it", "it", "its", "its", "itself"),
    "they": ("they", "them", "their", "theirs", "themselves"),
    "I": ("I", "me", "my", "mine", "myself"),
    "you": ("you", "you", "your", "yours", "yourself"),
}
_SUBJECT_SLOTS = frozenset({"c", "d", "they", "them", "their", "theirs", "themself"})


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a text is about: the word for it, its pronoun (he, she, it, they, I, you) and the tense of its verbs."""

    called: str
    pronoun: str
    tense: Tense = "present"

    def form(self, slot: str) -> str:
        if slot == "C":
            return self.called
        if slot == "D":
            return "me" if self.pronoun == "I" else self.called
        return _PRONOUNS[self.pronoun][("they", "them", "their", "theirs", "themself").index(slot)]

    def agreement(self, slot: str) -> Agreement:
        if self.pronoun == "I":
            return Agreement.FIRST
        if self.pronoun == "you":
            return Agreement.PLURAL
        return Agreement.PLURAL if slot == "they" and self.pronoun == "they" else Agreement.THIRD


def upper_first(text: str) -> str:
    return text[:1].title() + text[1:]


def choose(template: str, rng: random.Random) -> str:
    """Settle every `<a|b>`, inner ones first."""
    while _CHOICE.search(template):
        template = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), template)
    return template


def fill(template: str, draw: Draw) -> str:
    """Put words into the vocabulary slots; subject slots stay."""
    drawn: dict[str, str] = {}

    def word(match: re.Match[str]) -> str:
        slot = match[1].lower()
        if slot in _SUBJECT_SLOTS:
            return match[0]
        key = slot + match[2]
        if key not in drawn:
            drawn[key] = draw(key)
        return drawn[key] if match[1].islower() else upper_first(drawn[key])

    return _SLOT.sub(word, template)


def agree(template: str, subject: Subject) -> str:
    """Write subjects and verbs out."""
    agreement = subject.agreement("C")

    def written(match: re.Match[str]) -> str:
        nonlocal agreement
        slot, mark, verb, rest = match.groups()
        if slot:
            plain = slot if slot in "CD" else slot.lower()
            agreement = subject.agreement(plain) if plain in {"C", "they"} else agreement
            return subject.form(plain) if plain == slot else upper_first(subject.form(plain))
        fixed = {"~": Agreement.THIRD, "^": Agreement.PLURAL}.get(mark)
        return conjugate(verb, fixed or agreement, subject.tense) + rest

    return _SUBJECT_OR_VERB.sub(written, template)


def compose(template: str, rng: random.Random, draw: Draw, subject: Subject, *, english: bool = True) -> str:
    """A finished sentence (or a few) from one template."""
    text = agree(fill(choose(template, rng), draw), subject)
    text = polish(text, english=english)
    return text.replace("@user", "{{user}}").replace("@char", "{{char}}")
