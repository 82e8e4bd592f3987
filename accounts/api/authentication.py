"""`Authorization: Bearer ...`, with a JWT or a personal API token."""

from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, RefreshFamily, User
from accounts.selectors.tokens import sign_in_of_access_token
from accounts.services import api_tokens


class BearerAuthentication(BaseAuthentication):
    """`request.auth` is the ApiToken for an API token, the RefreshFamily for a JWT; TokenRefused becomes a 401."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken | RefreshFamily] | None:
        scheme, _, raw = request.headers.get("Authorization", "").strip().partition(" ")
        if scheme.lower() != "bearer":
            return None
        raw = raw.strip()
        if not raw or not raw.isascii():
            raise AuthenticationFailed("Send the header as `Authorization: Bearer TOKEN`.")
        if raw.startswith(api_tokens.MARK):
            token = api_tokens.use(raw)
            return token.user, token
        family = sign_in_of_access_token(raw)
        return family.user, family

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # the library is not typed
    """How the schema describes BearerAuthentication."""

    target_class = "accounts.api.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An access token of auth/login, or a personal API token (stq_...).",
        }
