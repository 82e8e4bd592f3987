"""Jobs in the console."""

from jobs.admin.job import JobAdmin
from jobs.admin.ledger import LedgerEntryAdmin
from jobs.admin.worker import WorkerAdmin

__all__ = ["JobAdmin", "LedgerEntryAdmin", "WorkerAdmin"]
