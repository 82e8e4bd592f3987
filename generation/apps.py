from django.apps import AppConfig
from django.core.checks import register

from generation.llm.checks import check_llm


class GenerationConfig(AppConfig):
    name = "generation"
    verbose_name = "Generation"

    def ready(self) -> None:
        register(check_llm, "generation")
