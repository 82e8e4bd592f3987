"""What an analysis found, for programs and for people."""

from generation.documents.report.markdown import markdown
from generation.documents.report.report import EXTRACTIVE, Maker, report

__all__ = ["EXTRACTIVE", "Maker", "markdown", "report"]
