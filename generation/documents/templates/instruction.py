"""The template of those who choose none and write an instruction."""

from __future__ import annotations

from generation.documents.drafts import Instructed
from generation.documents.templates.base import REQUIRED, Template

INSTRUCTION = Template(
    name="instruction",
    label="Instruction",
    help="Whatever you ask for in your own words, each finding with the passage it rests on.",
    answer=lambda fields: Instructed,
    takes={"instruction": REQUIRED},
)
