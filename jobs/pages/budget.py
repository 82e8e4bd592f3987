"""Raises a job's budget from its page: a job that was held for it goes on."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jobs.errors import WrongState
from jobs.models import Job
from jobs.money import nano, nano_shown
from jobs.pages.visitor import visitor
from jobs.services import update_job


class BudgetForm(forms.Form):
    """Dollars, for the job with all its parts."""

    max_cost_usd = forms.DecimalField(max_digits=15, decimal_places=9, min_value=Decimal("0.000000001"))


@login_required
@require_POST
def raise_budget(request: HttpRequest, job_id: UUID) -> HttpResponse:
    form = BudgetForm(request.POST)
    if not form.is_valid():
        faults = " ".join(map(str, form.errors["max_cost_usd"]))
        messages.warning(request, f"Budget: {faults} Write dollars, such as 0.50.")
        return redirect("job", job_id)
    cap = nano(form.cleaned_data["max_cost_usd"])
    try:
        job = update_job(visitor(request), job_id, {"max_cost_nano": cap})
    except Job.DoesNotExist:
        raise Http404 from None
    except WrongState as error:
        messages.warning(request, str(error))
    else:
        still = " It is held still: that is not enough for its next call." if job.held_reason == "budget" else ""
        messages.success(request, f"The job may cost {nano_shown(cap)} now.{still}")
    return redirect("job", job_id)
