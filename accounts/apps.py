from django.apps import AppConfig
from django.urls import register_converter

from accounts.addresses import IdConverter


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        register_converter(IdConverter, "id")
