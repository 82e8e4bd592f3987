"""The kind `chat_reply`: the next turn of a conversation."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from generation.conversations.asking import fingerprint
from generation.llm.asking import ask
from generation.llm.cleaning import clean
from generation.llm.overheard import OverheardProvider
from generation.llm.registry import provider
from generation.prompts.chat import TASK, VERSION
from generation.selectors.turns import Asked, asked_of
from generation.services.conversations.entering import MADE_BY
from generation.services.conversations.writing import Written, write_reply
from jobs.errors import JobCancelled
from jobs.handlers import Complete, Handler, JobContext, Partial, Payload, Verdict

STOPPED = "Stopped; what was written until then is kept."


class ChatTurn(Payload):
    """Messages are stored with their conversation; here is what tells one request from another."""

    conversation_id: str
    request_sha256: str


class ChatReply(Handler[ChatTurn]):
    kind = TASK
    label = "Chat reply"
    payload_type = ChatTurn
    timeout_seconds = 600.0
    made_by = MADE_BY

    async def run(self, ctx: JobContext, payload: ChatTurn) -> Verdict:
        """Ask for the reply and keep it with the settle; one that is stopped is kept as far as it came."""
        writer = OverheardProvider(await ctx.read(provider))
        asked = await ctx.read(asked_of, ctx.owner_id, ctx.job_id, default_model=writer.default_model("creative"))

        async def write() -> dict[str, Any]:
            text = await ask(ctx, writer, asked.request, "reply")
            return {"text": text, "model": writer.reply.model if writer.reply else asked.request.model}

        await ctx.progress(5, f"{asked.name} is writing")
        try:
            done = await ctx.step("reply", fingerprint(asked.request), write, note=f"prompt {TASK}.{VERSION}")
        except (JobCancelled, asyncio.CancelledError):
            text = clean(writer.text).strip()
            if not (ctx.cancel_requested and text):
                raise
            return Partial(_result(asked), STOPPED, _kept(ctx, asked, text, asked.request.model, is_whole=False))
        return Complete(_result(asked), _kept(ctx, asked, done["text"], done["model"]))


def _kept(ctx: JobContext, asked: Asked, text: str, model: str, *, is_whole: bool = True) -> tuple[Any, ...]:
    account = asked.prompt.account.as_json()
    written = Written(ctx.job_id, asked.utterance_id, text, model, is_whole, account)
    return (partial(write_reply, written),)


def _result(asked: Asked) -> dict[str, Any]:
    conversation = f"/api/v1/conversations/{asked.conversation_id}"
    return {
        "conversation_id": str(asked.conversation_id),
        "utterance_id": str(asked.utterance_id),
        "links": {"conversation": conversation},
    }
