"""A worker process, as it last reported itself."""

from typing import ClassVar

from django.db import models


class Worker(models.Model):
    class State(models.TextChoices):
        RUNNING = "running"
        DRAINING = "draining"
        STOPPED = "stopped"
        LOST = "lost"

    id = models.UUIDField(primary_key=True)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    version = models.CharField(max_length=40)
    kinds = models.JSONField(default=dict, help_text="The newest payload version it reads, by kind.")
    concurrency = models.PositiveIntegerField()
    running = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    stop_requested = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True, blank=True, help_text="Claims nothing until it is resumed.")
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"
