"""The pages of conversations: the list with whom to talk to, and one to talk in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from generation.errors import BotGone, ConversationBegun, ConversationBusy, UnreadableCard
from generation.models import Card, Conversation
from generation.pages.addresses import id_in, listing
from generation.pages.visitor import visitor
from generation.selectors.cards import cards_of, describe_card, links
from generation.selectors.chat_options import chat_options
from generation.selectors.conversations import conversation_of, conversations_of, describe_conversation
from generation.services.conversations.said import MESSAGE_LENGTH
from generation.services.conversations.starting import start_with
from jobs.errors import InvalidSubmission

PAGE_SIZE = 30
# Cards that are offered at once; every card's own page offers it too.
MOST_CARDS = 11
_LONGEST = 200
_FURTHEST = 100_000


@never_cache
@login_required
@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """The caller's, last spoken in first; `q` searches, `offset` goes on. Beside them, whom to talk with.

    A script that asks for a part of the page is given the list alone.
    """
    if request.headers.get("HX-Request"):
        return render(request, "chat/conversations.html", _listed(request))
    cards = cards_of(visitor(request).pk)[:MOST_CARDS]
    context = {"bots": [describe_card(card) for card in cards], **_listed(request)}
    return render(request, "chat/list.html", context)


@never_cache
@login_required
@require_safe
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """One, to read and to talk in; its script fetches what was said."""
    try:
        found = conversation_of(visitor(request).pk, conversation_id)
    except Conversation.DoesNotExist:
        raise Http404 from None
    card = Card.objects.owned_by(found.owner_id).filter(pk=found.bot.card_id).first() if found.bot.card_id else None
    context = {
        "conversation": describe_conversation(found),
        "heading": found.title or found.bot.name,
        "portrait_url": links(card)["portrait"] if card else "",
        "longest": MESSAGE_LENGTH,
        "options": chat_options(),
        **_listed(request),
    }
    return render(request, "chat/conversation.html", context)


@login_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin to talk with the `card`, or the assistant; go on where neither `fresh` nor a `greeting` is asked for."""
    greeting = _number(request.POST.get("greeting", ""))
    fresh = bool(request.POST.get("fresh")) or greeting is not None
    try:
        card_id = id_in(request.POST.get("card"))
        opened = start_with(visitor(request), card_id, fresh=fresh, greeting=greeting)
    except Card.DoesNotExist:
        raise Http404 from None
    except (BotGone, ConversationBegun, ConversationBusy, UnreadableCard) as fault:
        messages.error(request, str(fault))
        return redirect("conversations")
    except InvalidSubmission as refused:
        messages.error(request, " ".join(refused.errors.values()))
        return redirect("conversations")
    return redirect("conversation", conversation_id=opened.conversation.pk)


def _listed(request: HttpRequest) -> dict[str, Any]:
    q = request.GET.get("q", "").strip()[:_LONGEST]
    offset = _offset(request.GET.get("offset", ""))
    rows = list(conversations_of(visitor(request).pk, q=q)[offset : offset + PAGE_SIZE + 1])
    return {
        "conversations": rows[:PAGE_SIZE],
        "q": q,
        "is_empty": not (rows or q or offset),
        "previous_url": _page(q, max(0, offset - PAGE_SIZE)) if offset else "",
        "next_url": _page(q, offset + PAGE_SIZE) if len(rows) > PAGE_SIZE else "",
    }


def _page(q: str, offset: int) -> str:
    return listing("/conversations", q=q, offset=str(offset) if offset else "")


def _offset(text: str) -> int:
    return min(_number(text) or 0, _FURTHEST)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(_FURTHEST)) else None
