"""A client of the API, as a program writes one."""

from __future__ import annotations

from typing import Any

from rest_framework.test import APIClient

from accounts.models import User
from accounts.services import tokens

AUTH = "/api/v1/auth"


def api(access: str = "") -> APIClient:
    """A client that speaks JSON, with `access` as its bearer token; CSRF is enforced as in real life."""
    client = APIClient(enforce_csrf_checks=True)
    client.default_format = "json"
    if access:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
    return client


def api_of(user: User) -> APIClient:
    """A client with a fresh access token of `user`."""
    return api(tokens.issue(user).access)


def fields(response: Any) -> set[str]:
    """The fields a problem answer names."""
    return {error["field"] for error in response.json().get("errors", [])}
