"""An artefact as a file to be saved, never as a page to be opened."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from accounts.api.files import attached
from jobs.models import Artefact
from jobs.selectors.artefacts import artefact_of, digest_of

BYTES = "application/octet-stream"
# What no browser runs. A script or a style sheet would pass `script-src 'self'`, attachment or not.
PASSIVE = frozenset(
    {
        "application/json", "application/pdf", "application/zip", "image/gif", "image/jpeg", "image/png", "image/webp",
        "text/csv", "text/markdown", "text/plain",
    }
)  # fmt: skip


def download(request: HttpRequest, job_id: UUID, artefact_id: UUID) -> HttpResponseBase:
    """The content, or 304 to one who has it, of a job that the caller was found to see; DoesNotExist without it."""
    known = HttpResponse(headers=_freshness(digest_of(job_id, artefact_id)))
    answer = get_conditional_response(request, etag=known["ETag"], response=known)
    if answer is not None and answer is not known:
        return answer
    return _attached(artefact_of(job_id, artefact_id))


def _attached(artefact: Artefact) -> HttpResponse:
    content = bytes(artefact.content)
    answer = attached(content, _media_type(artefact.media_type), _file_name(artefact.name))
    answer["Content-Length"] = str(len(content))
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    for header, value in _freshness(artefact.digest).items():
        answer[header] = value
    return answer


def _freshness(digest: str) -> dict[str, str]:
    return {"ETag": f'"{digest}"', "Cache-Control": "private, no-cache"}


def _file_name(name: str) -> str:
    return name.replace("/", "_").replace("\\", "_")


def _media_type(told: str) -> str:
    known = told.partition(";")[0].strip().lower() in PASSIVE
    return told if known and told.isascii() and told.isprintable() else BYTES
