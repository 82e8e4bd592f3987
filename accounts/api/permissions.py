"""Who may use a view."""

from __future__ import annotations

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import ApiToken


class IsPerson(IsAuthenticated):
    """Somebody who signed in; an API token may not change what it could outlive."""

    message = "An API token may not do this; sign in with your password."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return super().has_permission(request, view) and not isinstance(request.auth, ApiToken)
