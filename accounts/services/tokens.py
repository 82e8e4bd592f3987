"""JWTs: a short access token and a refresh token that rotates.

Claims beside the registered ones: `ver`, the user's token_version, and `fam`, the RefreshFamily.
"""

from __future__ import annotations

from dataclasses import dataclass

import uuid_utils.compat as uuid
from django.db.models import F
from django.utils import timezone
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import RefreshToken
from rest_framework_simplejwt.utils import datetime_from_epoch

from accounts.errors import TokenRefused
from accounts.models import RefreshFamily, User


@dataclass(frozen=True, slots=True)
class TokenPair:
    access: str
    refresh: str


def issue(user: User) -> TokenPair:
    """Start a family: the tokens of a new sign-in."""
    family_id = uuid.uuid7()
    token = _token(str(user.pk), user.token_version, str(family_id))
    RefreshFamily.objects.create(
        id=family_id, user=user, current_jti=token["jti"], expires_at=datetime_from_epoch(token["exp"])
    )
    return _pair(token)


def refresh(raw: str) -> TokenPair:
    """Trade a refresh token for a new pair, once.

    Raises TokenRefused; when the token was spent before, two hold it and the whole family is revoked.
    """
    old = _parse(raw)
    user = User.objects.filter(pk=old["sub"], is_active=True, token_version=old["ver"])
    if not user.exists():
        raise TokenRefused
    # The old version is carried over: if the password changes right now, the new pair is void too.
    new = _token(old["sub"], old["ver"], old["fam"])
    live = RefreshFamily.objects.filter(pk=old["fam"], revoked_at=None)
    # The guard is in the UPDATE: of parallel refreshes the row lock lets exactly one find its jti.
    spent = live.filter(current_jti=old["jti"]).update(
        current_jti=new["jti"], expires_at=datetime_from_epoch(new["exp"])
    )
    if not spent:
        if live.update(revoked_at=timezone.now()):
            raise TokenRefused("This refresh token was used before, so its sign-in was ended; sign in again.")
        raise TokenRefused("This sign-in was ended; sign in again.")
    return _pair(new)


def revoke(raw: str, *, everywhere: bool = False) -> None:
    """End the sign-in a refresh token belongs to, or every one of its user; raises TokenRefused.

    A token that was spent still ends its own sign-in, but no others.
    """
    token = _parse(raw)
    live = RefreshFamily.objects.filter(pk=token["fam"], revoked_at=None)
    if everywhere and live.filter(current_jti=token["jti"]).exists():
        revoke_all(User.objects.get(pk=token["sub"]))
    live.update(revoked_at=timezone.now())


def revoke_all(user: User) -> None:
    """End every sign-in of `user`: tokens, tickets and browser sessions."""
    User.objects.filter(pk=user.pk).update(token_version=F("token_version") + 1)
    RefreshFamily.objects.filter(user=user).delete()


def _token(user_id: str, version: int, family_id: str) -> RefreshToken:
    token = RefreshToken()
    token["sub"] = user_id
    token["ver"] = version
    token["fam"] = family_id
    return token


def _pair(token: RefreshToken) -> TokenPair:
    return TokenPair(access=str(token.access_token), refresh=str(token))


def _parse(raw: str) -> RefreshToken:
    try:
        token = RefreshToken(raw)  # type: ignore[arg-type] # the library annotates its string as a Token
    except TokenError:
        raise TokenRefused from None
    if not {"sub", "ver", "fam"} <= token.payload.keys():
        raise TokenRefused
    return token
