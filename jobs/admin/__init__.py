"""Jobs in the console."""

from jobs.admin.gate import GateAdmin
from jobs.admin.job import JobAdmin
from jobs.admin.ledger import LedgerEntryAdmin
from jobs.admin.policy import KindPolicyAdmin
from jobs.admin.schedule import ScheduleAdmin
from jobs.admin.share import OwnerShareAdmin
from jobs.admin.worker import WorkerAdmin

__all__ = [
    "GateAdmin",
    "JobAdmin",
    "KindPolicyAdmin",
    "LedgerEntryAdmin",
    "OwnerShareAdmin",
    "ScheduleAdmin",
    "WorkerAdmin",
]
