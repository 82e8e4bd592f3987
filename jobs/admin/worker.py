"""The registry of workers."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import action
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from jobs.admin.reading import ReadOnlyAdmin
from jobs.models import Worker
from jobs.services import ask_to_stop, pause_worker, resume_worker

BADGES = {
    Worker.State.RUNNING: "success",
    Worker.State.DRAINING: "warning",
    Worker.State.STOPPED: "default",
    Worker.State.LOST: "danger",
}


@admin.register(Worker)
class WorkerAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "badge", "paused_at", "running", "concurrency", "version", "heartbeat_at", "started_at")
    list_filter = ("state",)
    search_fields = ("host",)
    actions = ("pause", "resume", "stop")

    @display(description="State", label=BADGES, ordering="state")
    def badge(self, worker: Worker) -> str:
        return worker.state

    def has_control_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("jobs.change_worker"))

    @action(description="Pause the chosen workers", permissions=["control"])
    def pause(self, request: HttpRequest, workers: QuerySet[Worker]) -> None:
        """They claim nothing more, and go on with what they run."""
        self._tell(request, [worker for worker in workers if pause_worker(worker.pk)], "Paused")

    @action(description="Resume the chosen workers", permissions=["control"])
    def resume(self, request: HttpRequest, workers: QuerySet[Worker]) -> None:
        self._tell(request, [worker for worker in workers if resume_worker(worker.pk)], "Resumed")

    def _tell(self, request: HttpRequest, changed: list[Worker], done: str) -> None:
        for worker in changed:
            self.log_change(request, worker, f"{done}.")
        self.message_user(request, f"{done}: {len(changed)}.")

    @action(description="Ask the chosen workers to stop", permissions=["control"])
    def stop(self, request: HttpRequest, workers: QuerySet[Worker]) -> None:
        """They claim nothing more and end when their jobs have; a supervisor starts them again."""
        chosen = list(workers.filter(stopped_at=None))
        for worker in chosen:
            ask_to_stop(worker.pk)
            self.log_change(request, worker, "Asked to stop.")
        self.message_user(request, f"Asked {len(chosen)} workers to stop.")
