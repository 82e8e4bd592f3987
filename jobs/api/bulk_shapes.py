"""One action on many jobs in the API: what may be asked for, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from accounts.api.fields import WordField
from accounts.api.serializers import StrictSerializer
from jobs.api.outputs import Out
from jobs.api.queries import JobFilterQuery
from jobs.queue.acted import MOST_IDS, BulkAction, BulkOutcome

ACTIONS = [action.value for action in BulkAction]
OUTCOMES = [outcome.value for outcome in BulkOutcome]


class JobFilterIn(JobFilterQuery):
    """The filters of the list of jobs, as JSON. All that are given must match; of a list, any."""

    def to_internal_value(self, data: Any) -> Any:
        """One word may stand without a list around it; anything else that is no list is refused by name."""
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)
        given, wrong = dict(data), {}
        for name, field in self.fields.items():
            if name not in given or not isinstance(field, serializers.ListField):
                continue
            words = [given[name]] if isinstance(given[name], str) else given[name]
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                wrong[name] = ["Send a list of words."]
            given[name] = words
        if wrong:
            raise serializers.ValidationError(wrong)
        return super().to_internal_value(given)


class BulkIn(StrictSerializer):
    """An action and the jobs it is for: one of `ids`, `filter` and `all: true`."""

    action = WordField(ACTIONS)
    ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, allow_empty=False, max_length=MOST_IDS, help_text="Of jobs."
    )
    filter = JobFilterIn(required=False, help_text="As of the list of jobs; top-level jobs unless it says otherwise.")
    all = serializers.BooleanField(required=False, help_text="All your top-level jobs.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("all") is False:
            raise serializers.ValidationError({"all": ["Send true, or leave it out and send ids or filter."]})
        if [name in attrs for name in ("ids", "filter", "all")].count(True) != 1:
            raise serializers.ValidationError("Send one of ids, filter and all: true.")
        return attrs


class BulkCountsOut(Out):
    """How many jobs had each outcome."""

    done = serializers.IntegerField()
    unchanged = serializers.IntegerField(help_text="They were so already.")
    wrong_state = serializers.IntegerField(help_text="Their state rules the action out.")
    not_found = serializers.IntegerField(help_text="Missing, or not yours.")


class ActedOut(Out):
    """What became of one job."""

    job_id = serializers.UUIDField()
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    detail = serializers.CharField(required=False, help_text="Why it was not done, and what to do instead.")


class BulkOut(Out):
    """What became of each job."""

    action = serializers.ChoiceField(choices=ACTIONS)
    total = serializers.IntegerField()
    counts = BulkCountsOut()
    results = ActedOut(many=True)
    omitted = serializers.IntegerField(help_text="Outcomes that `results` leaves out.")
