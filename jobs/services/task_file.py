"""Tasks as other programs write them down, in CSV or JSON, read into one shape."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Self, TypeVar

from django.utils.timezone import is_naive
from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from jobs.errors import InvalidSubmission
from jobs.handlers import field_errors
from jobs.queue.moments import END_OF_DAY, is_out, refusal
from jobs.services.submit import LONGEST_TAG
from jobs.states import Priority, Status

W = TypeVar("W", Priority, Status)

MOST_TASKS = 100_000
PRIORITIES = {
    "1": Priority.LOW, "2": Priority.LOW, "3": Priority.MEDIUM, "4": Priority.HIGH, "5": Priority.URGENT,
    "normal": Priority.MEDIUM, "critical": Priority.URGENT, **{str(word): word for word in Priority},
}  # fmt: skip
# Where 1 is the most urgent of five.
TURNED_ROUND = {"1": "5", "2": "4", "4": "2", "5": "1"}
STATES = {
    **dict.fromkeys(("todo", "to_do", "pending", "open", "new", "backlog"), Status.PENDING),
    **dict.fromkeys(("doing", "in_progress", "processing", "started", "active"), Status.PROCESSING),
    **dict.fromkeys(("done", "completed", "complete", "closed", "finished"), Status.COMPLETED),
    **dict.fromkeys(("cancelled", "canceled"), Status.CANCELLED),
}

# What some programs write under `completed`.
TICKS = {"true": True, "yes": True, "x": True, "1": True, "false": False, "no": False, "0": False}
ENDS = ("completed_at", "finished_at", "completed")
DELIMITERS = ",;\t"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Task(BaseModel):
    """One task. Times are aware, without an offset of the `zone` in the context; `key` tells it from the others."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    key: str
    title: str = Field(min_length=1, max_length=200, validation_alias=AliasChoices("title", "name", "task"))
    description: str = Field("", max_length=10_000, validation_alias=AliasChoices("description", "notes"))
    category: str = Field("", max_length=64, validation_alias=AliasChoices("category", "project"))
    priority: Priority = Priority.MEDIUM
    status: Status = Status.PENDING
    tags: tuple[str, ...] = Field((), max_length=20, validation_alias=AliasChoices("tags", "labels"))
    estimated_minutes: int | None = Field(
        None, ge=1, le=1_000_000, validation_alias=AliasChoices("estimated_minutes", "estimate")
    )
    actual_minutes: float | None = Field(None, ge=0, le=1_000_000)
    due_at: datetime | None = Field(None, validation_alias=AliasChoices("due_at", "due_date", "due"))
    created_at: datetime | None = Field(None, validation_alias=AliasChoices("created_at", "created"))
    completed_at: datetime | None = Field(None, validation_alias=AliasChoices(*ENDS))

    @field_validator("priority", mode="before")
    @classmethod
    def _known_priority(cls, value: Any) -> Priority:
        return _word(value, PRIORITIES, "1 to 5, low, medium, high or urgent")

    @field_validator("status", mode="before")
    @classmethod
    def _known_status(cls, value: Any) -> Status:
        return _word(value, STATES, "todo, doing, done or cancelled")

    @field_validator("tags", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        tags = value.split(",") if isinstance(value, str) else value
        if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
            return value
        return [tag.strip()[:LONGEST_TAG] for tag in tags if tag.strip()]

    @field_validator("due_at", mode="before")
    @classmethod
    def _at_the_end_of_its_day(cls, value: Any) -> Any:
        is_day = isinstance(value, str) and DAY.fullmatch(value.strip())
        return f"{value.strip()}T{END_OF_DAY}" if is_day else value

    @field_validator("due_at", "created_at", "completed_at")
    @classmethod
    def _aware(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        if value is None:
            return None
        moment = value.replace(tzinfo=info.context["zone"]) if info.context and is_naive(value) else value
        if is_out(moment):
            raise ValueError(refusal())
        return moment

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.created_at and self.completed_at and self.completed_at < self.created_at:
            raise ValueError("completed_at is before created_at.")
        return self


@dataclass(frozen=True, slots=True)
class TaskFile:
    """`faults` tell by the number of the task, from 1, what is wrong with those that are not among `tasks`."""

    tasks: list[Task] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)


def read_tasks(content: bytes, *, is_json: bool, zone: tzinfo, one_is_urgent: bool = False) -> TaskFile:
    """The tasks of a file: a JSON list, or CSV with a line of names. Times without an offset are of `zone`.

    InvalidSubmission when it is no such file.
    """
    rows = _json_rows(content) if is_json else _csv_rows(content)
    if len(rows) > MOST_TASKS:
        raise InvalidSubmission({"file": f"{len(rows):,} tasks; at most {MOST_TASKS:,} at once. Split it."})
    found = TaskFile()
    for number, row in enumerate(rows, start=1):
        try:
            found.tasks.append(_task(row, zone, one_is_urgent=one_is_urgent))
        except ValidationError as error:
            found.faults[number] = "; ".join(f"{name}: {text}" for name, text in field_errors(error).items())
    return found


def _task(row: Mapping[str, Any], zone: tzinfo, *, one_is_urgent: bool) -> Task:
    given = {name: value for name, value in row.items() if value not in (None, "")}
    if one_is_urgent and "priority" in given:
        text = str(given["priority"]).strip()
        given["priority"] = TURNED_ROUND.get(text, text)
    is_done = TICKS.get(str(given.get("completed")).strip().lower())
    if is_done is not None:  # a tick, not a time
        del given["completed"]
        given.setdefault("status", "done" if is_done else "todo")
    if any(name in given for name in ENDS):
        given.setdefault("status", "done")
    return Task.model_validate(given | {"key": _key(row)}, context={"zone": zone})


def _key(row: Mapping[str, Any]) -> str:
    """By the id that the task has where it comes from, else by all that it says."""
    if (own := row.get("id")) not in (None, ""):
        return f"import:{own}"[:200]
    text = json.dumps(row, sort_keys=True, default=str)
    return f"import:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _word(value: Any, words: Mapping[str, W], known: str) -> W:
    found = words.get(str(value).strip().lower().replace(" ", "_").replace("-", "_"))
    if found is None:
        raise ValueError(f"{value!r:.40} is not known; use {known}.")
    return found


def _json_rows(content: bytes) -> list[dict[str, Any]]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidSubmission({"file": f"This is no JSON: {error}"}) from None
    rows = document.get("tasks") if isinstance(document, dict) else document
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidSubmission({"file": "This is no list of tasks; each is an object with a title."})
    return rows


def _csv_rows(content: bytes) -> list[dict[str, Any]]:
    try:
        text = content.decode("utf-8-sig")
        names = text.partition("\n")[0]
        delimiter = max(DELIMITERS, key=names.count)  # the first of them where there is one column alone
        reader = csv.DictReader(io.StringIO(text), strict=True, restkey="", delimiter=delimiter)
        rows = [{str(name).strip().lower(): value for name, value in row.items()} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidSubmission({"file": f"This is no CSV in UTF-8: {error}"}) from None
    return rows
