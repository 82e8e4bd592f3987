"""New accounts."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.errors import EmailTaken, RegistrationClosed
from accounts.models import User
from accounts.services.passwords import check_strength


def register(*, email: str, password: str, name: str = "") -> User:
    """Create the account of a stranger.

    Raises RegistrationClosed, PasswordRefused or EmailTaken; the unique constraint decides the last,
    after the same hashing work.
    """
    if not settings.REGISTRATION_OPEN:
        raise RegistrationClosed
    check_strength(password, User(email=email, name=name), field="password")
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name)
    except IntegrityError:
        raise EmailTaken from None
