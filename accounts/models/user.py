"""A person, known by an e-mail address."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

import uuid_utils.compat as uuid
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"{name!r} is not a time zone; use a name like Europe/Paris.")


class UserManager(BaseUserManager["User"]):
    """Creates users with a normalised address and a hashed password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """`token_version` is in every JWT: raising it ends all tokens issued before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    daily_budget_nano = models.BigIntegerField(
        null=True, blank=True, help_text="Cap of a day in billionths of a dollar; empty for the site's own."
    )
    is_staff = models.BooleanField(default=False, help_text="May enter the console.")
    is_active = models.BooleanField(default=True)
    token_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_ignores_case"),
        ]

    def __str__(self) -> str:
        return self.email

    def get_session_auth_hash(self) -> str:
        """What a browser session is bound to: it ends with the password and with `token_version`."""
        return salted_hmac(
            "accounts.models.User.get_session_auth_hash",
            f"{self.token_version}:{self.password}",
            algorithm="sha256",
        ).hexdigest()

    def get_short_name(self) -> str:
        return self.name or self.email.partition("@")[0]
