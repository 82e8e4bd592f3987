"""A unit of work. Only `jobs.queue` writes its state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import ClassVar
from uuid import UUID

import uuid_utils.compat as uuid
from django.conf import settings
from django.db import models
from django.db.models import Case, Func, Q, Value, When
from django.db.models.functions import Now

from jobs.models.ids import ids_between
from jobs.models.invariants import job_constraints
from jobs.states import FINAL, MANUAL, PRIORITY_RANK, Custody, HeldReason, Phase, Priority, Status, highest

# Of jobs that are not final, these are overdue.
PAST_DUE = Q(due_at__lt=Now())


class JobQuerySet(models.QuerySet["Job"]):
    def owned_by(self, owner_id: UUID) -> JobQuerySet:
        return self.filter(owner_id=owner_id)

    def tasks(self) -> JobQuerySet:
        """People's work. The kind stands in the statement: a plan that is kept does not know what a parameter will be,
        and takes no index of this kind's rows alone."""
        return self.filter(kind=Func(template=f"'{MANUAL}'", output_field=models.CharField()))

    def top_level(self) -> JobQuerySet:
        return self.filter(parent__isnull=True)

    def live(self) -> JobQuerySet:
        return self.filter(outcome__isnull=True)

    def overdue(self) -> JobQuerySet:
        return self.live().filter(PAST_DUE)

    def final(self) -> JobQuerySet:
        return self.filter(outcome__isnull=False)

    def created_between(self, start: datetime, end: datetime) -> JobQuerySet:
        """By their ids, which are in the order of time, and then by the clock."""
        first, last = ids_between(start, end)
        return self.filter(pk__gte=first, pk__lt=last, created_at__gte=start, created_at__lt=end)

    def ended_between(self, start: datetime, end: datetime) -> JobQuerySet:
        return self.final().filter(finished_at__gte=start, finished_at__lt=end)

    def by_ended_kinds(self) -> JobQuerySet:
        """The same final jobs, found by an index that has their kinds before their times."""
        return self.final().filter(kind__in=list(self.ended_kinds()), outcome__in=sorted(FINAL))

    def ended_kinds(self) -> Iterator[str]:
        """The kinds of which there are finished jobs, whether this release knows them or not; an index probe each."""
        ended, kind = self.model.objects.final().order_by("kind").values_list("kind", flat=True), ""
        while (found := ended.filter(kind__gt=kind).first()) is not None:
            kind = found
            yield kind

    def with_priority_rank(self) -> JobQuerySet:
        """Adds `priority_rank`, so that lists sort urgent above low: of what a job has, and of what it inherits."""
        highest_first = sorted(PRIORITY_RANK.items(), key=itemgetter(1), reverse=True)
        whens = [
            When(Q(priority=word) | Q(lifted_to=word, outcome__isnull=True), then=Value(rank))
            for word, rank in highest_first
        ]
        return self.annotate(priority_rank=Case(*whens, output_field=models.SmallIntegerField()))


