"""What a view takes instead of the method or the media type that it was asked with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rest_framework import exceptions
from rest_framework.views import APIView


@dataclass(frozen=True, slots=True)
class Remedy:
    """`detail` and `errors` as in a problem document."""

    detail: str
    errors: list[dict[str, str]] = field(default_factory=list)


def remedy_for(exc: Exception, view: APIView) -> Remedy | None:
    """For 405, 406 and 415; None for any other fault."""
    match exc:
        case exceptions.MethodNotAllowed():
            method = view.request.method
            return Remedy(f"{method} is not allowed here; use {_words(set(view.allowed_methods) - {'OPTIONS'})}.")
        case exceptions.UnsupportedMediaType():
            taken = _words(parser.media_type for parser in view.get_parsers())
            detail = str(exc.detail)
            if detail.startswith("Unsupported media type"):
                detail = "A body of this media type is not taken here."
            return _of_header("Content-Type", detail, f"Send {taken}.")
        case exceptions.NotAcceptable():
            given = _words(renderer.media_type for renderer in exc.available_renderers or ())
            return _of_header("Accept", "None of these media types is given here.", f"Accept {given}.")
    return None


def _of_header(name: str, detail: str, fix: str) -> Remedy:
    return Remedy(f"{name}: {detail} {fix}", [{"field": name, "detail": detail, "fix": fix}])


def _words(names: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *most, last = sorted(set(names))
    return f"{', '.join(most)} or {last}" if most else last
