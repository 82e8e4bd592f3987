"""The account itself: profile, export and deletion."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts import hooks
from accounts.errors import WrongPassword
from accounts.models import User


def update_profile(user: User, *, name: str | None = None, time_zone: str | None = None) -> User:
    """Change what is given; None leaves a field as it is."""
    given = {"name": name, "time_zone": time_zone}
    changes = {field: value for field, value in given.items() if value is not None}
    for field, value in changes.items():
        setattr(user, field, value)
    if changes:
        user.save(update_fields=list(changes))
    return user


def export_account(user: User) -> dict[str, Any]:
    """Everything kept about `user`: the account, its API tokens, and what other apps registered."""
    return {
        "account": {
            "id": user.pk,
            "email": user.email,
            "name": user.name,
            "time_zone": user.time_zone,
            "created_at": user.created_at,
            "last_login": user.last_login,
        },
        "api_tokens": list(
            user.api_tokens.values("name", "prefix", "created_at", "last_used_at", "expires_at", "revoked_at")
        ),
        **{name: hook(user) for name, hook in hooks.export_hooks().items()},
    }


def delete_account(user: User, *, password: str) -> None:
    """Run the deletion hooks, then delete the user, in one transaction; raises WrongPassword."""
    if not user.check_password(password):
        raise WrongPassword
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        for hook in hooks.delete_hooks():
            hook(locked)
        locked.delete()
