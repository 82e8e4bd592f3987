"""Whose account a command of the shell works for."""

from __future__ import annotations

from accounts.models import User


class OwnerUnclear(Exception):
    """Nobody, or more than one, could be meant; the message says how to name one."""


def owner_of_shell(email: str | None) -> User:
    """The active account with this address, else the only one of the staff there is; OwnerUnclear otherwise."""
    active = User.objects.filter(is_active=True)
    if email:
        found = active.filter(email__iexact=email).first()
        if found is None:
            raise OwnerUnclear(f"--owner: nobody has the address {email!r}; the console lists the users.")
        return found
    staff = list(active.filter(is_staff=True)[:2])
    if len(staff) != 1:
        there = "are several staff accounts" if staff else "is no staff account"
        raise OwnerUnclear(f"--owner: there {there}; name one by its address.")
    return staff[0]
