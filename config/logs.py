"""How log lines look: text for people, JSON for collectors, with the request's or job's id in both.

Code logs by `logging` or `structlog`; `structlog.contextvars.bound_contextvars(job_id=...)` adds an id to
every line within. Secrets are redacted, control characters escaped: no text can pose as another line.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from config.lean_structlog import structlog
from config.redaction import Redactor

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

HEAD = ("at", "level", "logger", "message")
BETWEEN = "\n    "


def escaped(text: str) -> str:
    """`text` with newlines, ANSI escapes and other control characters made visible."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class Redaction:
    """A structlog processor; runs after exceptions became text, so that their chains are covered too."""

    def __init__(self, redactor: Redactor) -> None:
        self.redactor = redactor

    def __call__(self, logger: WrappedLogger, method: str, entry: EventDict) -> EventDict:
        return {key: value if key.startswith("_") else self.redactor.value(key, value) for key, value in entry.items()}


def as_text(logger: WrappedLogger, method: str, entry: EventDict) -> str:
    """A line a record; a traceback keeps its own lines, indented, so that none can pose as a record."""
    trace = str(entry.pop("exception", ""))
    at, level, name, message = (escaped(str(entry.pop(key, ""))) for key in HEAD)
    facts = "".join(f" {escaped(str(key))}={escaped(str(value))}" for key, value in sorted(entry.items()))
    return f"{at} {level.upper():<7} {name}: {message}{facts}" + "".join(
        BETWEEN + escaped(line) for line in trace.splitlines()
    )


def as_json(logger: WrappedLogger, method: str, entry: EventDict) -> str:
    """One JSON object a line, ASCII only."""
    head = {key: entry.pop(key, "") for key in HEAD}
    return json.dumps(head | dict(entry), default=str)


def _processors(secrets: list[str]) -> list[Processor]:
    """What every record passes, whether it comes from `logging` or from `structlog`."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("message"),
        Redaction(Redactor(secrets)),
    ]


def logging_config(level: str, form: str, secrets: list[str]) -> dict[str, Any]:
    """Django's LOGGING for `level` and `form` (`text` or `json`); `secrets` are redacted wherever they turn up."""
    shared = _processors(secrets)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    renderer: Processor = as_json if form == "json" else as_text
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [remove_meta, renderer],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "daphne": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
        },
    }
