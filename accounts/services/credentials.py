"""Proving who one is with an address and a password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from accounts.errors import BadCredentials, LockedOut
from accounts.models import User


def check_credentials(request: HttpRequest, *, email: str, password: str) -> User:
    """The user with this address and password; raises BadCredentials or LockedOut.

    django-axes counts failures by address and peer, for accounts that do not exist too.
    """
    user = authenticate(request, email=email, password=password)
    if getattr(request, "axes_locked_out", False):
        raise LockedOut(settings.AXES_COOLOFF_TIME.total_seconds())
    if not isinstance(user, User):
        raise BadCredentials
    return user


def record_sign_in(request: HttpRequest, user: User) -> None:
    """Tell Django and axes of a sign-in that made no session: last login, failures forgotten."""
    user_logged_in.send(sender=User, request=request, user=user)


def attempted_email(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """AXES_USERNAME_CALLABLE: the address somebody tried to sign in with, however the form names it."""
    given = credentials or request.POST
    return str(given.get("email") or given.get("username") or "").lower()[:254]
