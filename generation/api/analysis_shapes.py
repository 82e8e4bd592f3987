"""Shapes of the API of analyses. What may be asked for comes from its own schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from accounts.api.serializers import StrictSerializer
from generation.api.serializers import SubmissionIn
from generation.cards.options.reference import plain_schema
from generation.documents.analysis import Analysis
from jobs.states import Priority, Status

DEFAULT_LIMIT, MAX_LIMIT = 50, 500
_LAST_INDEX = 2**31 - 1

EXAMPLE = OpenApiExample(
    "A summary of a text",
    request_only=True,
    media_type="application/json",
    value={"text": "# Minutes\n\nPresent: Ada, Ben.\n\nThe roof is mended by May.", "template": "summary"},
)


class ToldIn(SubmissionIn):
    """What a job may be told, and how its document is called."""

    name = serializers.CharField(max_length=200, required=False)


class AnalysisQuery(StrictSerializer):
    after = serializers.IntegerField(
        min_value=-1, max_value=_LAST_INDEX, default=-1, help_text="Parts after this index; see `next`."
    )
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT)


class FailureCauseOut(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`class` is a word of Python."""
        return {
            "class": serializers.CharField(),
            "count": serializers.IntegerField(),
            "first_index": serializers.IntegerField(),
            "message": serializers.CharField(help_text="Of the first."),
        }


class WhyOut(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """As above."""
        return {"class": serializers.CharField(), "message": serializers.CharField()}


class PartResultOut(serializers.Serializer[Any]):
    """Characters `start` to `end` (exclusive) of the document."""

    index = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    result = serializers.JSONField(help_text="By the template; places in it count from the document's first character.")


class GapOut(serializers.Serializer[Any]):
    """A part without a result."""

    index = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    error = WhyOut()


class PartCountsOut(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    running = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="For a worker, a place among the parts, or the next attempt.")
    cancelled = serializers.IntegerField()


class AnalysisOut(serializers.Serializer[Any]):
    job_id = serializers.UUIDField()
    document_id = serializers.UUIDField()
    template = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.values)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    progress_message = serializers.CharField()
    total_chunks = serializers.IntegerField(help_text="0 until the document is split.")
    chunks_completed = serializers.IntegerField()
    chunks_failed = serializers.IntegerField()
    chunks = PartCountsOut()
    eta_seconds = serializers.FloatField(
        allow_null=True, help_text="Until all parts are done, at the pace of the last minute; null when unknown."
    )
    results = PartResultOut(many=True, help_text="Parts of this page that are done, in the document's order.")
    gaps = GapOut(many=True, help_text="Parts of this page that ended without a result.")
    next = serializers.URLField(allow_null=True, help_text="The parts that follow, of those that have ended.")
    summary = serializers.JSONField(allow_null=True, help_text="All parts put together; null until then.")
    error = WhyOut(allow_null=True)
    error_summary = serializers.CharField(allow_null=True)
    causes = FailureCauseOut(many=True)
    cost_usd = serializers.CharField(allow_null=True, help_text="Of the job with its parts; null when unknown.")
    usage = serializers.DictField()
    links = serializers.DictField(child=serializers.CharField())


def body_schema(*, is_form: bool) -> dict[str, Any]:
    """The body of a submission: a document in one of three ways, what is asked of it, what its job is told."""
    schema = plain_schema(Analysis)
    properties: dict[str, Any] = schema["properties"]
    source: dict[str, Any] = {"text": {"type": "string", "description": "The document itself, up to 1 MB of JSON."}}
    if is_form:
        source["file"] = {"type": "string", "format": "binary", "description": "PDF, DOCX, HTML, Markdown or text."}
    schema["properties"] = {
        **source,
        **properties,
        "name": {"type": "string", "maxLength": 200, "description": "How the document is called."},
        "title": {"type": "string", "maxLength": 200, "description": "The job's title."},
        "priority": {"type": "string", "enum": list(Priority.values), "default": Priority.MEDIUM.value},
        "run_at": {"type": ["string", "null"], "format": "date-time", "description": "Not before this time."},
        "max_cost_usd": {"type": ["string", "null"], "format": "decimal", "description": "Cap of what it may cost."},
    }
    schema.pop("required", None)
    return schema
