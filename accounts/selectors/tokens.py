"""Who is behind a token."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken

from accounts.errors import TokenRefused
from accounts.models import ApiToken, RefreshFamily, User


def sign_in_of_access_token(raw: str) -> RefreshFamily:
    """The sign-in of a JWT, with its active user, while it stands; raises TokenRefused."""
    try:
        token = AccessToken(raw)  # type: ignore[arg-type] # the library annotates its string as a Token
    except TokenError:
        raise TokenRefused from None
    family = (
        RefreshFamily.objects.select_related("user")
        .filter(
            pk=token.get("fam"),
            revoked_at=None,
            user=token.get("sub"),
            user__is_active=True,
            user__token_version=token.get("ver"),
        )
        .first()
    )
    if family is None:
        raise TokenRefused
    return family


def api_tokens_of(user: User) -> QuerySet[ApiToken]:
    """The tokens of `user` that were not revoked, newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None)
