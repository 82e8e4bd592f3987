"""Task `profile`: description, personality, scenario, notes, tags and the prompt for a portrait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generation.llm.offline.articles import polish
from generation.llm.offline.asked import WRITTEN_LANGUAGES, Asked
from generation.llm.offline.authors import author
from generation.llm.offline.avoiding import avoided, without_avoided
from generation.llm.offline.banks import bank
from generation.llm.offline.banks.traits import SHOWN, UNLISTED
from generation.llm.offline.description import described
from generation.llm.offline.furniture import standing
from generation.llm.offline.grammar import Subject
from generation.llm.offline.reading.cleaning import clean_line
from generation.llm.offline.tasks.outline import write_outline
from generation.llm.offline.tasks.tags import art_prompt, tags
from generation.llm.offline.traits import tones_of, traits_of
from generation.llm.offline.world import World
from generation.llm.offline.writer import Writer

_SENTENCE = 82  # characters on average
# Paragraphs of a description, by the outline's parts; extra sentences go where `extra` stands.
_PARAGRAPHS = (("Summary", ("summary",)), ("Appearance", ("appearance",)), ("History", ("history", "extra")),
               ("Place", ("place", "extra")), ("Voice", ("voice", "extra")),
               ("Inner life", ("want", "fear", "secret", "bond_with_user")))  # fmt: skip
# What goes first when a description must be short.
_DISPENSABLE = ("place", "history", "appearance", "secret", "fear", "bond_with_user", "voice", "want")


def write_profile(world: World, asked: Asked, outline: Mapping[str, Any]) -> dict[str, Any]:
    """A `Profile`."""
    own = write_outline(world, asked)
    parts = {name: str(outline.get(name) or text) for name, text in own.items()}
    writer = author(world, asked, "profile")
    for text in parts.values():
        writer.take(text)
    writer.begin({**standing(world), "relationship": clean_line(asked.text("relationship_to_user"), 300).rstrip(".")})
    subject = Subject(world.called, world.pronoun)
    return {
        "description": _description(world, asked, parts, writer, subject),
        "personality": _personality(world, asked, writer, subject),
        "scenario": _scenario(asked, writer, subject),
        "creator_notes": _notes(world, asked),
        "tags": tags(world, asked),
        "art_prompt": art_prompt(world, asked),
    }


def _description(world: World, asked: Asked, parts: Mapping[str, str], writer: Writer, subject: Subject) -> str:
    target = asked.tokens("description") * 4
    kept = dict(parts)
    for name in _DISPENSABLE:
        if sum(len(text) for text in kept.values()) <= target:
            break
        kept[name] = ""
    missing = target - sum(len(text) for text in kept.values()) - len(_wanted(asked))
    extras = list(writer.sentences(bank("outline")["extra"], subject, max(0, missing // _SENTENCE)))
    history = bank("outline")["history"] if len(extras) < missing // _SENTENCE else ()
    extras += writer.sentences(history, subject, max(0, missing // _SENTENCE - len(extras)))
    share = -(-len(extras) // 3)
    extra = iter([extras[:share], extras[share : 2 * share], extras[2 * share :]])
    sections = [
        (
            label,
            " ".join(piece for name in names for piece in (next(extra) if name == "extra" else [kept[name]]) if piece),
        )
        for label, names in _PARAGRAPHS
    ]
    sections += [("Way of speaking", _quirks(world, asked)), ("Also", _wanted(asked))]
    return described(world.name, sections, asked.text("description_format", "prose"))


def _quirks(world: World, asked: Asked) -> str:
    quirks = clean_line(asked.text("speech_quirks"), 500).rstrip(".")
    text = polish(f"One knows {world.called} by a way of speaking: {quirks}.") if quirks else ""
    return without_avoided(text, avoided(asked.texts("avoid")))


def _wanted(asked: Asked) -> str:
    """What must be included, word for word."""
    wanted = [text.strip() for text in asked.texts("must_include")]
    return f"What belongs to this story, sooner or later: {'; '.join(wanted)}." if wanted else ""


def _personality(world: World, asked: Asked, writer: Writer, subject: Subject) -> str:
    target = asked.tokens("personality") * 4
    traits = traits_of(world, asked)
    sentences: list[str] = []
    for sentence in filter(None, _traits_told(traits, asked, writer, subject)):
        if sum(map(len, sentences)) + len(sentence) > target * 1.1 and sentences:
            break
        sentences.append(sentence)
    return " ".join(sentences)


def _traits_told(traits: Sequence[str], asked: Asked, writer: Writer, subject: Subject) -> Iterator[str]:
    yield writer.write((f"{{C}} [be] {', '.join(traits[:-1])} and, underneath, {traits[-1]}.",), subject, needed=True)
    for number, trait in enumerate(traits):
        shown = writer.write((SHOWN[trait],), subject) if trait in SHOWN else ""
        if shown:
            yield shown
        elif trait not in {tone.trait for tone in tones_of(asked)}:
            yield writer.write((UNLISTED[number % len(UNLISTED)].replace("{trait}", trait),), subject)
    for tone in tones_of(asked)[1:]:
        yield writer.write(tone.manner, subject)
    yield from writer.sentences(bank("personality")["more"], subject, len(bank("personality")["more"]))


def _scenario(asked: Asked, writer: Writer, subject: Subject) -> str:
    target = asked.tokens("scenario") * 4
    scenes = bank("scenario")
    arrival = scenes["known"] if asked.text("relationship_to_user") else scenes["arrival"]
    rated = scenes.get(asked.text("rating", "general"), scenes["general"])
    order = (scenes["setup"], scenes["stir"], arrival, rated, scenes["stakes"], scenes["arrival"],
             scenes["stakes"], scenes["stir"], rated, scenes["stakes"])  # fmt: skip
    sentences = [writer.write(order[0], subject, needed=True)]
    for scene in order[1:]:
        sentence = writer.write(scene, subject)
        if sum(map(len, sentences)) + len(sentence) <= target * 1.1:
            sentences.append(sentence)
    return " ".join(sentence for sentence in sentences if sentence)


def _moods(asked: Asked) -> str:
    return " and ".join("unhurried" if tone == "neutral" else tone for tone in asked.tones)


def _notes(world: World, asked: Asked) -> str:
    person, item, event = world.people[0].name, world.titles["item"][0], world.titles["event"][0]
    text = (
        f"{world.name} suits {_moods(asked)} scenes in the spirit of {world.lexicon.label}. Good first questions: what "
        f"became of {item}, who {person} is, and why people lower their voices at the mention of {event}. Written by "
        "the built-in offline generator, without a model."
    )
    script = world.reading.script
    if script and asked.language == "en":
        text += (
            f" The concept is written in {script.language}: its own words are kept, and the rest is told in English."
        )
    if asked.language not in WRITTEN_LANGUAGES:
        text += (
            f" It does not write the language {clean_line(asked.text('language'), 35)}, so the texts are in English."
        )
    return without_avoided(polish(text), avoided(asked.texts("avoid")))
