"""What the jobs API answers with, for its schema: the values come from `jobs.services`."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from jobs.events import EVENT_TYPES, LEVELS
from jobs.services.cause import Code
from jobs.services.outcome import Outcome
from jobs.states import AttemptOutcome, HeldReason, Priority, Status

Out = serializers.Serializer[Any]
STEP_STATES = ["running", "finished", "failed", "stopped"]


def money(text: str) -> serializers.CharField:
    return serializers.CharField(allow_null=True, help_text=f"{text} Dollars as a decimal string; null when unknown.")


CONTROL_OUTCOMES = [outcome.value for outcome in Outcome]
CAUSE_CODES = [code.value for code in Code]


class ErrorOut(Out):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`class` is a word of Python."""
        return {"class": serializers.CharField(), "message": serializers.CharField()}


class UsageOut(Out):
    """Sums over all calls of models."""

    calls = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    simulated_cost_usd = money("What the offline provider would have cost; never part of `cost_usd`.")
    abandoned_calls = serializers.IntegerField(help_text="Calls that were never answered to the end.")
    abandoned_estimate_usd = money("What those may have cost.")


class ChildrenOut(Out):
    """How far the children of a fan-out are."""

    total = serializers.IntegerField()
    open = serializers.IntegerField()
    failed = serializers.IntegerField(help_text="Failed or cancelled.")


class JobSummaryOut(Out):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.values)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    progress_message = serializers.CharField()
    priority = serializers.ChoiceField(choices=Priority.values)
    lifted_to = serializers.ChoiceField(
        choices=Priority.values,
        allow_null=True,
        help_text="The priority that it is worked with because a job of that priority waits for it; null: its own.",
    )
    category = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    owner = serializers.UUIDField()
    depends_on = serializers.ListField(child=serializers.UUIDField(), help_text="The jobs that this one waits for.")
    children = ChildrenOut(allow_null=True, help_text="Null unless it fanned out.")
    parent = serializers.UUIDField(allow_null=True)  # type: ignore[assignment] # DRF fields have such an attribute
    schedule = serializers.UUIDField(allow_null=True, help_text="The schedule that made it.")
    assignee = serializers.UUIDField(allow_null=True)
    attempt = serializers.IntegerField(help_text="Attempts begun so far.")
    failures = serializers.IntegerField()
    max_attempts = serializers.IntegerField(help_text="Failures allowed.")
    held_reason = serializers.ChoiceField(choices=HeldReason.values, allow_null=True)
    cancel_requested = serializers.BooleanField()
    hold_requested = serializers.ChoiceField(choices=HeldReason.values, allow_null=True)
    invalid = serializers.BooleanField(help_text="The kind is not known any more, or the payload does not fit it.")
    error = ErrorOut(allow_null=True)
    cost_usd = money("Real spend.")
    max_cost_usd = serializers.CharField(allow_null=True)
    usage = UsageOut()
    estimated_minutes = serializers.IntegerField(allow_null=True)
    remind_minutes_before = serializers.IntegerField(allow_null=True)
    actual_minutes = serializers.FloatField(
        allow_null=True, help_text="Of a manual job: what people spent on it, running timers up to now."
    )
    run_at = serializers.DateTimeField(allow_null=True)
    wake_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    last_seq = serializers.IntegerField(help_text="Number of the newest event.")
    links = serializers.DictField(child=serializers.CharField())


class ChunkOut(Out):
    """One part of the job's document: characters `start` to `end` (exclusive)."""

    index = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    job_id = serializers.UUIDField(help_text="The child job that works it.")
    status = serializers.ChoiceField(choices=Status.values)
    attempt = serializers.IntegerField()
    max_attempts = serializers.IntegerField()
    result = serializers.JSONField(allow_null=True)
    error = ErrorOut(allow_null=True)
    cost_usd = money("Real spend.")


class AttemptOut(Out):
    number = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=AttemptOutcome.values, allow_null=True, help_text="Null while it runs.")
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.FloatField(allow_null=True)
    error = ErrorOut(allow_null=True)


class StepOut(Out):
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=STEP_STATES)
    attempt = serializers.IntegerField(allow_null=True, help_text="The attempt that touched it last.")
    note = serializers.CharField(help_text="What its kind says about it, such as the prompt it used.")
    reused = serializers.BooleanField(help_text="A later attempt took over its stored output.")
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.FloatField(allow_null=True)


