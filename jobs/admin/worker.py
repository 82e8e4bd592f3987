"""The registry of workers."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import action
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from jobs.admin.reading import ReadOnlyAdmin
from jobs.models import Worker
from jobs.services import ask_to_stop

BADGES = {
    Worker.State.RUNNING: "success",
    Worker.State.DRAINING: "warning",
    Worker.State.STOPPED: "default",
    Worker.State.LOST: "danger",
}


@admin.register(Worker)
class WorkerAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "badge", "running", "concurrency", "version", "heartbeat_at", "started_at")
    list_filter = ("state",)
    search_fields = ("host",)
    actions = ("stop",)

    @display(description="State", label=BADGES, ordering="state")
    def badge(self, worker: Worker) -> str:
        return worker.state

    def has_control_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("jobs.change_worker"))

    @action(description="Ask the chosen workers to stop", permissions=["control"])
    def stop(self, request: HttpRequest, workers: QuerySet[Worker]) -> None:
        """They claim nothing more and end when their jobs have; a supervisor starts them again."""
        chosen = list(workers.filter(stopped_at=None))
        for worker in chosen:
            ask_to_stop(worker.pk)
            self.log_change(request, worker, "Asked to stop.")
        self.message_user(request, f"Asked {len(chosen)} workers to stop.")
