"""What is wrong with a payload is said in plain sentences."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, ValidationError

from jobs.handlers import Payload, field_errors


class Order(Payload):
    name: Annotated[str, Field(min_length=2, max_length=4)] = "abc"
    count: Annotated[int, Field(ge=1, le=9)] = 1
    size: Literal["small", "large"] = "small"
    parts: Annotated[tuple[int, ...], Field(max_length=2)] = ()
    price: Annotated[float, Field(ge=1e-6, le=1e6)] = 1.0
    gift: bool = False


class Named(Payload):
    name: str


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"name": "a"}, "name", "Too short; send at least 2 characters."),
        ({"name": "abcde"}, "name", "Too long; send at most 4 characters."),
        ({"name": 3}, "name", "Must be text."),
        ({"count": 0}, "count", "Must be 1 or more."),
        ({"count": 10}, "count", "Must be 9 or less."),
        ({"count": 1.5}, "count", "Must be a whole number."),
        ({"count": "many"}, "count", "Must be a whole number."),
        ({"size": "huge"}, "size", "Must be one of 'small' or 'large'."),
        ({"parts": 3}, "parts", "Must be a list."),
        ({"parts": [1, 2, 3]}, "parts", "Too many; send at most 2."),
        ({"parts": [1, "x"]}, "parts.1", "Must be a whole number."),
        ({"price": 0}, "price", "Must be 0.000001 or more."),
        ({"price": 2e6}, "price", "Must be 1000000 or less."),
        ({"gift": "perhaps"}, "gift", "Must be true or false."),
        ({"colour": "red"}, "colour", "Unknown field; remove it."),
    ],
)
def test_a_wrong_value_is_told_what_to_send(sent: dict[str, Any], field: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Order.model_validate(sent)
    assert {field: sentence} == field_errors(caught.value)


def test_a_missing_value_is_asked_for() -> None:
    with pytest.raises(ValidationError) as caught:
        Named.model_validate({})
    assert {"payload.name": "Missing; send this field."} == field_errors(caught.value, prefix="payload")
