"""One function a use case."""

from jobs.queue.unique import OnConflict, Unique
from jobs.services.accounts import (
    delete_jobs_of,
    export_jobs_of,
    export_notices_of,
    export_schedules_of,
    export_time_of,
)
from jobs.services.control import cancel_job, hold_job, resume_job, retry_job
from jobs.services.edit import JobChanges, delete_job, update_job
from jobs.services.policies import Limits, limit_kind, pause_kind, resume_kind, weigh_owner
from jobs.services.submit import Submission, Submitted, submit
from jobs.services.submit_many import submit_many
from jobs.services.workers import ask_to_stop, bury, pause_worker, resume_worker

__all__ = [
    "JobChanges",
    "Limits",
    "OnConflict",
    "Submission",
    "Submitted",
    "Unique",
    "ask_to_stop",
    "bury",
    "cancel_job",
    "delete_job",
    "delete_jobs_of",
    "export_jobs_of",
    "export_notices_of",
    "export_schedules_of",
    "export_time_of",
    "hold_job",
    "limit_kind",
    "pause_kind",
    "pause_worker",
    "resume_job",
    "resume_kind",
    "resume_worker",
    "retry_job",
    "submit",
    "submit_many",
    "update_job",
    "weigh_owner",
]
