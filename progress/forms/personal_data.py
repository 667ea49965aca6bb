"""Make sure that it is the owner who deletes an account, and that it is meant."""

from typing import Any

from django import forms

from accounts.models import User


class DeleteAccountForm(forms.Form):
    """The password, or the e-mail address where an account has no password, and a tick."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    email = forms.EmailField(
        label="Your e-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    is_sure = forms.BooleanField(label="Delete everything. I know that this cannot be undone.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        # Somebody who signs in with a passkey only has no password to give.
        del self.fields["email" if user.has_usable_password() else "password"]

    def clean_password(self) -> str:
        """Compare with the stored password."""
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            message = "This is not your password."
            raise forms.ValidationError(message)
        return password

    def clean_email(self) -> str:
        """Compare with the account's address, in any letter case."""
        email: str = self.cleaned_data["email"]
        if email.lower() != self.user.email.lower():
            message = "This is not the address of your account."
            raise forms.ValidationError(message)
        return email
