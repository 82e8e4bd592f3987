from django.apps import AppConfig


class RoughConfig(AppConfig):
    name = "tests.support.rough"
    label = "rough"

    def ready(self) -> None:
        from jobs.handlers import registry  # noqa: PLC0415 - models cannot be imported before this
        from tests.support.rough.kinds import KINDS  # noqa: PLC0415 - as above

        registry.register(*KINDS)
