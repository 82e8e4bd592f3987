"""Notices in the API: what may be said of them, and what is answered."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.serializers import StrictSerializer
from jobs.api.outputs import Out, PageOut

MOST_IDS = 200


class DismissIn(StrictSerializer):
    """Which notices are seen."""

    ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=MOST_IDS, help_text="All of them if left out."
    )


class DismissedOut(Out):
    dismissed = serializers.IntegerField(help_text="How many of them were open.")


class NoticeOut(Out):
    """What you were reminded of."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    about = serializers.UUIDField(allow_null=True, help_text="The job that it tells of; it may be gone.")
    at = serializers.DateTimeField()
    links = serializers.DictField(child=serializers.CharField())


class NoticeListOut(PageOut):
    results = NoticeOut(many=True)
