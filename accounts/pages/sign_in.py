"""Signing in, up and out of the pages."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import BadCredentials, EmailTaken, LockedOut, RegistrationClosed
from accounts.models import User
from accounts.pages.forms import SignInForm, SignUpForm
from accounts.pages.limits import refuse_excess
from accounts.services.credentials import check_credentials
from accounts.services.registration import register

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in form; a POST starts a session and goes on to `next`."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if not form.is_valid():
        return _form_page(request, "accounts/sign_in.html", form)
    try:
        refuse_excess(request, "login")
        user = check_credentials(request, **form.cleaned_data)
    except BadCredentials as error:
        form.add_error(None, str(error))
        return _form_page(request, "accounts/sign_in.html", form)
    except LockedOut as error:
        form.add_error(None, str(error))
        return _form_page(request, "accounts/sign_in.html", form, 429)
    return _enter(request, user)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """The form for a new account; a POST creates it, starts a session and goes on to `next`."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignUpForm(request.POST or None)
    status = 422
    if form.is_valid():
        try:
            refuse_excess(request, "registration")
            return _enter(request, register(**form.cleaned_data))
        except EmailTaken as error:
            form.add_error("email", str(error))
        except (LockedOut, RegistrationClosed) as error:
            form.add_error(None, str(error))
            status = 429 if isinstance(error, LockedOut) else 403
    return _form_page(request, "accounts/sign_up.html", form, status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this browser's session."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=BACKEND)
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Where to go on: `next` when it is an address of this site."""
    wanted = _wanted(request)
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else str(settings.LOGIN_REDIRECT_URL)


def _wanted(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next") or ""


def _form_page(request: HttpRequest, template: str, form: forms.Form, error: int = 422) -> HttpResponse:
    context = {
        "form": form,
        "next": _wanted(request),
        "registration_open": settings.REGISTRATION_OPEN,
    }
    return render(request, template, context, status=error if form.errors else 200)
