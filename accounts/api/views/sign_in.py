"""Signing in and out: login, refresh, logout, tickets."""

from __future__ import annotations

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import serializers, throttles
from accounts.api.requests import current_user, validated
from accounts.models import RefreshFamily
from accounts.services import credentials, tickets, tokens


class LoginView(APIView):
    """Trade an e-mail address and a password for an access and a refresh token."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (throttles.LoginThrottle,)

    @extend_schema(tags=["auth"], request=serializers.LoginIn, responses=serializers.TokensOut)
    def post(self, request: Request) -> Response:
        given = validated(serializers.LoginIn, request)
        user = credentials.check_credentials(request, **given)
        credentials.record_sign_in(request, user)
        return Response(asdict(tokens.issue(user)))


class RefreshView(APIView):
    """Trade a refresh token for new tokens; each works once, and using one again ends the sign-in."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(tags=["auth"], request=serializers.RefreshIn, responses=serializers.TokensOut)
    def post(self, request: Request) -> Response:
        given = validated(serializers.RefreshIn, request)
        return Response(asdict(tokens.refresh(given["refresh"])))


class LogoutView(APIView):
    """End the sign-in of a refresh token, its access tokens too; `everywhere` ends all of them."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(tags=["auth"], request=serializers.LogoutIn, responses={204: None})
    def post(self, request: Request) -> Response:
        given = validated(serializers.LogoutIn, request)
        tokens.revoke(given["refresh"], everywhere=given["everywhere"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class TicketView(APIView):
    """A ticket that opens one WebSocket within 30 seconds; the socket ends with the sign-in that asked for it."""

    @extend_schema(tags=["auth"], request=None, responses={201: serializers.TicketOut})
    def post(self, request: Request) -> Response:
        family_id = request.auth.pk if isinstance(request.auth, RefreshFamily) else None
        ticket = tickets.issue(current_user(request), family_id)
        body = {"ticket": ticket, "expires_in": int(tickets.LIFETIME.total_seconds())}
        return Response(body, status=status.HTTP_201_CREATED)
