"""Fields that every app's API shares: what they refuse, they say how to mend."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import is_naive
from rest_framework import serializers


class AwareDateTimeField(serializers.DateTimeField):
    """A moment with its offset; one without is refused, for nobody knows whose time it is."""

    def enforce_timezone(self, value: datetime) -> datetime:
        if is_naive(value):
            raise serializers.ValidationError(
                "This time has no offset; end it with Z or one such as +01:00 (in an address, + is written %2B)."
            )
        return super().enforce_timezone(value)


class WordField(serializers.ChoiceField):
    """One of a few words; the refusal lists them."""

    def __init__(self, choices: list[str], **options: Any) -> None:
        refusal = f"{{input!r:.80}} is not known; choose {', '.join(choices)}."
        super().__init__(choices=choices, error_messages={"invalid_choice": refusal}, **options)


class RepeatedField(serializers.ListField):
    """Several texts in an address, each whole: `tag=a&tag=b`. A refusal names the parameter, not the item."""

    def run_child_validation(self, data: Any) -> list[Any]:
        try:
            return super().run_child_validation(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            raise serializers.ValidationError(next(iter(error.detail.values()))) from None


class WordsField(RepeatedField):
    """Several words in an address: repeated (`status=a&status=b`) or with commas (`status=a,b`)."""

    def to_internal_value(self, data: Any) -> list[Any]:
        return super().to_internal_value([word for text in data for word in str(text).split(",")])
