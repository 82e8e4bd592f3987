"""What a card said over time: the page of its revisions, and going back to one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from generation.errors import UnreadableCard
from generation.models import CardRevision
from generation.pages.visitor import card_or_404, visitor
from generation.selectors.revisions import revisions_of
from generation.services.edit_card import restore_revision

# Told with their differences; the older ones by name.
SHOWN = 30


@never_cache
@login_required
@require_safe
def revisions(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Newest first, each beside the one before it."""
    row = card_or_404(request, card_id)
    newest_first = revisions_of(row)[::-1]
    context = {"row": row, "revisions": newest_first[:SHOWN], "more": len(newest_first) - SHOWN}
    return render(request, "cards/revisions.html", context)


@login_required
@require_POST
def restore(request: HttpRequest, card_id: UUID, number: int) -> HttpResponse:
    """Go back to revision `number`."""
    row = card_or_404(request, card_id)
    try:
        restore_revision(visitor(request).pk, row.pk, number)
    except CardRevision.DoesNotExist:
        raise Http404 from None
    except UnreadableCard:
        messages.warning(request, f"Revision {number} does not fit the standard any more; it can be read only.")
    else:
        messages.success(request, f"{row.name} is as it was at revision {number}.")
    return redirect("card-revisions", row.pk)
