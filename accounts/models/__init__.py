"""Tables of the account."""

from accounts.models.users import User

__all__ = ["User"]
