"""Forms of the account pages; the services decide, the forms only collect."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.errors import PasswordRefused
from accounts.models import User
from accounts.services.passwords import MAX_LENGTH, check_strength


def _password(label: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, max_length=MAX_LENGTH, strip=False, widget=widget)


def _new_password(label: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    rule = "At least 10 characters; a few unrelated words are easy to remember."
    return forms.CharField(label=label, max_length=MAX_LENGTH, strip=False, widget=widget, help_text=rule)


def _email() -> forms.EmailField:
    return forms.EmailField(label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class _SectionForm(forms.Form):
    """One of several forms on a page: its controls' ids begin with `section`."""

    section = ""

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, auto_id=f"id_{self.section}_%s", **options)


class SignInForm(forms.Form):
    email = _email()
    password = _password("Password")


class SignUpForm(forms.Form):
    email = _email()
    name = forms.CharField(max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = _new_password("Password")

    def clean(self) -> dict[str, Any]:
        """The password is refused together with the other fields, and not only once they are right."""
        given = self.cleaned_data
        stranger = User(email=given.get("email", ""), name=given.get("name", ""))
        try:
            if "password" in given:
                check_strength(given["password"], stranger, field="password")
        except PasswordRefused as error:
            self.add_error(error.field, error.reasons)
        return given


class PasswordResetForm(forms.Form):
    email = _email()


class NewPasswordForm(forms.Form):
    new_password = _new_password("New password")


class ProfileForm(_SectionForm):
    section = "profile"

    name = forms.CharField(max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    time_zone = forms.ChoiceField(label="Time zone")

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["time_zone"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


class PasswordForm(_SectionForm):
    section = "password"

    password = _password("Current password")
    new_password = _new_password("New password")


class ApiTokenForm(_SectionForm):
    section = "token"

    name = forms.CharField(max_length=80, help_text="What will use it.")
    days = forms.TypedChoiceField(
        label="Works for",
        coerce=int,
        choices=[(30, "30 days"), (90, "90 days"), (365, "a year"), (0, "ever")],
        initial=90,
    )

    def expires_at(self) -> Any:
        """When the token ends; None for never."""
        days: int = self.cleaned_data["days"]
        return timezone.now() + timedelta(days=days) if days else None


class DeleteAccountForm(_SectionForm):
    section = "delete"

    confirm = forms.CharField(
        label="Your e-mail address", max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = _password("Password")

    def __init__(self, data: QueryDict | None = None, *, email: str) -> None:
        super().__init__(data)
        self.email = email

    def clean_confirm(self) -> str:
        typed: str = self.cleaned_data["confirm"]
        if typed.strip().lower() != self.email.lower():
            raise forms.ValidationError("Type your own e-mail address to confirm.")
        return typed
