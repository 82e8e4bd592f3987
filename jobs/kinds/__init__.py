"""Kinds of work that are nobody's domain. A new kind is one file and one line here."""

from jobs.kinds.bulk import Bulk
from jobs.kinds.manual import Manual
from jobs.kinds.reminder import Reminder

KINDS = (Bulk(), Manual(), Reminder())
