"""Who may do what: users and the tokens they act by."""

from accounts.models.api_token import ApiToken
from accounts.models.user import User

__all__ = ["ApiToken", "User"]
