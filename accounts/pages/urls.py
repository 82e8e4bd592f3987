"""Routes of the account pages."""

from django.urls import path

from accounts.pages import account, password_reset, sign_in

urlpatterns = [
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-up", sign_in.sign_up, name="sign-up"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("password-reset", password_reset.password_reset, name="password-reset"),
    path(
        "password-reset/<str:uid>/<str:token>",
        password_reset.password_reset_confirm,
        name="password-reset-confirm",
    ),
    path("account", account.account, name="account"),
    path("account/password", account.password, name="account-password"),
    path("account/tokens", account.create_token, name="account-tokens"),
    path("account/tokens/<id:token_id>/revoke", account.revoke_token, name="account-token-revoke"),
    path("account/export", account.export, name="account-export"),
    path("account/delete", account.delete, name="account-delete"),
]
