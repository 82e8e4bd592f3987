"""A user's form in the console: the day's budget is asked for in dollars."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from unfold.forms import UserChangeForm
from unfold.widgets import UnfoldAdminDecimalFieldWidget

from accounts.models import User

NANO = 1_000_000_000


class UserForm(UserChangeForm):  # type: ignore[misc]  # unfold is untyped
    daily_budget_usd = forms.DecimalField(
        label="Budget of a day, in dollars",
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(1_000_000),
        max_digits=16,
        decimal_places=9,
        widget=UnfoldAdminDecimalFieldWidget,
        help_text="What this person's jobs may cost in a day (UTC). Empty: the site's own; 0: no paid calls.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nano = self.instance.daily_budget_nano
        self.initial["daily_budget_usd"] = None if nano is None else Decimal(nano) / NANO

    def save(self, commit: bool = True) -> User:
        given = self.cleaned_data.get("daily_budget_usd")
        self.instance.daily_budget_nano = None if given is None else int(given * NANO)
        user: User = super().save(commit=commit)
        return user