class Job(models.Model):
    """Columns are explained in docs/architecture.md.

    No index, partial predicate or constraint that needs an index names a column that claim writes
    (`status`, `custody`, `attempt`, `lease_id`, `started_at`, `last_seq`), so that a claim stays a HOT update.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    kind = models.CharField(max_length=64)
    payload_version = models.PositiveSmallIntegerField(default=1)
    payload = models.JSONField(default=dict)
    title = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs", db_index=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_jobs",
        db_index=False,
    )
    category = models.CharField(max_length=64, blank=True)
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.MEDIUM)
    lifted_to = models.CharField(
        max_length=8,
        choices=Priority.choices,
        null=True,
        blank=True,
        help_text="Priority of the most urgent job that waits for it, where that is higher than its own.",
    )

    status = models.CharField(max_length=16, choices=Status.choices)
    custody = models.CharField(max_length=8, choices=Custody.choices, null=True, blank=True)
    phase = models.CharField(max_length=4, choices=Phase.choices, default=Phase.RUN)
    round = models.PositiveIntegerField(default=0, help_text="Number of the fan-out.")
    attempt = models.PositiveIntegerField(default=0, help_text="Claims so far; never falls.")
    failures = models.PositiveIntegerField(default=0, help_text="Errors, timeouts and losses so far.")
    losses = models.PositiveSmallIntegerField(default=0, help_text="Workers lost with this job.")
    max_attempts = models.PositiveIntegerField(default=3, help_text="Failures allowed.")
    timeout_seconds = models.FloatField(default=3600.0)
    lease_id = models.UUIDField(null=True, blank=True)
    turn_at = models.DateTimeField(null=True, blank=True)
    wake_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    hold_requested = models.CharField(max_length=8, choices=HeldReason.choices, null=True, blank=True)
    held_reason = models.CharField(max_length=8, choices=HeldReason.choices, null=True, blank=True)

    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children", db_index=False
    )
    # Its own for most jobs: a key and an entry in an index of each would be a fifth of what inserting one costs.
    root = models.ForeignKey(
        "self", on_delete=models.DO_NOTHING, related_name="tree", db_index=False, db_constraint=False
    )
    children_total = models.PositiveIntegerField(default=0)
    children_open = models.PositiveIntegerField(default=0)
    children_failed = models.PositiveIntegerField(default=0)
    children_at_once = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many of its children may be at work at a time. Empty: all."
    )
    join_policy = models.JSONField(null=True, blank=True)
    has_place = models.BooleanField(
        null=True, help_text="Among the children of its parent that may be at work. Empty: they all may."
    )
    open_edges = models.PositiveIntegerField(default=0, help_text="Jobs this one still waits for.")
    schedule_id = models.UUIDField(null=True, blank=True)
    unique_key = models.CharField(max_length=200, null=True, blank=True)
    keeps_key = models.BooleanField(
        default=False, db_default=False, help_text="Whether it has its unique key beyond its end."
    )
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)
    request_hash = models.CharField(max_length=64, blank=True)

    progress = models.PositiveSmallIntegerField(default=0)
    progress_message = models.CharField(max_length=200, blank=True)
    last_seq = models.PositiveIntegerField(default=0, help_text="Number of the last event.")
    result = models.JSONField(null=True, blank=True)
    error_class = models.CharField(max_length=100, blank=True)
    error_message = models.TextField(blank=True)
    max_cost_nano = models.BigIntegerField(null=True, blank=True, help_text="Cap in billionths of a dollar.")
    estimated_minutes = models.PositiveIntegerField(null=True, blank=True)

    run_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    remind_minutes_before = models.PositiveIntegerField(
        null=True, blank=True, help_text="How long before it is due its person is reminded."
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            *job_constraints(),
            models.UniqueConstraint(
                fields=["owner", "idempotency_key"],
                name="job_idempotency_key",
                condition=Q(idempotency_key__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["unique_key"], name="job_unique_key", condition=Q(unique_key__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "turn_at", "id"], name="job_ready", condition=Q(turn_at__isnull=False)),
            models.Index(fields=["wake_at"], name="job_wake", condition=Q(wake_at__isnull=False)),
            models.Index(fields=["owner", "-id"], name="job_of_owner"),
            # How much an owner has unfinished and waiting: its quota, and its place in the order of claiming.
            models.Index(
                fields=["owner", "priority", "parent", "turn_at"],
                name="job_standing",
                condition=Q(outcome__isnull=True),
            ),
            models.Index(fields=["parent", "id"], name="job_children", condition=Q(parent__isnull=False)),
            models.Index(
                fields=["parent", "has_place", "id"],
                name="job_places",
                condition=Q(has_place__isnull=False, outcome__isnull=True),
            ),
            models.Index(fields=["root"], name="job_parts", condition=Q(parent__isnull=False)),
            models.Index(fields=["assignee"], name="job_of_assignee", condition=Q(assignee__isnull=False)),
            models.Index(fields=["id"], name="job_lifted", condition=Q(lifted_to__isnull=False, outcome__isnull=True)),
            models.Index(fields=["held_reason", "id"], name="job_held", condition=Q(held_reason__isnull=False)),
            models.Index(
                fields=["id"],
                name="job_fanned_out",
                condition=Q(join_policy__isnull=False, outcome__isnull=True),
            ),
            models.Index(
                fields=["kind", "outcome", "finished_at"],
                name="job_finished",
                condition=Q(outcome__isnull=False),
            ),
            models.Index(
                fields=["owner", "finished_at"],
                name="job_finished_of_owner",
                condition=Q(outcome__isnull=False),
            ),
            # What a person has to do and has done, beside however much machines do for them.
            models.Index(
                fields=["owner", "id"], name="job_open_tasks", condition=Q(kind=MANUAL, finished_at__isnull=True)
            ),
            models.Index(fields=["owner", "id"], name="job_newest_tasks", condition=Q(kind=MANUAL)),
            models.Index(fields=["owner", "finished_at", "id"], name="job_tasks_of_owner", condition=Q(kind=MANUAL)),
            models.Index(fields=["owner", "due_at"], name="job_due_of_owner", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.id}"

    @property
    def is_final(self) -> bool:
        return self.status in FINAL

    @property
    def effective_priority(self) -> str:
        """What its place in the order of claiming comes from: its own priority, or that which it was lifted to."""
        return highest(self.priority, self.lifted_to) if self.lifted_to else self.priority
