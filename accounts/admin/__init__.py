"""Screens of accounts; importing this package registers them."""

from accounts.admin import log_entries, users

__all__ = ["log_entries", "users"]
