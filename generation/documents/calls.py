"""Which models are asked for an analysis, and with what."""

from __future__ import annotations

from generation.documents.analysis import Analysis
from generation.documents.requests import Requests
from generation.llm.provider import Provider


def requests_for_parts(analysis: Analysis, provider: Provider) -> Requests:
    """For the model that reads parts."""
    return Requests(analysis, model_of_parts(analysis, provider), fallbacks=analysis.models.fallbacks)


def requests_for_the_whole(analysis: Analysis, provider: Provider) -> Requests:
    """For the model that puts parts together."""
    models = analysis.models
    return Requests(analysis, models.reduce or model_of_parts(analysis, provider), fallbacks=models.fallbacks)


def model_of_parts(analysis: Analysis, provider: Provider) -> str:
    """The person's choice, or else the site's."""
    return analysis.models.analysis or provider.default_model("analysis")
