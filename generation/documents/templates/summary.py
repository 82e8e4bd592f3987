"""The template `summary`."""

from __future__ import annotations

from generation.documents.drafts import Summary
from generation.documents.templates.base import Template

SUMMARY = Template(
    name="summary",
    label="Summary",
    help="The main points, each with the passage it rests on.",
    answer=lambda fields: Summary,
)
