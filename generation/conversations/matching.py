"""Whether a lore entry is called up in a turn, and why."""

from __future__ import annotations

from dataclasses import dataclass

from generation.conversations.chat import Chat
from generation.conversations.dice import dice
from generation.conversations.effort import Effort
from generation.conversations.keys import Text
from generation.conversations.patterns import BadPattern
from generation.conversations.rules import Logic, Rule
from generation.conversations.setting import Setting


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why` is for people to read; nothing where a key was simply not there."""

    matched: bool
    why: str = ""


_NOTHING = Verdict(False)


@dataclass(frozen=True, slots=True)
class Moment:
    """What entries are matched against. `beyond`: in what other entries say, too."""

    chat: Chat
    setting: Setting
    scan_depth: float
    effort: Effort
    beyond: bool = False


def judge(rule: Rule, moment: Moment) -> Verdict:
    """The rules of the standards, those that hold in any case first."""
    if not rule.enabled or not rule.content:
        return _NOTHING
    forced = _in_any_case(rule, moment)
    if forced is not None:
        return forced
    barred = _barred(rule, moment)
    if barred:
        return Verdict(False, barred)
    try:
        verdict = _called(rule, moment)
    except BadPattern as error:
        return Verdict(False, f"its key {error.args[0]!r} is no pattern that can be searched")
    return _unless_unlucky(rule, moment, verdict)


def _in_any_case(rule: Rule, moment: Moment) -> Verdict | None:
    before = rule.id in moment.setting.matched_before
    if rule.activate:
        return Verdict(True, "@@activate")
    if rule.dont_activate:
        return Verdict(False, "@@dont_activate")
    if rule.once and before:
        return Verdict(False, "it matched before and does not again")
    if rule.keeps_active and before:
        return Verdict(True, "it matched before and stays")
    return None


def _barred(rule: Rule, moment: Moment) -> str:
    """Why it may not be called up, whatever was said."""
    replies, greeting = moment.chat.replies, moment.setting.greeting
    if rule.greeting is not None and greeting is not None and rule.greeting != greeting:
        return f"it is for greeting {rule.greeting:g}"
    if replies < rule.only_after:
        return f"it waits for reply {rule.only_after:g} of the character's"
    if replies % rule.only_every:
        return f"it comes up at every reply that {rule.only_every:g} divides"
    if rule.delayed and not moment.beyond:
        return "only other lore calls it up"
    return ""


def _called(rule: Rule, moment: Moment) -> Verdict:
    depth = moment.scan_depth if rule.scan_depth is None else rule.scan_depth
    text = moment.chat.window(depth, beyond=moment.beyond and not rule.alone)
    effort, manner = moment.effort, rule.manner
    found = "" if rule.constant else manner.first(rule.keys, text, effort)
    if not (rule.constant or found):
        return _NOTHING
    if excluded := manner.first(rule.excluded, text, effort):
        return Verdict(False, f"{excluded!r} was said, which keeps it away")
    if any(not manner.first(keys, text, effort) for keys in rule.additional):
        return Verdict(False, "a further key of it was not said")
    if rule.constant:
        return Verdict(True, "it is constant")
    if rule.secondary and not _secondary_holds(rule, text, effort):
        return Verdict(False, f"{found!r} was said, but not as its secondary keys ask")
    return Verdict(True, f"{found!r} was said")


def _secondary_holds(rule: Rule, text: Text, effort: Effort) -> bool:
    """What is asked of the secondary keys; blank ones ask nothing."""
    there = [rule.manner.finds(key, text, effort) for key in rule.secondary if key.strip()]
    if not there:
        return True
    match rule.logic:
        case Logic.ANY:
            return any(there)
        case Logic.ALL:
            return all(there)
        case Logic.NONE:
            return not any(there)
        case Logic.NOT_ALL:
            return not all(there)


def _unless_unlucky(rule: Rule, moment: Moment, verdict: Verdict) -> Verdict:
    """An entry with a probability throws dice, once a turn."""
    if not verdict.matched or rule.probability >= 100:
        return verdict
    thrown = dice("probability", moment.setting.seed, rule.id).uniform(0, 100)
    if thrown < rule.probability:
        return verdict
    return Verdict(False, f"{verdict.why}, but the dice fell against it ({rule.probability:g} %)")
