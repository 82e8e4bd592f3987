"""Shapes of the auth API, and the strict base that every serializer of input builds on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers

from accounts.errors import PasswordRefused
from accounts.models import ApiToken, User
from accounts.models.user import validate_time_zone
from accounts.services.passwords import MAX_LENGTH, check_strength

_NUMBERS = (serializers.DecimalField, serializers.FloatField, serializers.IntegerField)


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses, by name, fields it does not have, fields that only the server writes, and what is of another type.

    A number is no text here, and true no number: what was meant by them, nobody knows.
    """

    def to_internal_value(self, data: Any) -> Any:
        unknown = self._refused(data) if isinstance(data, Mapping) else {}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if unknown and isinstance(error.detail, dict):
                raise serializers.ValidationError({**error.detail, **unknown}) from None
            raise
        if unknown:
            raise serializers.ValidationError(unknown)
        return value

    def _refused(self, data: Mapping[str, Any]) -> dict[str, list[str]]:
        writable = [name for name, field in self.fields.items() if not field.read_only]
        known = f"Remove it; this takes {', '.join(writable) or 'no fields'}."
        errors = {}
        for name, value in data.items():
            if name in self.fields and name not in writable:
                errors[name] = ["This field cannot be set; remove it."]
            elif name not in writable:
                errors[str(name)[:200]] = [f"This field does not exist. {known}"]
            elif fault := _mistaken(self.fields[name], value):
                errors[name] = [fault]
        return errors


def _mistaken(field: serializers.Field[Any, Any, Any, Any], value: Any) -> str:
    """What is wrong with the type of `value`, where the field would take it for another."""
    if isinstance(field, serializers.CharField) and isinstance(value, int | float):
        return "Write it as text, in quotes."
    if isinstance(field, _NUMBERS) and isinstance(value, bool):
        return "Write a number."
    return ""


class PasswordField(serializers.CharField):
    """A password as it is: not stripped, never sent back."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_LENGTH, trim_whitespace=False, style={"input_type": "password"}, **options)


class RegisterIn(StrictSerializer):
    email = serializers.EmailField(max_length=254)
    password = PasswordField()
    name = serializers.CharField(max_length=80, required=False, allow_blank=True)

    def validate_password(self, password: str) -> str:
        """Refused together with the other fields, and not only once they are right."""
        told = {name: str(self.initial_data.get(name, ""))[:254] for name in ("email", "name")}
        try:
            check_strength(password, User(**told), field="password")
        except PasswordRefused as error:
            raise serializers.ValidationError(error.reasons) from None
        return password


class LoginIn(StrictSerializer):
    email = serializers.CharField(max_length=254)
    password = PasswordField()


class RefreshIn(StrictSerializer):
    refresh = serializers.CharField(max_length=4096)


class LogoutIn(RefreshIn):
    everywhere = serializers.BooleanField(
        default=False, help_text="End every sign-in of the account, browser sessions too."
    )


class PasswordChangeIn(StrictSerializer):
    password = PasswordField(help_text="The current password.")
    new_password = PasswordField()


class PasswordResetIn(StrictSerializer):
    email = serializers.EmailField(max_length=254)


class PasswordResetConfirmIn(StrictSerializer):
    uid = serializers.CharField(max_length=200)
    token = serializers.CharField(max_length=200)
    new_password = PasswordField()


class ProfileIn(StrictSerializer):
    name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    time_zone = serializers.CharField(max_length=64, required=False, validators=[validate_time_zone])


class DeleteAccountIn(StrictSerializer):
    password = PasswordField()


class ApiTokenIn(StrictSerializer):
    name = serializers.CharField(max_length=80)
    expires_at = serializers.DateTimeField(required=False, allow_null=True)

    def validate_expires_at(self, value: Any) -> Any:
        if value is not None and value <= timezone.now():
            raise serializers.ValidationError("Choose a time in the future, or null for a token that stays.")
        return value


class UserOut(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields: ClassVar = ["id", "email", "name", "time_zone", "is_staff", "created_at"]


class TokensOut(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField()


class RegisteredOut(UserOut):
    """The new user, signed in."""

    access = serializers.CharField()
    refresh = serializers.CharField()

    class Meta(UserOut.Meta):
        fields: ClassVar = [*UserOut.Meta.fields, "access", "refresh"]


class TicketOut(serializers.Serializer[Any]):
    ticket = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")


class MessageOut(serializers.Serializer[Any]):
    detail = serializers.CharField()


class ApiTokenOut(serializers.ModelSerializer[ApiToken]):
    class Meta:
        model = ApiToken
        fields: ClassVar = ["id", "name", "prefix", "created_at", "last_used_at", "expires_at"]


class ApiTokenCreatedOut(ApiTokenOut):
    """`token` is shown this once."""

    token = serializers.CharField()

    class Meta(ApiTokenOut.Meta):
        fields: ClassVar = [*ApiTokenOut.Meta.fields, "token"]


class ApiTokenListOut(serializers.Serializer[Any]):
    """One page holds them all: an account has at most 50."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ApiTokenOut(many=True)
