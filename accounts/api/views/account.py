"""The account: registration, profile, export, deletion."""

from __future__ import annotations

from dataclasses import asdict

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts.api import serializers, throttles
from accounts.api.permissions import IsPerson
from accounts.api.requests import current_user, validated
from accounts.services import account, tokens
from accounts.services.registration import register


class RegisterView(APIView):
    """Create an account and sign it in."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (throttles.RegistrationThrottle,)

    @extend_schema(tags=["auth"], request=serializers.RegisterIn, responses={201: serializers.RegisteredOut})
    def post(self, request: Request) -> Response:
        user = register(**validated(serializers.RegisterIn, request))
        body = serializers.UserOut(user).data | asdict(tokens.issue(user))
        return Response(body, status=status.HTTP_201_CREATED)


class MeView(APIView):
    """The account of the caller."""

    def get_permissions(self) -> list[BasePermission]:
        return [IsPerson() if self.request.method == "DELETE" else IsAuthenticated()]

    def get_throttles(self) -> list[BaseThrottle]:
        return [throttles.PasswordCheckThrottle()] if self.request.method == "DELETE" else []

    @extend_schema(tags=["auth"], responses=serializers.UserOut)
    def get(self, request: Request) -> Response:
        return Response(serializers.UserOut(current_user(request)).data)

    @extend_schema(tags=["auth"], request=serializers.ProfileIn, responses=serializers.UserOut)
    def patch(self, request: Request) -> Response:
        changes = validated(serializers.ProfileIn, request)
        return Response(serializers.UserOut(account.update_profile(current_user(request), **changes)).data)

    @extend_schema(tags=["auth"], request=serializers.DeleteAccountIn, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Delete the account and everything it owns. Export it first: there is no way back."""
        account.delete_account(current_user(request), **validated(serializers.DeleteAccountIn, request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ExportView(APIView):
    """Everything kept about the caller, as one JSON file."""

    @extend_schema(tags=["auth"], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response(
            account.export_account(current_user(request)),
            headers={"Content-Disposition": 'attachment; filename="account.json"'},
        )
