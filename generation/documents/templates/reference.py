"""The templates told to programs: for forms, the API and documentation."""

from __future__ import annotations

from typing import Any

from generation.cards.options.reference import plain_schema
from generation.documents.templates.asked import Asked
from generation.documents.templates.registry import TEMPLATES


def describe(provider: str = "") -> list[dict[str, Any]]:
    """`[{name, label, help, takes: {field: required or optional}, offered, why_not}]` for the provider of that name."""
    return [
        {
            "name": template.name,
            "label": template.label,
            "help": template.help,
            "takes": dict(template.takes),
            "offered": provider not in template.not_offered,
            "why_not": template.not_offered.get(provider, ""),
        }
        for template in TEMPLATES.values()
    ]


def fields() -> list[dict[str, Any]]:
    """`[{name, label, help, schema}]` for each field beside what a document is split by."""
    properties = plain_schema(Asked)["properties"]
    return [
        {"name": name, "label": schema["title"], "help": schema["description"], "schema": schema}
        for name, schema in properties.items()
    ]
