"""What somebody said in a conversation, or is about to say."""

from __future__ import annotations

from typing import ClassVar

import uuid_utils.compat as uuid
from django.db import models
from django.db.models import Q
from django.utils import timezone

from generation.models.conversation import Conversation
from generation.models.speaker import Speaker


class Utterance(models.Model):
    """Answers to one `parent` are alternatives of each other, of which one is active; edits and new replies make more.

    The conversation as it stands is the line of active ones from the first on; `position` counts along it from 0.
    `job_id` is the job that writes it, which may be deleted before it is. `account` is what its prompt was made of, as
    `generation.conversations.account` tells it. Costs are in billionths of a dollar, null where they are not known;
    `simulated_nano` is what calls would have cost that nobody pays for.
    """

    class State(models.TextChoices):
        AWAITED = "awaited"
        WRITTEN = "written"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="utterances", db_index=False)
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="utterances")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    position = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WRITTEN)
    text = models.TextField(blank=True)
    job_id = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    model = models.CharField(max_length=120, blank=True)
    input_tokens = models.PositiveIntegerField(null=True, blank=True)
    output_tokens = models.PositiveIntegerField(null=True, blank=True)
    cost_nano = models.BigIntegerField(null=True, blank=True)
    simulated_nano = models.BigIntegerField(null=True, blank=True)
    account = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["conversation", "position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parent"], name="utterance_active_answer", condition=Q(is_active=True, parent__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["conversation"],
                name="utterance_active_beginning",
                condition=Q(is_active=True, parent__isnull=True),
            ),
            models.CheckConstraint(condition=Q(parent__isnull=False) | Q(position=0), name="utterance_begins_at_0"),
            models.CheckConstraint(
                condition=~Q(state="awaited") | Q(job_id__isnull=False), name="utterance_awaited_of_a_job"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["conversation", "is_active", "position"], name="utterance_of_conversation")
        ]

    def __str__(self) -> str:
        return self.text[:60]
