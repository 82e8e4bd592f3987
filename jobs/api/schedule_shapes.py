"""Recurring jobs in the API: what may be said of them, and what is answered."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.fields import WordField
from accounts.api.serializers import StrictSerializer
from jobs.api.inputs import TagsField
from jobs.api.outputs import Out, PageOut
from jobs.models import Schedule
from jobs.states import Priority

_LINE = "Minute, hour, day of month, month, day of week (`30 6 * * 1-5`), or `@daily` and the like."
OVERLAPS = Schedule.Overlap.values
_OVERLAP = "`skip` makes no job while the one before has not ended."
MISSED = Schedule.Missed.values
_MISSED = "What is made of times that passed while no worker ran: `once` one job of them all, `skip` none, `all` each."


class SchedulePatchIn(StrictSerializer):
    """What may be changed of a schedule. What is left out stays."""

    name = serializers.CharField(max_length=200, required=False, help_text="Yours alone; no two may be the same.")
    kind = serializers.CharField(max_length=64, required=False, help_text="A registered kind.")
    payload = serializers.DictField(required=False, help_text="As the kind takes it; it checks every field.")
    title = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="Of its jobs; the kind's own if left out."
    )
    category = serializers.CharField(max_length=64, required=False, allow_blank=True)
    tags = TagsField(required=False)
    priority = WordField(Priority.values, required=False)
    cron = serializers.CharField(max_length=100, required=False, help_text=_LINE)
    time_zone = serializers.CharField(max_length=64, required=False, help_text="Such as `Europe/Paris`.")
    overlap = WordField(OVERLAPS, required=False, help_text=_OVERLAP)
    missed = WordField(MISSED, required=False, help_text=_MISSED)


class ScheduleIn(SchedulePatchIn):
    """A recurring job."""

    name = serializers.CharField(max_length=200, help_text="Yours alone; no two may be the same.")
    kind = serializers.CharField(max_length=64, help_text="A registered kind, such as `character_card`.")
    payload = serializers.DictField(default=dict, help_text="As the kind takes it; it checks every field.")
    cron = serializers.CharField(max_length=100, help_text=_LINE)
    time_zone = serializers.CharField(
        max_length=64, required=False, help_text="Such as `Europe/Paris`; that of your account if left out."
    )


class ScheduleOut(Out):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()
    payload = serializers.JSONField()
    title = serializers.CharField()
    category = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    priority = serializers.ChoiceField(choices=Priority.values)
    cron = serializers.CharField()
    time_zone = serializers.CharField()
    overlap = serializers.ChoiceField(choices=OVERLAPS)
    missed = serializers.ChoiceField(choices=MISSED)
    paused_at = serializers.DateTimeField(allow_null=True)
    next_at = serializers.DateTimeField(allow_null=True, help_text="Null while it is paused.")
    upcoming = serializers.ListField(child=serializers.DateTimeField(), help_text="The next five times, in UTC.")
    last_at = serializers.DateTimeField(allow_null=True, help_text="When it last made a job.")
    last_job_id = serializers.UUIDField(allow_null=True)
    last_error = serializers.CharField(allow_null=True, help_text="Why the last time made no job; null when it did.")
    created_at = serializers.DateTimeField()
    links = serializers.DictField(child=serializers.CharField())


class ScheduleListOut(PageOut):
    results = ScheduleOut(many=True)
