"""How log lines look: text for people, JSON for collectors; control characters escaped in both."""

import json
import logging
from typing import Any


def escaped(text: str) -> str:
    """`text` with newlines, ANSI escapes and other control characters made visible."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class OneLineFormatter(logging.Formatter):
    """A line a record; a traceback keeps its own lines, indented, so none can pose as a record."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname:<7} {record.name}: {escaped(record.getMessage())}"
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            head += "".join(f"\n    {escaped(line)}" for line in trace.splitlines())
        return head


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=True)


def logging_config(level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING for `level` and `form` (`text` or `json`)."""
    formatter = "config.logs.JsonFormatter" if form == "json" else "config.logs.OneLineFormatter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"daphne": {"level": "WARNING"}, "axes": {"level": "WARNING"}},
    }
