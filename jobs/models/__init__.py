"""What the queue keeps: one noun a file."""

from jobs.models.attempt import Attempt
from jobs.models.checkpoint import StepCheckpoint
from jobs.models.chunk import ChunkRecord
from jobs.models.job import Job
from jobs.models.lease import Lease
from jobs.models.ledger import LedgerEntry
from jobs.models.log import JobLog
from jobs.models.tag import JobTag
from jobs.models.worker import Worker

__all__ = [
    "Attempt",
    "ChunkRecord",
    "Job",
    "JobLog",
    "JobTag",
    "Lease",
    "LedgerEntry",
    "StepCheckpoint",
    "Worker",
]
