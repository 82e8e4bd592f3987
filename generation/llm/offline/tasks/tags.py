"""Tags and the prompt for a portrait."""

from __future__ import annotations

from generation.llm.offline.articles import polish
from generation.llm.offline.asked import Asked
from generation.llm.offline.avoiding import avoided, without_avoided
from generation.llm.offline.reading.cleaning import clean_line
from generation.llm.offline.traits import traits_of
from generation.llm.offline.world import World
from generation.llm.offline.world.randomness import seeded

_LONGEST = 40
_LIGHT = {
    "warm": "warm lamplight",
    "dark": "deep shadows",
    "comic": "bright, playful colours",
    "tense": "hard side light",
    "romantic": "soft evening light",
    "epic": "a wide dramatic sky",
    "melancholic": "muted rainy light",
}


def tags(world: World, asked: Asked) -> list[str]:
    """At most `tag_count`, the concept's own words among the first."""
    unwanted = avoided(asked.texts("avoid"))
    english = world.reading.language == "en"
    words = [word for word in world.reading.keywords if english or word[0].isupper()]
    candidates = [
        *asked.texts("genre"), world.lexicon.label, world.head, world.place.short.removeprefix("the "),
        *asked.tones[:1], *words[:4], *traits_of(world, asked)[:2], "original character", "lorebook",
        *words[4:], *traits_of(world, asked)[2:], "roleplay", "slow burn", "small mysteries",
    ]  # fmt: skip
    cleaned = (clean_line(tag, _LONGEST).lower() for tag in candidates if tag != "neutral")
    kept = [tag for tag in dict.fromkeys(cleaned) if tag and (unwanted is None or not unwanted.search(tag))]
    return kept[: max(0, min(30, asked.number("tag_count", 8)))]


def art_prompt(world: World, asked: Asked) -> str:
    """A sentence, or tags with commas between."""
    rng = seeded(world.seed, "art")
    thing = rng.choice(world.lexicon.objects)
    role = "" if world.role.lower() == world.name.lower() else world.role_with_article
    parts = [
        f"{role} {world.setting}".strip(),
        f"beside them a {thing}" if world.is_thing else f"a {thing} in one hand",
        f"{rng.choice(world.lexicon.weathers)} behind",
        _LIGHT.get(asked.tones[0], "clear natural light"),
        clean_line(asked.text("art_style"), 120),
    ]
    told = [part for part in parts if part]
    if asked.text("art_prompt") == "tags":
        text = ", ".join(part.removeprefix("a ").removeprefix("an ") for part in [world.name, *told])
    else:
        text = f"Portrait of {world.name}, {', '.join(told)}."
    return without_avoided(polish(text), avoided(asked.texts("avoid"))) or world.name
