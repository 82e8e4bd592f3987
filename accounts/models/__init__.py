"""Who may do what: users, the tokens they act by, and how often they may."""

from accounts.models.api_token import ApiToken
from accounts.models.refresh_family import RefreshFamily
from accounts.models.throttle_window import ThrottleWindow
from accounts.models.ticket import Ticket
from accounts.models.user import User

__all__ = ["ApiToken", "RefreshFamily", "ThrottleWindow", "Ticket", "User"]
