"""Passwords: strength, change and reset."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts.errors import PasswordRefused, TokenRefused, WrongPassword
from accounts.models import RefreshFamily, User
from accounts.services.mails import send_later

# In characters: hashing is slow on purpose, so its input is bounded.
MAX_LENGTH = 256

_RESET_MAIL = """Somebody, probably you, asked to reset the password of your account.

Choose a new password here, within an hour:
{link}

If it was not you, ignore this mail; your password stays as it is.
"""


def check_strength(password: str, user: User, field: str = "new_password") -> None:
    """Raise PasswordRefused, for `field`, with every reason why `password` will not do for `user`."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordRefused(error.messages, field) from None


def change_password(user: User, *, current: str, new: str) -> None:
    """Set a new password and end every token and session; `user` is brought up to date.

    Raises WrongPassword or PasswordRefused.
    """
    if not user.check_password(current):
        raise WrongPassword
    check_strength(new, user)
    if not _replace_password(user, new):
        raise WrongPassword


def request_reset(email: str, link: Callable[[str, str], str]) -> None:
    """Mail a single-use link to the account's owner; say nothing when there is no such account.

    `link(uid, token)` makes the address of the page that takes the new password.
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        return
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    url = link(uid, default_token_generator.make_token(user))
    send_later(user.email, "Reset your password", _RESET_MAIL.format(link=url))


def confirm_reset(*, uid: str, token: str, new: str) -> User:
    """Set the password by the link of a mail and end every token and session.

    Raises TokenRefused for a link that is wrong, used or too old, or PasswordRefused.
    """
    user = user_of_reset_link(uid, token)
    if user is None:
        raise TokenRefused("The reset link is wrong, used or too old; ask for a new one.")
    check_strength(new, user)
    if not _replace_password(user, new):
        raise TokenRefused("The reset link was used already; ask for a new one.")
    return user


def user_of_reset_link(uid: str, token: str) -> User | None:
    """Whose password the link may set; None when it is not valid."""
    try:
        user = User.objects.get(pk=urlsafe_base64_decode(uid).decode(), is_active=True)
    except (ValueError, ValidationError, User.DoesNotExist):
        return None
    return user if default_token_generator.check_token(user, token) else None


def _replace_password(user: User, new: str) -> bool:
    """False when the password was changed under us: the UPDATE applies only to the one that was checked."""
    hashed = make_password(new)
    replaced = User.objects.filter(pk=user.pk, password=user.password).update(
        password=hashed, token_version=F("token_version") + 1
    )
    RefreshFamily.objects.filter(user=user).delete()
    user.refresh_from_db()
    return replaced == 1
