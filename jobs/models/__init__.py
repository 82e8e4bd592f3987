"""What the queue keeps: one noun a file."""

from jobs.models.artefact import Artefact
from jobs.models.attempt import Attempt
from jobs.models.checkpoint import StepCheckpoint
from jobs.models.chunk import ChunkRecord
from jobs.models.dependency import Dependency
from jobs.models.gate import Gate
from jobs.models.job import Job
from jobs.models.kind_policy import KindPolicy
from jobs.models.lease import Lease
from jobs.models.ledger import LedgerEntry
from jobs.models.log import JobLog
from jobs.models.notice import Notice
from jobs.models.roll_up import CallRollUp, CategoryRollUp, RollUp, TimingRollUp, WorkRollUp
from jobs.models.roll_up_progress import RollUpProgress, StaleDay
from jobs.models.schedule import Schedule
from jobs.models.share import OwnerShare
from jobs.models.spend import Spend
from jobs.models.tag import JobTag
from jobs.models.time_entry import TimeCorrection, TimeEntry
from jobs.models.worker import Worker

__all__ = [
    "Artefact",
    "Attempt",
    "CallRollUp",
    "CategoryRollUp",
    "ChunkRecord",
    "Dependency",
    "Gate",
    "Job",
    "JobLog",
    "JobTag",
    "KindPolicy",
    "Lease",
    "LedgerEntry",
    "Notice",
    "OwnerShare",
    "RollUp",
    "RollUpProgress",
    "Schedule",
    "Spend",
    "StaleDay",
    "StepCheckpoint",
    "TimeCorrection",
    "TimeEntry",
    "TimingRollUp",
    "WorkRollUp",
    "Worker",
]
