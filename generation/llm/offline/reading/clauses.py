"""What a concept says of somebody beside the role: a clause, an apposition, a form filled in."""

from __future__ import annotations

import re

from generation.llm.offline.nouns import is_plural
from generation.llm.offline.reading import vocabulary as v
from generation.llm.offline.reading.cleaning import cut
from generation.llm.offline.reading.places import starts_place
from generation.llm.offline.reading.roles import STRIP, is_predicate, says_more

_TELLING = re.compile(
    r"\b(?:who|whose|that|with|trying|searching|looking|hiding|running|haunted|cursed|forced|seeking|guarding|waiting"
    r"|learning|working as|living as|posing as|employed|hired|raised|trained|pretending|dreaming|obsessed|on the run"
    r"|in love|[a-z]{3,}ing (?:a|an|the|his|her|their))\b .+"
)
_FORM = re.compile(
    r"\b(name|occupation|role|job|profession|species|setting|location|place|home)\s*[:=]\s*([^.\n;,:=]{2,80})",
    re.IGNORECASE,
)
_LONGEST = 220
# "whose tears turn into pearls works in a store": a clause, then what somebody does.
_RELATIVE = re.compile(
    r"^(who(?:se)? [^,]{6,70}"
    r"(?<! and)(?<! or)(?<! never)(?<! always)(?<! who)(?<! that)(?<! she)(?<! he)(?<! they)(?<! it))"
    r" ((?:works|lives|runs|owns|keeps|sells|teaches) (?:in|at|as|on|for|with|a|an|the)\b)"
)


def clause_in(after: str) -> str:
    """What follows the role and says more of it: `who cannot forget a face`; `` where nothing does."""
    tokens = after.split()
    if tokens and (is_predicate(tokens) or says_more(["", *tokens], 1, counted=True) or _is_doing(tokens)):
        clause = f"who {after}" if is_plural(tokens[0]) else after
    else:
        match = _TELLING.search(after)
        clause = match[0] if match else ""
    clause = _RELATIVE.sub(r"\1, and \2", (clause or _phrase(after)).strip(" " + STRIP))
    if set(clause.lower().split()) & (v.NOT_STORY | {"i", "you", "your", "my"}):
        return ""
    return cut(clause, _LONGEST)


def _phrase(after: str) -> str:
    """`in politics`, `on holiday in Naples`: where no place begins it, it is said of somebody."""
    phrase = re.split(r"[,.;:!?]", after)[0].strip()
    tokens = phrase.split()
    told = len(tokens) > 1 and tokens[0] in v.PLACE_PREPOSITIONS and not starts_place(tokens, 0)
    return phrase if told else ""


def _is_doing(tokens: list[str]) -> bool:
    """`studying volcanoes`."""
    return tokens[0].endswith("ing") and len(tokens) > 1


def apposition(after: str) -> str:
    """`, mayor of a small village` after a role."""
    match = re.match(r",\s*((?!(?:and|but|who|which|with)\b)[^,;:.!?]{4,80})", after)
    if not match or match[1].split()[0].lower() in v.CLAUSE_WORDS | v.NOT_STORY | set(v.PLACE_PREPOSITIONS):
        return ""
    return f", {match[1].strip()}"


def from_form(text: str) -> str:
    """`Name: Lyra. Occupation: barista.` as `Lyra, barista`; `` where the text is no such list."""
    found = {match[1].lower(): match[2].strip() for match in _FORM.finditer(text)}
    if "name" not in found:
        return ""
    roles = [found[field] for field in ("occupation", "role", "job", "profession", "species") if field in found]
    places = [found[field] for field in ("setting", "location", "place", "home") if field in found]
    return f"{found['name']}, {roles[0] if roles else ''}{f' in {places[0]}' if places else ''}".strip(" ,")
