"""The template `translation`."""

from __future__ import annotations

from generation.documents.drafts import Translation
from generation.documents.parts import Part, Parts
from generation.documents.quotes import Quotes
from generation.documents.templates.base import REQUIRED, Answer, Result, Template
from generation.documents.templates.fields import Fields

NOT_OFFLINE = (
    "Translation needs a language model, and the offline provider is none. Set LLM_PROVIDER=openai with a key or the"
    " address of a server, or choose another template."
)


def _locate(answer: Answer, quotes: Quotes, fields: Fields) -> Result:
    """With the part's own white space around it, so that translated parts join as the parts do."""
    before, after = quotes.margins
    return {"text": f"{before}{answer['text'].strip()}{after}"}


def _merge(parts: Parts, fields: Fields) -> Result:
    """`{text, missing}`: a part that is missing leaves a line that says which characters it had."""
    texts: list[str] = []
    missing = 0
    for part in parts:
        missing += part.result is None
        texts.append(_missing(part) if part.result is None else str(part.result["text"]))
    return {"text": "".join(texts), "missing": missing}


def _missing(part: Part) -> str:
    return f"\n\n[Characters {part.start}-{part.end} are missing.]\n\n"


TRANSLATION = Template(
    name="translation",
    label="Translation",
    help="The whole text in another language, part by part in its order.",
    answer=lambda fields: Translation,
    locate=_locate,
    merge=_merge,
    takes={"target_language": REQUIRED},
    max_tokens=500,
    tokens_of_text=3.0,
    not_offered={"offline": NOT_OFFLINE},
)
