"""Takes over tasks from another program, each once."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import User
from jobs.models import Job
from jobs.queue import history
from jobs.queue.enqueue import NewJob
from jobs.queue.history import Past
from jobs.queue.journal import sanitised
from jobs.services.task_file import Task
from jobs.states import MANUAL


def is_there(owner: User, task: Task) -> bool:
    """Whether the task was taken over before."""
    return Job.objects.filter(owner=owner, idempotency_key=task.key).exists()


def import_task(owner: User, task: Task) -> bool:
    """Enter `task` as the owner's manual job with its state and times; False when it is there already."""
    new = NewJob(
        owner_id=owner.pk,
        kind=MANUAL,
        payload={},
        payload_version=1,
        title=sanitised(task.title),
        description=sanitised(task.description),
        category=sanitised(task.category),
        tags=sanitised(list(task.tags)),
        priority=task.priority,
        due_at=task.due_at,
        estimated_minutes=task.estimated_minutes,
        max_attempts=1,
        timeout_seconds=3600.0,
        idempotency_key=task.key,
        beyond_limit=True,
    )
    spent = timedelta(minutes=task.actual_minutes or 0)
    return history.enter(new, Past(task.status, task.created_at, task.completed_at, spent)).created
