"""Which days and whose, as the address asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from django import forms

from accounts.models import User
from jobs.selectors.metrics.period import Period
from jobs.services.dashboard import whose
from jobs.services.metrics import USUAL_DAYS, Asked

CHOICES = (7, 28, 90)
_DAY = "Write a day as 2026-03-31."
_DAYS = f"Choose {', '.join(map(str, CHOICES[:-1]))} or {CHOICES[-1]} days."


class DashboardForm(forms.Form):
    """`days` are for links; who types says from when to when. `owner` is for staff: an address, an id, or all."""

    person: User | Literal["all"]

    days = forms.TypedChoiceField(
        choices=[(days, str(days)) for days in CHOICES],
        coerce=int,
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _DAYS},
    )
    to = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _DAY},
    )
    owner = forms.CharField(
        required=False,
        max_length=254,
        label="Whose",
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "E-mail, or all", "spellcheck": "false"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        """`from` is a word of Python."""
        super().__init__(data, **options)
        first = forms.DateField(
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": _DAY},
        )
        self.fields = {"from": first, **self.fields}

    def asked(self, caller: User) -> Asked:
        """Sets `person` too. InvalidSubmission for an owner that the caller may not ask for; the form must be valid."""
        given = self.cleaned_data
        self.person = whose(caller, given["owner"])
        owner: UUID | Literal["all"] = "all" if self.person == "all" else self.person.pk
        return Asked(given["from"], given["to"], None, owner, given["days"] or USUAL_DAYS)

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Say below each field what is wrong with it."""
        for name, text in errors.items():
            self.add_error(name if name in self.fields else None, text)

    def keep_typed(self) -> None:
        """Of what is wrong: browsers show nothing of a day that is none in a field for days."""
        for name in ("from", "to"):
            if name in self.errors:
                self.fields[name].widget.input_type = "text"


def filled(period: Period, owner: str) -> DashboardForm:
    """With what is shown, to go on from."""
    return DashboardForm(initial={"from": period.first, "to": period.last, "owner": owner})
