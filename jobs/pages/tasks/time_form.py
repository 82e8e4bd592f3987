"""The form of a time entry, in the person's zone."""

from __future__ import annotations

from typing import Any

from django import forms

from jobs.models import TimeEntry
from jobs.services.time_entries import EntryTimes

_WRITTEN = "%Y-%m-%dT%H:%M:%S"


def _moment(label: str, help_text: str = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local", "step": 1}, _WRITTEN)
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget, show_hidden_initial=True)


class TimeForm(forms.Form):
    """Bound and read while the person's zone is the current one. What was shown goes with it, as in `TaskForm`."""

    started_at = _moment("From")
    stopped_at = _moment("To")

    def __init__(self, data: Any = None, *, entry: TimeEntry | None = None) -> None:
        times = {"started_at": entry.started_at, "stopped_at": entry.stopped_at} if entry else {}
        super().__init__(data, initial=times)
        if entry is not None and entry.stopped_at is None:
            self.fields["stopped_at"].required = False
            self.fields["stopped_at"].help_text = "Empty while the timer runs; a time stops it."

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "stopped_at" in self.fields and not self.fields["stopped_at"].required and not given.get("stopped_at"):
            given.pop("stopped_at", None)
        return given

    def changes(self) -> EntryTimes:
        """The times that were changed."""
        changes: EntryTimes = {}
        if "started_at" in self.changed_data:
            changes["started_at"] = self.cleaned_data["started_at"]
        if "stopped_at" in self.changed_data and "stopped_at" in self.cleaned_data:
            changes["stopped_at"] = self.cleaned_data["stopped_at"]
        return changes
