"""Kinds of work that are nobody's domain. A new kind is one file and one line here."""

from jobs.kinds.bulk import Bulk
from jobs.kinds.manual import Manual

KINDS = (Bulk(), Manual())
