"""Every error accounts raise.

AccountsError
├── RegistrationClosed   this site takes no new accounts
├── EmailTaken           the address already has an account
├── WrongPassword        the given password is not the account's
├── PasswordRefused      the new password is too weak; `reasons` says why
├── BadCredentials       unknown address, wrong password or inactive account: which, it does not say
├── LockedOut            too many attempts; `seconds` says how long to wait
├── TokenRefused         a token that is malformed, expired, spent or revoked
└── LimitReached         the account has as many of a thing as it may
"""

from __future__ import annotations


class AccountsError(Exception):
    """Base of all errors of this app; `str()` of one is a sentence for people."""


class RegistrationClosed(AccountsError):
    def __init__(self) -> None:
        super().__init__("Registration is closed; ask the administrator for an account.")


class EmailTaken(AccountsError):
    def __init__(self) -> None:
        super().__init__("This address already has an account; sign in or reset the password.")


class WrongPassword(AccountsError):
    def __init__(self) -> None:
        super().__init__("This is not your current password.")


class PasswordRefused(AccountsError):
    """`field` is the name of the input the password came in."""

    def __init__(self, reasons: list[str], field: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.field = field


class BadCredentials(AccountsError):
    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class LockedOut(AccountsError):
    """`seconds` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Too many attempts; wait before you try again.")
        self.seconds = seconds


class TokenRefused(AccountsError):
    def __init__(self, reason: str = "The token is invalid or expired; sign in again.") -> None:
        super().__init__(reason)


class LimitReached(AccountsError):
    pass