class EventOut(Out):
    seq = serializers.IntegerField()
    type = serializers.ChoiceField(choices=list(EVENT_TYPES))
    at = serializers.DateTimeField()
    level = serializers.ChoiceField(choices=list(LEVELS))
    message = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment] # serializers have such an attribute


class JobOut(JobSummaryOut):
    """One job whole."""

    lifted_by = serializers.UUIDField(allow_null=True, help_text="The job that it has its `lifted_to` from.")
    description = serializers.CharField()
    payload = serializers.JSONField(help_text="As its kind takes it.")
    result = serializers.JSONField(allow_null=True, help_text="As its kind gives it.")
    invalid_reason = serializers.CharField(allow_null=True)
    attempts = AttemptOut(many=True)
    steps = StepOut(many=True)
    log = EventOut(many=True, help_text="The newest events, oldest first.")


class SubmittedOut(Out):
    """A job that was accepted; `job` stands there when it was waited for and is final."""

    job_id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.values)
    links = serializers.DictField(child=serializers.CharField())
    job = JobOut(required=False)


class ControlledOut(Out):
    """What a control did; `unchanged` when the job was there already."""

    job_id = serializers.UUIDField()
    outcome = serializers.ChoiceField(choices=CONTROL_OUTCOMES)
    status = serializers.ChoiceField(choices=Status.values)
    job = JobOut()


class PageOut(Out):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class JobListOut(PageOut):
    count = serializers.IntegerField(allow_null=True, help_text="Null on pages by cursor.")
    results = JobSummaryOut(many=True)


class EventListOut(PageOut):
    """Oldest first; `next` is null when there is nothing newer yet."""

    results = EventOut(many=True)


class ArtefactOut(Out):
    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")
    digest = serializers.CharField(help_text="SHA-256 of the content, in hex.")
    created_at = serializers.DateTimeField()
    links = serializers.DictField(child=serializers.CharField())


class ArtefactListOut(PageOut):
    results = ArtefactOut(many=True)


class AttemptListOut(PageOut):
    results = AttemptOut(many=True)


class ChunkListOut(PageOut):
    results = ChunkOut(many=True)


class StepUsageOut(Out):
    step = serializers.CharField()
    provider = serializers.CharField()
    model = serializers.CharField()
    simulated = serializers.BooleanField()
    calls = serializers.IntegerField()
    open_calls = serializers.IntegerField()
    abandoned_calls = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    cost_usd = money("Real spend.")
    simulated_cost_usd = money("What the offline provider would have cost.")


class JobUsageOut(UsageOut):
    job_id = serializers.UUIDField()
    cost_usd = money("Real spend.")
    max_cost_usd = serializers.CharField(allow_null=True)
    by_step = StepUsageOut(many=True, help_text="A row for each step, provider and model.")


class CauseOut(Out):
    """One reason why a job does not run."""

    code = serializers.ChoiceField(choices=CAUSE_CODES)
    message = serializers.CharField(help_text="A sentence.")
    fix = serializers.CharField(help_text="What can be done about it.")
    at = serializers.DateTimeField(allow_null=True, help_text="The moment that the message names.")


class ExplainOut(Out):
    """Why a job is not running."""

    job_id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.values)
    causes = CauseOut(many=True, help_text="At least one.")


class BudgetOut(Out):
    """What the caller's jobs may cost in a day (UTC). Decimal strings."""

    daily_usd = serializers.CharField(allow_null=True, help_text="The cap; null where there is none.")
    spent_usd = serializers.CharField(help_text="Real spend today; calls that were cut off count as estimated.")
    reserved_usd = serializers.CharField(help_text="What calls under way may cost.")
    left_usd = serializers.CharField(allow_null=True, help_text="Null without a cap.")
    resets_at = serializers.DateTimeField()


class StatisticsOut(Out):
    """Counts of top-level jobs."""

    total = serializers.IntegerField()
    live = serializers.IntegerField()
    by_status = serializers.DictField(child=serializers.IntegerField())
    by_priority = serializers.DictField(child=serializers.IntegerField())
    by_kind = serializers.DictField(child=serializers.IntegerField())
    success_rate = serializers.FloatField(allow_null=True, help_text="Completed among completed, partial and failed.")
    mean_seconds = serializers.FloatField(allow_null=True, help_text="From start to finish of completed jobs.")
    retried = serializers.IntegerField(help_text="Jobs with at least one failure.")
