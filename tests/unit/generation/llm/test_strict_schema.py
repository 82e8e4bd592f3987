from collections.abc import Iterator
from typing import Any

import pytest

from generation.cards import drafts
from generation.llm.strict_schema import response_format

SCHEMAS = [
    value
    for value in vars(drafts).values()
    if isinstance(value, type) and issubclass(value, drafts.Draft) and value is not drafts.Draft
]


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for child in node.values():
            yield from objects(child)


class TestResponseFormat:
    @pytest.mark.parametrize("schema", SCHEMAS)
    def test_closes_every_object(self, schema: type[drafts.Draft]) -> None:
        form = response_format(schema)["json_schema"]
        found = list(objects(form["schema"]))
        assert found
        assert form["name"] == schema.__name__
        for node in found:
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])

    def test_keeps_choices_and_leaves_out_limits(self) -> None:
        schema = response_format(drafts.LorePlan)["json_schema"]["schema"]
        entry = schema["$defs"]["LorePlanEntry"]["properties"]
        assert "faction" in entry["category"]["enum"]
        assert entry["title"] == {"type": "string"}
        assert schema["properties"]["entries"] == {
            "type": "array",
            "items": {"$ref": "#/$defs/LorePlanEntry"},
        }
