"""Accounts in the console."""

from accounts.admin.groups import GroupAdmin
from accounts.admin.tokens import ApiTokenAdmin
from accounts.admin.users import UserAdmin

__all__ = ["ApiTokenAdmin", "GroupAdmin", "UserAdmin"]
