"""Rate limits of the API, counted in the database; the rates are `settings.THROTTLES`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts.peers import peer_address
from accounts.services.throttling import spend


class _Throttle(BaseThrottle, ABC):
    action: ClassVar[str]
    seconds_left: float | None = None

    @abstractmethod
    def actor(self, request: Request) -> str:
        """Who is counted."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        self.seconds_left = spend(self.action, self.actor(request))
        return self.seconds_left is None

    def wait(self) -> float | None:
        return self.seconds_left


class _PerPeer(_Throttle):
    def actor(self, request: Request) -> str:
        return peer_address(request)


class _PerUser(_Throttle):
    def actor(self, request: Request) -> str:
        return str(request.user.pk)


class LoginThrottle(_PerPeer):
    """Beside django-axes, which counts failures of one account: this stops trying many accounts."""

    action = "login"


class RegistrationThrottle(_PerPeer):
    action = "registration"


class PasswordResetThrottle(_PerPeer):
    action = "password_reset"


class PasswordCheckThrottle(_PerUser):
    """For views where somebody signed in gives the password once more."""

    action = "password_check"


class SubmissionThrottle(_PerUser):
    """For every view that enqueues work; reading is not counted."""

    action = "submission"

    def allow_request(self, request: Request, view: APIView) -> bool:
        return request.method != "POST" or super().allow_request(request, view)
