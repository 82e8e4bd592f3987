"""Everything a card may be asked for: the one schema behind API, form and command line."""

from generation.cards.options.limits import RATINGS, allowed_ratings
from generation.cards.options.options import OPTION_GROUPS, CardOptions
from generation.cards.options.reference import describe, flat, json_schema, range_in_words
from generation.cards.options.shape import CARD_FIELDS

__all__ = [
    "CARD_FIELDS",
    "OPTION_GROUPS",
    "RATINGS",
    "CardOptions",
    "allowed_ratings",
    "describe",
    "flat",
    "json_schema",
    "range_in_words",
]
