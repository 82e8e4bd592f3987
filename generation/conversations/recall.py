"""The lore that a turn calls up: what was said finds entries, these find others, and a budget says which stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from generation.cards.card import Book
from generation.conversations.chat import Chat
from generation.conversations.effort import Effort
from generation.conversations.macros import Macros
from generation.conversations.matching import Moment, Verdict, judge
from generation.conversations.rules import Rule, rule_of
from generation.conversations.setting import Setting
from generation.conversations.turns import Turn
from generation.llm.tokens import estimate_tokens

# How often lore that was found is looked through for the keys of other lore.
MOST_ROUNDS = 10

_OVER_BUDGET = "the book's token budget was used up by what matters more"
_TOO_LONG = "it is longer than the book's whole token budget"


@dataclass(frozen=True, slots=True)
class Lore:
    """An entry that was called up: `text` is what goes into the prompt, `why` is for people to read."""

    rule: Rule
    text: str
    tokens: int
    why: str

    @property
    def rank(self) -> tuple[float, float]:
        """The higher the longer it stays. Where priority says nothing the order does, as V3 has it."""
        return (self.rule.priority, self.rule.order)


@dataclass(frozen=True, slots=True)
class Left:
    """An entry that is not in the prompt though something spoke for it."""

    rule: Rule
    why: str


@dataclass(frozen=True, slots=True)
class Recall:
    """`found` in the order of insertion. `matched` are the ids of all that matched, within the budget or not.

    `exhausted`: there were more keys to look for than a turn has time for.
    """

    found: tuple[Lore, ...] = ()
    left: tuple[Left, ...] = ()
    matched: frozenset[str] = frozenset()
    exhausted: bool = False


def recall(
    book: Book, turns: Sequence[Turn], setting: Setting, macros: Macros, *, absent: Collection[str] = ()
) -> Recall:
    """What of `book` the newest of `turns` call up. `absent` are positions that the prompt does not have."""
    effort = Effort()
    search = _Search(macros, Moment(Chat(turns), setting, book.scan_depth, effort))
    search.look([rule_of(entry, absent=absent) for entry in book.entries], again=book.recursive_scanning)
    kept, dropped = _within([lore for lore in search.found if lore.text], book.token_budget)
    return Recall(
        found=tuple(sorted(kept, key=lambda lore: lore.rule.order)),
        left=(*search.left.values(), *dropped),
        matched=frozenset(lore.rule.id for lore in search.found),
        exhausted=effort.spent,
    )


class _Search:
    """Entries found so far, and why others were not."""

    def __init__(self, macros: Macros, moment: Moment) -> None:
        self.found: list[Lore] = []
        self.left: dict[int, Left] = {}
        self._macros = macros
        self._moment = moment

    def look(self, rules: Sequence[Rule], *, again: bool) -> None:
        """Find entries by what was said; then, `again`, by what those found say, while that finds more."""
        waiting = dict(enumerate(rules))
        for round_ in range(1 + MOST_ROUNDS * again):
            moment = replace(self._moment, beyond=round_ > 0)
            new = list(self._round(waiting, moment))
            said = [self._macros.searched(lore.rule.content) for lore in new if not lore.rule.mute]
            if not said:
                break
            self._moment.chat.add(said)

    def _round(self, waiting: dict[int, Rule], moment: Moment) -> Iterable[Lore]:
        for number, rule in list(waiting.items()):
            verdict = judge(rule, moment)
            if verdict.matched:
                del waiting[number]
                self.left.pop(number, None)
                lore = self._lore(rule, verdict, beyond=moment.beyond)
                self.found.append(lore)
                yield lore
            elif verdict.why:
                self.left[number] = Left(rule, verdict.why)

    def _lore(self, rule: Rule, verdict: Verdict, *, beyond: bool) -> Lore:
        text = self._macros.expand(rule.content).strip()
        why = f"{verdict.why}, in other lore" if beyond else verdict.why
        return Lore(rule, text, estimate_tokens(text), why)


def _within(found: Iterable[Lore], budget: float) -> tuple[list[Lore], list[Left]]:
    """Those that stay within `budget` tokens: the lowest in rank go first, and what could never fit before them."""
    kept: list[Lore] = []
    dropped: list[Left] = []
    left, full = budget, False
    for lore in sorted(found, key=lambda lore: lore.rank, reverse=True):
        if lore.tokens > budget:
            dropped.append(Left(lore.rule, _TOO_LONG))
            continue
        full = full or lore.tokens > left
        if full:
            dropped.append(Left(lore.rule, _OVER_BUDGET))
        else:
            left -= lore.tokens
            kept.append(lore)
    return kept, dropped
