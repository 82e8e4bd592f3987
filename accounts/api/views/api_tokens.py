"""Personal API tokens."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import serializers
from accounts.api.permissions import IsPerson
from accounts.api.requests import current_user, validated
from accounts.selectors.tokens import api_tokens_of
from accounts.services import api_tokens


class ApiTokensView(APIView):
    """The caller's API tokens."""

    permission_classes = (IsPerson,)

    @extend_schema(tags=["auth"], operation_id="auth_tokens_list", responses=serializers.ApiTokenListOut)
    def get(self, request: Request) -> Response:
        rows = serializers.ApiTokenOut(api_tokens_of(current_user(request)), many=True).data
        return Response({"count": len(rows), "next": None, "previous": None, "results": rows})

    @extend_schema(tags=["auth"], request=serializers.ApiTokenIn, responses={201: serializers.ApiTokenCreatedOut})
    def post(self, request: Request) -> Response:
        """Create a token. `token` in the answer is shown this once."""
        row, token = api_tokens.create(current_user(request), **validated(serializers.ApiTokenIn, request))
        body = serializers.ApiTokenOut(row).data | {"token": token}
        return Response(body, status=status.HTTP_201_CREATED)


class ApiTokenView(APIView):
    """One API token."""

    permission_classes = (IsPerson,)

    @extend_schema(tags=["auth"], responses={204: None})
    def delete(self, request: Request, token_id: UUID) -> Response:
        """Revoke the token at once."""
        if not api_tokens.revoke(current_user(request), token_id):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)
