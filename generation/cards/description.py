"""The forms a description may have: paragraphs, a list, one attribute a line, or W++."""

from __future__ import annotations

import re

_ATTRIBUTE = re.compile(r"[^\n:]{1,60}: ")
_CLOSE = "}]"

# What a model is asked for.
ASKED = {
    "prose": "in paragraphs",
    "bullets": 'as a list: every line begins with "- "',
    "attributes": 'one attribute a line, such as "Appearance: ..."',
    "wpp": 'in W++: [Character("name") on the first line, then {, then attributes such as '
    'Appearance("..." + "...") one a line, and }] on the last',
}


def follows(text: str, form: str) -> bool:
    """Whether `text` has this form."""
    lines = [line for line in text.splitlines() if line.strip()]
    match form:
        case "bullets":
            return all(line.lstrip().startswith("- ") for line in lines)
        case "attributes":
            return all(_ATTRIBUTE.match(line) for line in lines)
        case "wpp":
            return text.lstrip().startswith("[") and text.rstrip().endswith(_CLOSE)
        case _:
            return True


def closed(text: str, form: str) -> str:
    """`text` as it was cut to length, with W++ closed again after its last whole line."""
    if form != "wpp" or not text.lstrip().startswith("[") or follows(text, form):
        return text
    lines = text.rstrip().splitlines()
    while len(lines) > 1 and not lines[-1].rstrip().endswith((")", "{")):
        lines.pop()
    return "\n".join([*lines, _CLOSE])


def extended(text: str, addition: str, form: str) -> str:
    """`text` with one more thing said, a phrase or some, in its own form."""
    match form:
        case "bullets":
            return f"{text}\n- {addition}."
        case "attributes":
            return f"{text}\nAlso: {addition}."
        case "wpp" if follows(text, form):
            head = text.rstrip().removesuffix(_CLOSE).rstrip()
            return f'{head}\nAlso("{addition}")\n{_CLOSE}'
        case _:
            return f"{text}\n\n{addition}."
