"""The requests that ask a model about a document: one for each part, one for each batch of points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from generation.documents.drafts import ENTITY_TYPES, Summary
from generation.documents.reduce.planning import Batch
from generation.documents.templates.asked import Asked
from generation.llm.provider import ModelRequest
from generation.llm.tokens import estimate_tokens
from generation.prompts import reading

CHUNK_TASK, REDUCE_TASK = "analyse_chunk", "reduce_points"
REDUCE_PROMPT = "v1"
TEMPERATURE = 0.2
CALL_SECONDS = 180.0
REDUCE_TOKENS = 4_000
MOST_TOKENS = 32_000  # more than any answer but a translation of a very long part, and within what models take


class Requests:
    """Builds the requests of one analysis; `model` is named, `fallbacks` are asked where it does not answer."""

    def __init__(self, asked: Asked, model: str, *, fallbacks: Sequence[str] = (), seed: int | None = None) -> None:
        self._asked = asked
        self._model = model
        self._fallbacks = tuple(fallbacks)
        self._seed = seed

    def chunk(self, text: str, *, before: str = "") -> ModelRequest:
        """What the template asks of a part. `before` is the end of the part before, told apart from it."""
        work, told = self._asked.work, self._told()
        messages = reading.messages(
            f"{CHUNK_TASK}_{work.name}",
            work.prompt,
            part=text,
            before=before,
            asked=told,
            most=work.most,
            entity_types=", ".join(ENTITY_TYPES),
        )
        inputs = {"template": work.name, "text": text, "before": before, **told}
        room = work.max_tokens + int(work.tokens_of_text * estimate_tokens(text))
        return self._request(CHUNK_TASK, messages, inputs, work.answer(self._asked), min(room, MOST_TOKENS))

    def reduce(self, batch: Batch) -> ModelRequest:
        """Few points of many; answered by a `Summary`, whatever the template calls them."""
        points = [{"text": point["text"], "quote": point["quote"]} for point in batch.points]
        instruction = {"instruction": self._asked.instruction} if self._asked.instruction else {}
        told = {**instruction, "points": points}
        messages = reading.messages(REDUCE_TASK, REDUCE_PROMPT, asked=told, most=batch.most)
        inputs = {"template": self._asked.work.name, "most": batch.most, **told}
        return self._request(REDUCE_TASK, messages, inputs, Summary, REDUCE_TOKENS)

    def fingerprint(self, request: ModelRequest) -> Mapping[str, Any]:
        """Everything that the answer to `request` depends on, as JSON: a checkpoint's inputs."""
        return {
            "call": [request.task, self.prompt_of(request), request.model, request.temperature, request.seed],
            "inputs": request.inputs,
        }

    def prompt_of(self, request: ModelRequest) -> str:
        """The name of the prompt in force, such as `analyse_chunk_summary.v1`."""
        work = self._asked.work
        if request.task == REDUCE_TASK:
            return f"{REDUCE_TASK}.{REDUCE_PROMPT}"
        return f"{CHUNK_TASK}_{work.name}.{work.prompt}"

    def _told(self) -> dict[str, Any]:
        """What the person wrote that the template takes, under the names that prompts use."""
        asked = self._asked
        told = {
            "instruction": asked.instruction,
            "questions": asked.questions,
            "target_language": asked.target_language,
            "schema": asked.output_schema,
        }
        return {name: value for name, value in told.items() if value}

    def _request(
        self, task: str, messages: Any, inputs: Mapping[str, Any], schema: type[BaseModel], max_tokens: int
    ) -> ModelRequest:
        return ModelRequest(
            task=task,
            model=self._model,
            messages=messages,
            inputs=inputs,
            schema=schema,
            temperature=TEMPERATURE,
            seed=self._seed,
            max_tokens=max_tokens,
            timeout_seconds=CALL_SECONDS,
            fallbacks=self._fallbacks,
        )
