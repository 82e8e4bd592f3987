"""The account page and what its forms do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from rest_framework.utils.encoders import JSONEncoder

from accounts.errors import LimitReached, LockedOut, PasswordRefused, WrongPassword
from accounts.models import User
from accounts.pages.forms import ApiTokenForm, DeleteAccountForm, PasswordForm, ProfileForm
from accounts.pages.limits import refuse_excess
from accounts.selectors.tokens import api_tokens_of
from accounts.services import account as accounts
from accounts.services import api_tokens
from accounts.services.passwords import change_password


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The page; a POST saves the profile."""
    form = ProfileForm(request.POST) if request.method == "POST" else None
    if form is None:
        return _page(request)
    if not form.is_valid():
        return _page(request, 422, profile_form=form)
    accounts.update_profile(_user(request), **form.cleaned_data)
    messages.success(request, "Your profile is saved.")
    return redirect("account")


@login_required
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other session and every token ends."""
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, password_form=form)
    user = _user(request)
    try:
        refuse_excess(request, "password_check")
        change_password(user, current=form.cleaned_data["password"], new=form.cleaned_data["new_password"])
    except WrongPassword as error:
        form.add_error("password", str(error))
    except PasswordRefused as error:
        form.add_error(error.field, error.reasons)
    except LockedOut as error:
        form.add_error(None, str(error))
    if form.errors:
        return _page(request, 422, password_form=form)
    update_session_auth_hash(request, user)
    messages.success(request, "Your password is changed. Other devices have been signed out.")
    return redirect("account")


@never_cache
@login_required
@require_POST
def create_token(request: HttpRequest) -> HttpResponse:
    """Create an API token; the answer is the only page that ever shows it."""
    form = ApiTokenForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, token_form=form)
    try:
        _, token = api_tokens.create(_user(request), name=form.cleaned_data["name"], expires_at=form.expires_at())
    except LimitReached as error:
        form.add_error(None, str(error))
        return _page(request, 409, token_form=form)
    return _page(request, 201, new_token=token)


@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Revoke one of the caller's API tokens."""
    if not api_tokens.revoke(_user(request), token_id):
        raise Http404
    messages.success(request, "The API token is revoked.")
    return redirect("account")


@never_cache
@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Everything kept about the caller, as a download."""
    return JsonResponse(
        accounts.export_account(_user(request)),
        encoder=JSONEncoder,
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="account.json"'},
    )


@login_required
@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account, confirmed by the typed address and the password."""
    user = _user(request)
    form = DeleteAccountForm(request.POST, email=user.email)
    if form.is_valid():
        try:
            refuse_excess(request, "password_check")
            accounts.delete_account(user, password=form.cleaned_data["password"])
        except (WrongPassword, LockedOut) as error:
            form.add_error("password", str(error))
    if form.errors:
        return _page(request, 422, delete_form=form)
    logout(request)
    messages.success(request, "Your account is deleted.")
    return redirect("sign-in")


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    user = _user(request)
    profile = {"name": user.name, "time_zone": user.time_zone}
    forms = {
        "profile_form": ProfileForm(initial=profile),
        "password_form": PasswordForm(),
        "token_form": ApiTokenForm(),
        "delete_form": DeleteAccountForm(email=user.email),
    }
    return render(request, "accounts/account.html", forms | {"tokens": api_tokens_of(user)} | context, status=status)
