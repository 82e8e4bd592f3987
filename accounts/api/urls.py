"""Routes under /api/v1/auth/."""

from django.urls import path

from accounts.api.views import account, api_tokens, passwords, sign_in

urlpatterns = [
    path("register", account.RegisterView.as_view(), name="api-register"),
    path("login", sign_in.LoginView.as_view(), name="api-login"),
    path("refresh", sign_in.RefreshView.as_view(), name="api-refresh"),
    path("logout", sign_in.LogoutView.as_view(), name="api-logout"),
    path("ws-ticket", sign_in.TicketView.as_view(), name="api-ws-ticket"),
    path("me", account.MeView.as_view(), name="api-me"),
    path("me/export", account.ExportView.as_view(), name="api-export"),
    path("password", passwords.PasswordView.as_view(), name="api-password"),
    path("password/reset", passwords.PasswordResetView.as_view(), name="api-password-reset"),
    path(
        "password/reset/confirm",
        passwords.PasswordResetConfirmView.as_view(),
        name="api-password-reset-confirm",
    ),
    path("tokens", api_tokens.ApiTokensView.as_view(), name="api-tokens"),
    path("tokens/<id:token_id>", api_tokens.ApiTokenView.as_view(), name="api-token"),
]
