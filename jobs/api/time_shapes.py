"""People's time in the API: what may be sent, and what is answered."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.fields import AwareDateTimeField
from accounts.api.serializers import StrictSerializer
from jobs.api.outputs import Out, PageOut


class StartTimerIn(StrictSerializer):
    """How to start a timer."""

    stop_other = serializers.BooleanField(
        default=False, help_text="Stop your timer on another job first; without it, that is a 409."
    )


class TimeEntryIn(StrictSerializer):
    """A span of time that you worked."""

    started_at = AwareDateTimeField()
    stopped_at = AwareDateTimeField()


class TimeEntryPatchIn(StrictSerializer):
    """What is to be set right. What is left out stays."""

    started_at = AwareDateTimeField(required=False)
    stopped_at = AwareDateTimeField(required=False, help_text="Stops an entry that runs.")


class TimesOut(Out):
    started_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True)


class TimeCorrectionOut(Out):
    """What somebody set right."""

    by = serializers.UUIDField(allow_null=True)
    at = serializers.DateTimeField()
    before = TimesOut(allow_null=True, help_text="Null where the entry was made by hand.")
    after = TimesOut(allow_null=True)


class TimeEntryOut(Out):
    number = serializers.IntegerField(help_text="Of this job; none is given twice.")
    person = serializers.UUIDField(allow_null=True)
    started_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True, help_text="Null while the timer runs.")
    minutes = serializers.FloatField(help_text="So far, while it runs.")
    corrections = TimeCorrectionOut(many=True)
    links = serializers.DictField(child=serializers.CharField())


class TimeEntryListOut(PageOut):
    results = TimeEntryOut(many=True)
