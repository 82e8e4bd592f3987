"""Shapes of the API of documents."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from accounts.api.serializers import StrictSerializer
from generation.models.document import NAME_LENGTH

# Characters of a text that one answer gives.
SPAN = 100_000
_FARTHEST = 2_000_000_000

TEXT_EXAMPLE = OpenApiExample(
    "A short text",
    request_only=True,
    media_type="application/json",
    value={
        "name": "Minutes of May",
        "text": "# Minutes\n\nPresent: Ada, Ben.\n\n## Decisions\n\n- The roof is mended.",
    },
)


class DocumentIn(StrictSerializer):
    """Either of the two."""

    file = serializers.FileField(
        required=False, max_length=None, help_text="PDF, Word (.docx), HTML, Markdown or plain text, known by content."
    )
    text = serializers.CharField(required=False, trim_whitespace=False, help_text="At most 1 MB of JSON in all.")
    name = serializers.CharField(
        required=False, max_length=NAME_LENGTH, help_text="What lists call it; the file's own name if left out."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("file" in attrs) == ("text" in attrs):
            raise ValidationError({"file": ["Send a document, either as `file` of a form or as `text` in JSON."]})
        return attrs


class DocumentsQuery(StrictSerializer):
    q = serializers.CharField(max_length=200, required=False, help_text="Words in the name.")
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)
    offset = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class SpanQuery(StrictSerializer):
    start = serializers.IntegerField(min_value=0, max_value=_FARTHEST, default=0, help_text="First character.")
    end = serializers.IntegerField(
        min_value=0,
        max_value=_FARTHEST,
        required=False,
        help_text=f"The character after the last; at most {SPAN:,} after `start`, which is also the default.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        end = attrs.setdefault("end", attrs["start"] + SPAN)
        if not attrs["start"] <= end <= attrs["start"] + SPAN:
            raise ValidationError({"end": [f"Must be `start` or up to {SPAN:,} more; ask again for the rest."]})
        return attrs


class DocumentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField(help_text="By what stands in it, whatever its name says.")
    size_bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    encoding = serializers.CharField(help_text="Of a text, once it is read; empty for other kinds.")
    text_length = serializers.IntegerField(allow_null=True, help_text="Characters; null until a job has read it.")
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField()
    links = serializers.DictField(child=serializers.CharField())


class StoredOut(DocumentOut):
    is_new = serializers.BooleanField(help_text="False where you had sent the same bytes before: under the first name.")


class DocumentListOut(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = DocumentOut(many=True)


class DocumentTextOut(serializers.Serializer[Any]):
    document_id = serializers.UUIDField()
    start = serializers.IntegerField()
    end = serializers.IntegerField(help_text="Less than asked for where the text ends before.")
    text_length = serializers.IntegerField()
    text = serializers.CharField()
