"""The password reset pages: ask for a mail, follow its link, choose a new password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.errors import LockedOut, PasswordRefused, TokenRefused
from accounts.pages.forms import NewPasswordForm, PasswordResetForm
from accounts.pages.limits import refuse_excess
from accounts.services.passwords import confirm_reset, request_reset, user_of_reset_link


@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    """The form that asks for a mail; the answer to a POST does not tell whether the account exists."""
    form = PasswordResetForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            refuse_excess(request, "password_reset")
        except LockedOut as error:
            form.add_error(None, str(error))
            status = 429
        else:
            request_reset(form.cleaned_data["email"], lambda uid, token: _link(request, uid, token))
            return render(request, "accounts/password_reset_sent.html")
    return render(request, "accounts/password_reset.html", {"form": form}, status=status)


def _link(request: HttpRequest, uid: str, token: str) -> str:
    return request.build_absolute_uri(reverse("password-reset-confirm", args=[uid, token]))


@never_cache
@require_http_methods(["GET", "POST"])
def password_reset_confirm(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """GET shows the form, or that the link no longer works; POST sets the password."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    valid_link = user_of_reset_link(uid, token) is not None
    if valid_link and form.is_valid():
        try:
            confirm_reset(uid=uid, token=token, new=form.cleaned_data["new_password"])
        except PasswordRefused as error:
            form.add_error(error.field, error.reasons)
        except TokenRefused:
            valid_link = False
        else:
            messages.success(request, "Your password is changed. Sign in with the new one.")
            return redirect("sign-in")
    context: dict[str, Any] = {"form": form, "valid_link": valid_link}
    status = 200 if valid_link and not form.errors else 422
    return render(request, "accounts/password_reset_confirm.html", context, status=status)
