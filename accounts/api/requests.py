"""What a view takes from its request."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from accounts.models import User


def current_user(request: Request) -> User:
    """Who asks; NotAuthenticated for a view that let in somebody without an account."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def validated(serializer: type[BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    """The body by `serializer`; ValidationError (422) names what is wrong."""
    form = serializer(data=request.data)
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


def queried(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The address's query by `serializer`; ValidationError (422) names unknown, repeated and wrong parameters."""
    given = request.query_params
    lists = {name for name, field in serializer().fields.items() if isinstance(field, serializers.ListField)}
    if twice := [name for name in given if name not in lists and len(given.getlist(name)) > 1]:
        raise ValidationError({name[:200]: ["Send this parameter once."] for name in twice})
    form = serializer(data={name: given.getlist(name) if name in lists else given[name] for name in given})
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values
