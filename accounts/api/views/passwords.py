"""Changing and resetting a password."""

from __future__ import annotations

from dataclasses import asdict

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import serializers, throttles
from accounts.api.permissions import IsPerson
from accounts.api.requests import current_user, validated
from accounts.services import passwords, tokens

RESET_ANSWER = "If this address has an account, a mail with a link is on its way."


class PasswordView(APIView):
    """Change the password: every token and session ends, and the answer holds new tokens."""

    permission_classes = (IsPerson,)
    throttle_classes = (throttles.PasswordCheckThrottle,)

    @extend_schema(tags=["auth"], request=serializers.PasswordChangeIn, responses=serializers.TokensOut)
    def post(self, request: Request) -> Response:
        user = current_user(request)
        given = validated(serializers.PasswordChangeIn, request)
        passwords.change_password(user, current=given["password"], new=given["new_password"])
        return Response(asdict(tokens.issue(user)))


class PasswordResetView(APIView):
    """Ask for a mail with a reset link; the answer is the same whether the account exists or not."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (throttles.PasswordResetThrottle,)

    @extend_schema(tags=["auth"], request=serializers.PasswordResetIn, responses={202: serializers.MessageOut})
    def post(self, request: Request) -> Response:
        passwords.request_reset(
            **validated(serializers.PasswordResetIn, request),
            link=lambda uid, token: request.build_absolute_uri(reverse("password-reset-confirm", args=[uid, token])),
        )
        return Response({"detail": RESET_ANSWER}, status=status.HTTP_202_ACCEPTED)


class PasswordResetConfirmView(APIView):
    """Set the password by the uid and token of the mail's link; every token and session ends."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (throttles.PasswordResetThrottle,)

    @extend_schema(tags=["auth"], request=serializers.PasswordResetConfirmIn, responses={204: None})
    def post(self, request: Request) -> Response:
        given = validated(serializers.PasswordResetConfirmIn, request)
        passwords.confirm_reset(uid=given["uid"], token=given["token"], new=given["new_password"])
        return Response(status=status.HTTP_204_NO_CONTENT)
