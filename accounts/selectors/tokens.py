"""Who is behind a token."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken

from accounts.errors import TokenRefused
from accounts.models import ApiToken, User


def user_of_access_token(raw: str) -> User:
    """The active user of a JWT whose sign-in still stands; raises TokenRefused."""
    try:
        token = AccessToken(raw)  # type: ignore[arg-type] # the library annotates its string as a Token
    except TokenError:
        raise TokenRefused from None
    user = User.objects.filter(
        pk=token.get("sub"),
        is_active=True,
        token_version=token.get("ver"),
        refresh_families__pk=token.get("fam"),
        refresh_families__revoked_at=None,
    ).first()
    if user is None:
        raise TokenRefused
    return user


def api_tokens_of(user: User) -> QuerySet[ApiToken]:
    """The tokens of `user` that were not revoked, newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None)
