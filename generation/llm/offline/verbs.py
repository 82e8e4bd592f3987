"""English verbs: `conjugate("lean", Agreement.THIRD, "past")` -> `leaned`."""

from __future__ import annotations

from enum import Enum
from typing import Literal

from generation.llm.offline.wordlists import words

Tense = Literal["present", "past"]


class Agreement(Enum):
    FIRST = "I"
    THIRD = "she"
    PLURAL = "they"


_PAST = dict(
    pair.split(":")
    for pair in words(
        """
        be:was have:had do:did go:went say:said take:took give:gave get:got make:made let:let
        put:put set:set keep:kept hold:held stand:stood sit:sat lay:laid lie:lay leave:left
        lose:lost find:found know:knew think:thought bring:brought tell:told hear:heard see:saw
        feel:felt come:came run:ran turn:turned catch:caught wind:wound bind:bound spin:spun
        swing:swung hang:hung shut:shut cut:cut read:read break:broke speak:spoke wake:woke
        rise:rose fall:fell draw:drew throw:threw blow:blew grow:grew sweep:swept sleep:slept
        feed:fed lead:led light:lit strike:struck split:split grind:ground sew:sewed begin:began
        drink:drank sing:sang ring:rang write:wrote forget:forgot choose:chose shake:shook
        rub:rubbed tap:tapped trim:trimmed stop:stopped slip:slipped nod:nodded pat:patted shoe:shod
        wipe:wiped pin:pinned whet:whetted shrug:shrugged drop:dropped spread:spread bend:bent
        mean:meant pay:paid hum:hummed stir:stirred tug:tugged step:stepped rest:rested
        chalk:chalked string:strung lean:leaned ride:rode wear:wore buy:bought sell:sold stick:stuck
        weep:wept slide:slid dig:dug win:won show:showed drag:dragged drip:dripped beg:begged
        plan:planned grab:grabbed scrub:scrubbed kneel:knelt wrap:wrapped grin:grinned spit:spat
        mop:mopped knit:knitted hide:hid lift:lifted admit:admitted bear:bore become:became eat:ate
        forgive:forgave hit:hit lend:lent meet:met mislay:mislaid overhear:overheard prefer:preferred
        relight:relit reset:reset spend:spent swear:swore teach:taught
        """
    )
)
_PRESENT_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_MODALS = {"cannot": "could not", "can": "could", "will": "would", "must": "had to", "may": "might"}


def conjugate(verb: str, agreement: Agreement, tense: Tense) -> str:
    """The finite form of a verb given in its base form; modals have no third-person ending."""
    if verb in _MODALS:
        return verb if tense == "present" else _MODALS[verb]
    if tense == "past":
        return _past(verb, agreement)
    if verb == "be":
        return {Agreement.FIRST: "am", Agreement.THIRD: "is", Agreement.PLURAL: "are"}[agreement]
    return third_person(verb) if agreement is Agreement.THIRD else verb


def third_person(verb: str) -> str:
    if verb in _PRESENT_THIRD:
        return _PRESENT_THIRD[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def _past(verb: str, agreement: Agreement) -> str:
    if verb == "be" and agreement is Agreement.PLURAL:
        return "were"
    if verb in _PAST:
        return _PAST[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}ed"
