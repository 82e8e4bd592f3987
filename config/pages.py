"""The pages of the site itself: its start, and in development its components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.design_examples import SPECIMEN, ExampleForm, examples


def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "landing/landing.html", {"specimen": SPECIMEN})


def design(request: HttpRequest) -> HttpResponse:
    """Every component with example data; routed in development only."""
    form = ExampleForm({"email": "galahad", "name": ""})
    return render(request, "design/design.html", {**examples(), "form": form})
