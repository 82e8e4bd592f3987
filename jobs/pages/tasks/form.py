"""The form of a task; the services decide, the form only collects. Days and times are those of the person's zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms

from accounts.models import User
from jobs.models import Job
from jobs.services import JobChanges
from jobs.services.submit import (
    END_OF_DAY,
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_CATEGORY,
    LONGEST_DESCRIPTION,
    LONGEST_TAG,
    LONGEST_TITLE,
    MOST_MINUTES,
    MOST_TAGS,
)
from jobs.states import Priority

# The form's names of what the services call otherwise.
NAMES = {"assignee_id": "assignee", "due_at": "due_date"}
REMIND = (
    ("", "Not at all"),
    (0, "When it is due"),
    (10, "10 minutes before"),
    (60, "1 hour before"),
    (1440, "1 day before"),
)
_PRIORITIES = [(word.value, word.label) for word in Priority]


class TagsField(forms.CharField):
    """Words between commas, each once."""

    def clean(self, value: Any) -> list[str]:
        tags = list(dict.fromkeys(tag for part in super().clean(value).split(",") if (tag := part.strip())))
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"There are {len(tags)} tags; at most {MOST_TAGS} are allowed.")
        if long := [tag for tag in tags if len(tag) > LONGEST_TAG]:
            raise forms.ValidationError(f"“{long[0][:20]}…” is longer than {LONGEST_TAG} characters; shorten it.")
        return tags


class AssigneeField(forms.CharField):
    """`nobody`, `me`, `same` for who it is, or for staff somebody's address; gives the id."""

    def __init__(self, caller: User, current: User | None, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.caller, self.current = caller, current

    def clean(self, value: Any) -> UUID | None:
        match word := super().clean(value).lower():
            case "" | "nobody":
                return None
            case "me":
                return self.caller.pk
            case "same" if self.current:
                return self.current.pk
        found = User.objects.filter(email__iexact=word, is_active=True).first() if self.caller.is_staff else None
        if found is None:
            raise forms.ValidationError("Nobody who is active has this address; write another, or leave it empty.")
        return found.pk


class TaskForm(forms.Form):
    """What was shown goes with the form, so that only what the person changed is set: others may have changed more."""

    title = forms.CharField(max_length=LONGEST_TITLE, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    description = forms.CharField(
        max_length=LONGEST_DESCRIPTION, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    priority = forms.ChoiceField(choices=_PRIORITIES, widget=forms.RadioSelect)
    due_date = forms.DateField(label="Due", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    due_time = forms.TimeField(
        label="At",
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text="Without it, the end of the day.",
    )
    remind_minutes_before = forms.TypedChoiceField(
        label="Remind",
        required=False,
        choices=REMIND,
        coerce=int,
        empty_value=None,
        help_text="By mail and on the page.",
    )
    estimated_minutes = forms.IntegerField(
        label="Estimate, minutes",
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    category = forms.CharField(max_length=LONGEST_CATEGORY, required=False)
    tags = TagsField(required=False, help_text="Words between commas.")
    depends_on = forms.MultipleChoiceField(
        label="Waits for",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="It can begin once these are done.",
    )

    def __init__(self, caller: User, upstream: Sequence[Job], data: Any = None, *, job: Job | None = None) -> None:
        self.zone = ZoneInfo(caller.time_zone)
        super().__init__(data, initial=initial_of(caller, job) if job else {"priority": Priority.MEDIUM})
        self.fields["assignee"] = _assignee(caller, job)
        if job and isinstance(remind := self.fields["remind_minutes_before"], forms.ChoiceField):
            remind.choices = _remind_choices(job.remind_minutes_before)
        choices = [(str(other.pk), other.title or other.kind) for other in upstream]
        if isinstance(field := self.fields["depends_on"], forms.MultipleChoiceField):
            field.choices = choices
        if not choices:
            del self.fields["depends_on"]
        for each in self.fields.values():
            each.show_hidden_initial = job is not None

    def shown_choices(self) -> list[str]:
        """Hidden inputs with what was shown of the fields that the page writes out choice by choice."""
        names = [name for name in ("priority", "depends_on") if name in self.fields]
        return [self[name].as_hidden(only_initial=True) for name in names if self.fields[name].show_hidden_initial]

    def clean_due_date(self) -> date | None:
        day: date | None = self.cleaned_data["due_date"]
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Choose a day from {FIRST_YEAR} to {LAST_YEAR}.")
        return day

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("due_time") and "due_date" in given and not given["due_date"]:
            self.add_error("due_date", "Choose the day for this time.")
        return given

    def values(self, names: Sequence[str] | None = None) -> JobChanges:
        """What was typed in the fields `names`, all of them without, by the services' names."""
        given = self.cleaned_data
        wanted = set(self.fields if names is None else names)
        values: dict[str, Any] = {name: given[name] for name in wanted - {"due_date", "due_time", "assignee"}}
        if "assignee" in wanted:
            values["assignee_id"] = given["assignee"]
        if wanted & {"due_date", "due_time"}:
            values["due_at"] = self._due_at(given["due_date"], given["due_time"])
        if "depends_on" in values:
            values["depends_on"] = [UUID(text) for text in values["depends_on"]]
        return values  # type: ignore[return-value] # its keys are those of JobChanges

    def add_errors(self, errors: dict[str, str]) -> None:
        """Those of a service, each at its field."""
        for path, text in errors.items():
            name = NAMES.get(path, path)
            self.add_error(name if name in self.fields else None, text)

    def _due_at(self, day: date | None, at: time | None) -> datetime | None:
        return datetime.combine(day, at or END_OF_DAY, self.zone) if day else None


def initial_of(caller: User, job: Job) -> dict[str, Any]:
    """The form of `job` as it is."""
    due = job.due_at.astimezone(ZoneInfo(caller.time_zone)) if job.due_at else None
    clock = due.time().replace(second=0, microsecond=0) if due else None
    return {
        **{
            name: getattr(job, name)
            for name in ("title", "description", "priority", "category", "estimated_minutes", "remind_minutes_before")
        },
        "due_date": due.date() if due else None,
        "due_time": None if clock == END_OF_DAY else clock,
        "tags": ", ".join(sorted(tag.name for tag in job.tag_rows.all())),
        "assignee": _shown(caller, job.assignee),
        "depends_on": sorted(str(edge.upstream_id) for edge in job.upstream_edges.all()),
    }


def _remind_choices(minutes: int | None) -> list[tuple[int | str, str]]:
    """With that of the task, which may have come from elsewhere."""
    known = minutes is None or any(value == minutes for value, _ in REMIND)
    return [*REMIND, *(() if known else [(minutes or 0, f"{minutes:,} minutes before")])]


def _shown(caller: User, assignee: User | None) -> str:
    if assignee is None:
        return "" if caller.is_staff else "nobody"
    if caller.is_staff:
        return assignee.email
    return "me" if assignee.pk == caller.pk else "same"


def _assignee(caller: User, job: Job | None) -> AssigneeField:
    """Staff write anybody's address; others may take the task themselves."""
    current = job.assignee if job else None
    if caller.is_staff:
        widget: forms.Widget = forms.EmailInput(attrs={"autocomplete": "off"})
        return AssigneeField(caller, current, label="Assigned to", widget=widget, help_text="An e-mail address.")
    choices = [("nobody", "Nobody"), ("me", "Me")]
    if current is not None and current.pk != caller.pk:
        choices.append(("same", current.get_short_name()))
    return AssigneeField(caller, current, label="Assigned to", widget=forms.Select(choices=choices))
