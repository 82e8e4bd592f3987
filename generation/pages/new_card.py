"""The form of a new card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import LockedOut
from accounts.pages.limits import refuse_excess
from generation.cards.options import CardOptions
from generation.pages.answers import options_of
from generation.pages.controls import at_controls, option_form
from generation.pages.earlier import options_of_card, options_of_job, told_anew
from generation.pages.things import things, with_picture
from generation.pages.visitor import visitor
from generation.selectors.estimates import CardEstimate, estimate_card
from generation.services.generate import check_for, check_options, generate
from jobs.errors import IdempotencyMismatch, InvalidSubmission, QueueFull

EXAMPLES = (
    "A lighthouse keeper who collects lost hours",
    "A retired dragon who runs the village library",
    "A cartographer of a city that moves at night",
)
IN_VIEW = (
    "name",
    "language",
    "genre",
    "tone",
    "detail",
    "pov",
    "rating",
    "lore_entries",
    "alternate_greetings",
    "example_dialogues",
)
_ANY_CONCEPT = "Nobody in particular."
_LONGEST_KEY = 64


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new_card(request: HttpRequest) -> HttpResponse:
    """The form: empty, with the options of the job `?from=`, or with those that write `?anew=` of the card `?base=`.

    A POST submits it and goes to the new job's page.
    """
    if request.method != "POST":
        caller, asked = visitor(request), request.GET
        card = options_of_card(caller, asked.get("base"), asked.getlist("anew"))
        return _page(request, card or options_of_job(caller, asked.get("from")))
    options = options_of(request.POST)
    key = request.POST.get("idempotency_key", "")[:_LONGEST_KEY]
    try:
        refuse_excess(request, "submission")
        options = with_picture(request, options)
        submitted = generate(visitor(request).pk, options, idempotency_key=key or None)
    except InvalidSubmission as error:
        return _page(request, options, error.errors, status=422)
    except (QueueFull, LockedOut) as error:
        return _page(request, options, {"": str(error)}, status=429)
    except IdempotencyMismatch:
        note = "This form was already sent once, with other options. Send it again to start another card."
        return _page(request, options, {"": note}, status=409)
    return redirect("job", submitted.job.pk)


@login_required
@require_POST
def card_check(request: HttpRequest) -> JsonResponse:
    """`{errors: {field: text}}` for the form as it stands; nothing is submitted."""
    try:
        check_for(visitor(request).pk, options_of(request.POST))
    except InvalidSubmission as error:
        return JsonResponse({"errors": at_controls(error.errors)})
    return JsonResponse({"errors": {}})


@login_required
@require_POST
def card_estimate(request: HttpRequest) -> HttpResponse:
    """The estimate for the form as it stands; no content while it cannot be read."""
    options = options_of(request.POST)
    try:
        estimate = _estimate(options)
    except InvalidSubmission:
        return HttpResponse(status=204)
    return render(request, "cards/estimate.html", {"estimate": estimate})


def _estimate(options: Mapping[str, Any]) -> CardEstimate:
    """Whatever the concept is: it does not change the size."""
    return estimate_card(check_options({**options, "concept": _ANY_CONCEPT}))


def _page(
    request: HttpRequest, options: Mapping[str, Any], errors: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    try:
        estimate = _estimate(options)
    except InvalidSubmission:
        estimate = estimate_card(CardOptions(concept=_ANY_CONCEPT))
    context = {
        "form": option_form(options, errors),
        **things(request, options),
        "anew": told_anew(visitor(request), options),
        "has_errors": bool(errors),
        "estimate": estimate,
        "examples": EXAMPLES,
        "in_view": IN_VIEW,
        "idempotency_key": str(uuid4()),
    }
    return render(request, "cards/new.html", context, status=status)
