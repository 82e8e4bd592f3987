"""People for tests."""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

from accounts.models import User

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)


class CheapArgon2(Argon2PasswordHasher):
    """Argon2 at its lowest cost; a real process verifies such a hash too, for the cost is written in it."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


def make_user(email: str = "", password: str = PASSWORD, **fields: Any) -> User:
    """A saved user; each without `email` gets an address of its own."""
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", password, **fields)


def make_staff(email: str = "", password: str = PASSWORD, **fields: Any) -> User:
    """A saved superuser who may enter the console."""
    return User.objects.create_superuser(email or f"staff{next(_numbers)}@example.org", password, **fields)
