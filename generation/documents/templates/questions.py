"""The template `questions`."""

from __future__ import annotations

from generation.documents.drafts import Answers
from generation.documents.templates.base import REQUIRED, Template

QUESTIONS = Template(
    name="questions",
    label="Questions",
    help="Your questions, each answered with the passage that says so, or said to be unanswered.",
    answer=lambda fields: Answers,
    takes={"questions": REQUIRED},
)
