"""The template `custom`."""

from __future__ import annotations

from generation.documents.drafts import custom
from generation.documents.templates.base import OPTIONAL, REQUIRED, Template

CUSTOM = Template(
    name="custom",
    label="Your own fields",
    help="A JSON object by your own schema, filled in from the document; what it does not say is null.",
    answer=lambda fields: custom(fields.output_schema or {}),
    takes={"output_schema": REQUIRED, "instruction": OPTIONAL},
)
