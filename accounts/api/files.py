"""Files as answers."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to be kept, never shown: what it holds may be hostile, whatever its type says."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
