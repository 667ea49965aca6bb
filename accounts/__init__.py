"""Who somebody is: the account, its preferences, its tokens.

Owns: users. May import: nothing of the other apps.
Does not: know what anybody learns; that is `progress`.
"""
