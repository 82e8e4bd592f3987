from django.apps import AppConfig


class GenerationConfig(AppConfig):
    name = "generation"
    verbose_name = "Generation"

    def ready(self) -> None:
        from generation.wiring import connect  # noqa: PLC0415 - models cannot be imported before this

        connect()
