"""The tasks a card is made of, and the requests that ask a model for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from generation.cards import drafts
from generation.cards.card import CardData
from generation.cards.options import CardOptions
from generation.llm.provider import ModelRequest, Provider
from generation.prompts import library

ANALYSIS_TEMPERATURE = 0.3
CALL_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is asked for: the answer's schema, whose work it is, and the prompt in force."""

    name: str
    role: Literal["creative", "analysis"]
    schema: type[BaseModel]
    prompt: str = "v1"


TASKS = {
    task.name: task
    for task in (
        Task("analyse", "analysis", drafts.Analysis),
        Task("outline", "creative", drafts.Outline),
        Task("profile", "creative", drafts.Profile, prompt="v2"),
        Task("greeting", "creative", drafts.Greeting),
        Task("examples", "creative", drafts.Examples),
        Task("lore_plan", "creative", drafts.LorePlan),
        Task("lore_batch", "creative", drafts.LoreBatch),
        Task("review", "analysis", drafts.Review),
        Task("repair", "creative", drafts.Repair),
    )
}


class Requests:
    """Builds the requests of one card; `options` are complete: models named, seed drawn.

    `base` is what every task is told of the card this one starts from.
    """

    def __init__(self, options: CardOptions, base: Mapping[str, Any] | None = None) -> None:
        self._options = options
        self._data = options.model_dump(mode="json")
        self._always = {} if base is None else {"base": base}

    def request(
        self, task: str, /, max_tokens: int, *, schema: type[BaseModel] | None = None, **inputs: Any
    ) -> ModelRequest:
        """One call of `task` with `inputs` besides the options; answered by `schema` where not by the task's own."""
        options, about, inputs = self._options, TASKS[task], {**self._always, **inputs}
        return ModelRequest(
            task=task,
            model=self.model(about.role),
            messages=library.messages(task, about.prompt, options, inputs),
            inputs={"options": self._data, **inputs},
            schema=schema or about.schema,
            temperature=self._temperature(about.role),
            seed=options.seed,
            max_tokens=max_tokens,
            timeout_seconds=CALL_SECONDS,
            fallbacks=tuple(options.models.fallbacks),
        )

    def fingerprint(self, *tasks: str, **inputs: Any) -> Mapping[str, Any]:
        """Everything that what these tasks answer to `inputs` depends on, as JSON: a checkpoint's inputs."""
        return {
            "calls": [
                [name, TASKS[name].prompt, self.model(TASKS[name].role), self._temperature(TASKS[name].role)]
                for name in tasks
            ],
            "options": self._data,
            "inputs": {**self._always, **inputs},
        }

    def model(self, role: Literal["creative", "analysis"]) -> str:
        return getattr(self._options.models, role) or ""

    def _temperature(self, role: str) -> float:
        wanted = self._options.temperature
        return wanted if role == "creative" else min(wanted, ANALYSIS_TEMPERATURE)


def completed(options: CardOptions, provider: Provider, base: CardData | None = None) -> CardOptions:
    """`options` with the models that the site chooses where the person chose none, and the name that is kept."""
    models = options.models.model_copy(
        update={
            "creative": options.models.creative or provider.default_model("creative"),
            "analysis": options.models.analysis or provider.default_model("analysis"),
        }
    )
    kept = {"name": base.name} if base and "name" in options.keep_fields else {}
    return options.model_copy(update={"models": models, **kept})


def prompt_of(task: str) -> str:
    """The name of the prompt in force, such as `outline.v1`."""
    return f"{task}.{TASKS[task].prompt}"


def prompt_versions() -> dict[str, str]:
    """The prompt in force for each task; recorded with every card."""
    return {name: task.prompt for name, task in TASKS.items()}
