"""What the address of the tasks asks for: one of three views, and the filters that they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jobs.selectors.tasks import Column, TaskFilters, Whose
from jobs.services.submit import FIRST_YEAR, LAST_YEAR
from jobs.states import Priority

VIEWS = {"board": "Board", "list": "List", "calendar": "Calendar"}
WHOSE = {"": "Mine and assigned to me", "mine": "Mine", "assigned": "Assigned to me"}
DUE = {"overdue": "Overdue", "today": "Today", "week": "In 7 days", "none": "No date"}
SORTS = {"newest": "-created_at", "due": "due_at", "priority": "-priority", "finished": "-finished_at"}
SORT_WORDS = {"newest": "Newest first", "due": "Due first", "priority": "Urgent first", "finished": "Finished last"}
STATES: dict[str, tuple[str, tuple[Column, ...]]] = {
    "open": ("Open", (Column.TODO, Column.DOING)),
    "todo": ("To do", (Column.TODO,)),
    "doing": ("Doing", (Column.DOING,)),
    "done": ("Done", (Column.DONE,)),
    "all": ("All", tuple(Column)),
}
_LONGEST = 64
_WEEK = timedelta(days=7)


class BadAddress(Exception):
    """`errors` maps a parameter of the address to what is wrong with it and how to mend it."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Asked:
    """As it was written; `checked` has judged it. `month` is YYYY-MM, `after` the id of a task to go on from."""

    view: str = "board"
    q: str = ""
    whose: str = ""
    category: str = ""
    tag: str = ""
    priority: str = ""
    due: str = ""
    sort: str = "newest"
    state: str = "open"
    month: str = ""
    after: str = ""

    @classmethod
    def of(cls, address: Mapping[str, str]) -> Asked:
        """Without judging it: a refused one is shown again."""
        given = {each.name: address.get(each.name, "").strip()[: _LONGEST + 1] for each in fields(cls)}
        return cls(**{name: text for name, text in given.items() if text})

    def checked(self) -> Asked:
        """Itself; BadAddress names each parameter that is none of what it may be."""
        errors = {
            name: f"{name}: “{given}” is not known; choose {', '.join(word for word in words if word)}."
            for name, words in (
                ("view", VIEWS), ("whose", WHOSE), ("sort", SORTS), ("state", STATES), ("priority", Priority.values),
            )
            if (given := getattr(self, name)) and given not in words
        }  # fmt: skip
        if self.due and self.due not in DUE and _day(self.due) is None:
            errors["due"] = f"due: “{self.due}” is not known; choose {', '.join(DUE)} or a day such as 2030-01-31."
        if self.month and _day(f"{self.month}-01") is None:
            errors["month"] = f"month: “{self.month}” is no month; write one such as 2030-01."
        errors |= {
            name: f"{name}: at most {_LONGEST} characters are allowed."
            for name in ("category", "tag", "q")
            if len(getattr(self, name)) > _LONGEST
        }
        if errors:
            raise BadAddress(errors)
        return self

    def address(self, **changes: str) -> str:
        """The address of this with `changes`; what is as it is anyway is left out."""
        asked = replace(self, **{"after": "", **changes})
        query = {
            each.name: getattr(asked, each.name) for each in fields(asked) if getattr(asked, each.name) != each.default
        }
        return f"/tasks?{urlencode(query)}" if query else "/tasks"

    @property
    def is_narrowed(self) -> bool:
        return any((self.q, self.whose, self.category, self.tag, self.priority, self.due))

    @property
    def cleared(self) -> str:
        return Asked(view=self.view, sort=self.sort, state=self.state, month=self.month).address()

    @property
    def day(self) -> date | None:
        return _day(self.due)

    def filters(self, zone: ZoneInfo, now: datetime) -> TaskFilters:
        """As the selectors take them; days are those of `zone`."""
        given: dict[str, Any] = {name: getattr(self, name) for name in ("category", "tag", "priority", "q")}
        return TaskFilters(whose=Whose(self.whose), **given, **self._due(zone, now))

    def _due(self, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
        today = now.astimezone(zone).date()
        match self.due:
            case "":
                return {}
            case "none":
                return {"is_due": False}
            case "overdue":
                return {"due_to": now, "is_open": True}
            case "today":
                start, end = today, today + timedelta(days=1)
            case "week":
                start, end = today, today + _WEEK
            case _:
                start = _day(self.due) or today
                end = start + timedelta(days=1)
        return {"due_from": start_of(start, zone), "due_to": start_of(end, zone)}


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Its midnight in `zone`."""
    return datetime.combine(day, time.min, zone)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR and text == found.isoformat() else None
