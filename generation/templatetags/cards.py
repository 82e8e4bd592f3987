"""How a card's prose is set."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_ACTION = re.compile(r"\*([^*\n]+)\*")


@register.filter
def prose(text: str) -> SafeString:
    """Escaped text with `*actions*` emphasised; nothing else in it is markup."""
    pieces = _ACTION.split(text)  # what is between asterisks stands at the odd places
    return format_html_join("", "{}", (_piece(piece, number % 2 == 1) for number, piece in enumerate(pieces)))


def _piece(text: str, is_action: bool) -> tuple[SafeString | str]:
    return (format_html("<em>{}</em>", text),) if is_action else (text,)
