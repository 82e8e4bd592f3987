"""What the form of an analysis tells its job besides the payload: a title, and what it may cost."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.http import QueryDict

from generation.services.analyze import Told
from jobs.errors import InvalidSubmission
from jobs.money import nano

LONGEST_TITLE = 200


class ToldForm(forms.Form):
    """Both may be left empty; dollars for the job with all its parts."""

    title = forms.CharField(max_length=LONGEST_TITLE, required=False)
    max_cost_usd = forms.DecimalField(
        max_digits=15,
        decimal_places=9,
        min_value=Decimal("0.000000001"),
        required=False,
        error_messages={
            "invalid": "Write dollars, such as 0.50.",
            "min_value": "Write more than 0 dollars, such as 0.50, or nothing.",
        },
    )


def told_of(posted: QueryDict, key: str | None) -> Told:
    """InvalidSubmission names each bad field."""
    form = ToldForm(posted)
    if not form.is_valid():
        raise InvalidSubmission({name: " ".join(map(str, faults)) for name, faults in form.errors.items()})
    cap = form.cleaned_data["max_cost_usd"]
    cap_nano = None if cap is None else nano(cap)
    return Told(title=form.cleaned_data["title"], max_cost_nano=cap_nano, idempotency_key=key)
