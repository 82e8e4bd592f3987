"""One function a use case."""

from jobs.services.accounts import delete_jobs_of, export_jobs_of
from jobs.services.control import cancel_job, hold_job, resume_job, retry_job
from jobs.services.edit import JobChanges, delete_job, update_job
from jobs.services.submit import Submission, Submitted, submit
from jobs.services.workers import ask_to_stop, bury

__all__ = [
    "JobChanges",
    "Submission",
    "Submitted",
    "ask_to_stop",
    "bury",
    "cancel_job",
    "delete_job",
    "delete_jobs_of",
    "export_jobs_of",
    "hold_job",
    "resume_job",
    "retry_job",
    "submit",
    "update_job",
]
