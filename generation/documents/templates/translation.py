"""The template `translation`."""

from __future__ import annotations

from generation.documents.drafts import Translation
from generation.documents.templates.base import REQUIRED, Template

NOT_OFFLINE = (
    "Translation needs a language model, and the offline provider is none. Set LLM_PROVIDER=openai with a key or the"
    " address of a server, or choose another template."
)

TRANSLATION = Template(
    name="translation",
    label="Translation",
    help="The whole text in another language, part by part in its order.",
    answer=lambda fields: Translation,
    takes={"target_language": REQUIRED},
    not_offered={"offline": NOT_OFFLINE},
)
