"""The only reader of the environment: every variable, its default and what it is for.

`.env.example` and `docs/configuration.md` are generated from `VARIABLES`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
MOST_DOLLARS = 1_000_000


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: `cast` turns its text into the setting's type."""

    name: str
    cast: Any
    default: Any
    help: str
    secret: bool = False


def rate(text: str) -> str:
    """`text` when it is a rate like `60/hour`; ImproperlyConfigured otherwise."""
    if not re.fullmatch(r"[1-9]\d*/(second|minute|hour|day)", text):
        raise ImproperlyConfigured(f"{text!r} is not a rate; write a number and a period, such as 60/hour.")
    return text


def dollars(text: str) -> int:
    """An amount in billionths of a dollar; ImproperlyConfigured when it is none."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not (amount.is_finite() and 0 <= amount <= MOST_DOLLARS):
        raise ImproperlyConfigured(f"{text!r} is not an amount; write dollars, such as 2.50.")
    return int(amount * 10**9)


VARIABLES: tuple[Variable, ...] = (
    Variable("DEBUG", bool, True, "Development mode. Turn it off wherever others can reach it."),
    Variable("SECRET_KEY", str, "", "Signs sessions; 50+ random characters. Required when DEBUG is off.", True),
    Variable(
        "JWT_SIGNING_KEY",
        str,
        "",
        "Signs API tokens; 32+ bytes, not SECRET_KEY. Required when DEBUG is off.",
        True,
    ),
    Variable("ALLOWED_HOSTS", list, [], "Host names this site answers to, comma separated."),
    Variable("HOST", str, "127.0.0.1", "Address that `make run` binds."),
    Variable("PORT", int, 8000, "Port that `make run` binds."),
    Variable("WORKERS", int, 1, "Worker processes that `make run` starts."),
    Variable(
        "WITHOUT_WEB",
        bool,
        False,
        "Leaves out the apps that only serve the web. Workers and commands that need none set it, and start faster.",
    ),
    Variable(
        "RUN_DIR",
        str,
        "",
        "Where `make run` keeps its record, log and development keys; empty means .run here.",
    ),
    Variable(
        "DATABASE_URL",
        str,
        "",
        "`sqlite:///PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`; empty means db.sqlite3 here.",
    ),
    Variable(
        "PREPARED_STATEMENTS",
        bool,
        True,
        "PostgreSQL keeps statements prepared on each connection; false behind PgBouncer before 1.21.",
    ),
    Variable("TEST_DATABASE_URL", str, "", "PostgreSQL server the tests may create databases on."),
    Variable("REDIS_URL", str, "", "Optional, for large socket fan-out."),
    Variable(
        "LLM_PROVIDER",
        str,
        "offline",
        "`offline` (no key, no network) or `openai` (any OpenAI-compatible server).",
    ),
    Variable("LLM_BASE_URL", str, "", "Base address of the OpenAI-compatible server; empty means OpenAI's own."),
    Variable("LLM_API_KEY", str, "", "Key for that server.", True),
    Variable("LLM_CREATIVE_MODEL", str, "", "Model that writes prose; empty means the provider's default."),
    Variable(
        "LLM_ANALYSIS_MODEL",
        str,
        "",
        "Cheaper model that analyses and reviews; empty means the provider's default.",
    ),
    Variable(
        "LLM_PRICES",
        list,
        [],
        "Own prices in dollars per million tokens, `model=INPUT/OUTPUT`, comma separated; before any table.",
    ),
    Variable("OFFLINE_LATENCY_SECONDS", float, 0.6, "How long one call of the offline provider takes."),
    Variable(
        "DAILY_BUDGET_USD",
        dollars,
        None,
        "What the jobs of one user may cost in a day (UTC), in dollars, unless staff set another; empty for no cap.",
    ),
    Variable("CARD_MAX_RATING", str, "teen", "Highest content rating users may ask for: general, teen or mature."),
    Variable("CARD_UPLOAD_MAX_BYTES", int, 25_000_000, "Largest card file or picture that may be sent."),
    Variable("CARD_AVATAR_HOOK", str, "", "Dotted path of a class that draws avatars; docs/how-to/draw-avatars.md."),
    Variable(
        "CARD_STORAGE_BYTES_PER_OWNER",
        int,
        5_000_000_000,
        "What one user's cards may keep of pictures and other files.",
    ),
    Variable("CHAT_CONTEXT_TOKENS", int, 16_000, "What a chat turn's prompt and its reply may take together."),
    Variable(
        "CHAT_MODELS",
        list,
        [],
        "Models that people may choose to talk with beside LLM_CREATIVE_MODEL, comma separated; empty means"
        " LLM_ANALYSIS_MODEL.",
    ),
    Variable("CHAT_REPLY_TOKENS", int, 1_000, "What a reply in a chat may take; at most half of the above."),
    Variable("DOCUMENT_UPLOAD_MAX_BYTES", int, 25_000_000, "Largest document that may be sent."),
    Variable("DOCUMENT_STORAGE_BYTES_PER_OWNER", int, 5_000_000_000, "What one user's documents may take in all."),
    Variable(
        "DOCUMENT_RETENTION_DAYS", float, 90.0, "How long a document is kept that nobody uses and no job waits for."
    ),
    Variable("DOCUMENT_READ_SECONDS", float, 60.0, "How long reading one document may take."),
    Variable(
        "CORS_ALLOWED_ORIGINS",
        list,
        [],
        "Origins of browser apps elsewhere that may call the API, comma separated.",
    ),
    Variable(
        "CSRF_TRUSTED_ORIGINS",
        list,
        [],
        "Origins trusted for forms behind a proxy, comma separated; reminders link to the first.",
    ),
    Variable("TRUSTED_PROXIES", int, 0, "Reverse proxies in front that set X-Forwarded-For and X-Forwarded-Proto."),
    Variable("REGISTRATION_OPEN", bool, True, "Whether strangers may create accounts."),
    Variable(
        "THROTTLE_LOGIN",
        rate,
        "60/minute",
        "Sign-ins from one address; failures of one account lock it sooner.",
    ),
    Variable("THROTTLE_REGISTRATION", rate, "60/hour", "New accounts from one address."),
    Variable("THROTTLE_PASSWORD_RESET", rate, "10/hour", "Password resets asked for from one address."),
    Variable("THROTTLE_PASSWORD_CHECK", rate, "20/hour", "Times a signed-in user may give the password again."),
    Variable("THROTTLE_SUBMISSION", rate, "600/minute", "Jobs one user may submit."),
    Variable("EMAIL_URL", str, "consolemail://", "Mail server as a URL; the default prints mails."),
    Variable("DEFAULT_FROM_EMAIL", str, "Smart Task Queue <noreply@localhost>", "Sender of mails."),
    Variable("JOBS_LEASE_SECONDS", float, 30.0, "How long a worker may be silent before its jobs are rescued."),
    Variable("JOBS_CONCURRENCY", int, 20, "Jobs one worker process runs at once."),
    Variable("JOBS_DRAIN_SECONDS", float, 20.0, "How long a stopping worker lets running jobs finish."),
    Variable("JOBS_MAX_QUEUED_PER_OWNER", int, 10_000, "Unfinished jobs one user may have."),
    Variable("JOBS_RETENTION_DAYS", float, 90.0, "How long finished jobs are kept whose kind says nothing else."),
    Variable(
        "JOBS_RETENTION",
        list,
        [],
        "Days by kind, or by kind and final state, instead of what the kind says: `bulk=7,bulk:failed=30,chat=never`.",
    ),
    Variable("JOBS_MAX_SCHEDULES_PER_OWNER", int, 100, "Recurring jobs one user may have."),
    Variable("WEB_PROCESSES", int, 2, "HTTP processes of the container's role `web`."),
    Variable("DATABASE_WAIT_SECONDS", float, 60.0, "How long a starting container waits for the database."),
    Variable(
        "PROMETHEUS_MULTIPROC_DIR", str, "", "Where several web processes add up their metrics; the image sets it."
    ),
    Variable(
        "HTTPS_ONLY",
        bool,
        True,
        "With DEBUG off: redirect to HTTPS, HSTS, secure cookies. false for plain HTTP at home.",
    ),
    Variable(
        "METRICS_TOKEN", str, "", "Bearer token for /metrics; without it that page is for development only.", True
    ),
    Variable("LOG_LEVEL", str, "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Variable("LOG_FORMAT", str, "text", "`text` for people, `json` for log collectors."),
)

_reader = environ.Env()
ENV_FILE = Path(_reader.str("ENV_FILE", default=str(BASE_DIR / ".env")))
if ENV_FILE.is_file():
    _reader.read_env(ENV_FILE)

_BY_NAME = {variable.name: variable for variable in VARIABLES}


def get(name: str) -> Any:
    """The value of a declared variable, cast to its type; KeyError for one not declared.

    An empty value means the default, so that `compose.yaml` may pass unset ones through.
    """
    variable = _BY_NAME[name]
    if not _reader.str(name, default=""):
        return variable.default
    try:
        return _reader.get_value(name, cast=variable.cast)
    except ValueError:
        wanted = {int: "a whole number", float: "a number", bool: "true or false"}.get(variable.cast, "different")
        raise ImproperlyConfigured(f"{name} must be {wanted}; mend it in the environment or .env.") from None


def secrets() -> list[str]:
    """The values of all secret variables that are set: none of them may reach a log."""
    return [value for variable in VARIABLES if variable.secret and (value := get(variable.name))]


def run_dir() -> Path:
    """Where the record, the log and the development keys of this checkout are."""
    return Path(get("RUN_DIR") or BASE_DIR / ".run")
