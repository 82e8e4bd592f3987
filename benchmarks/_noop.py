"""Jobs that cost nothing: what is left is the queue. An app of their own, so that a real `runworker` knows them."""

from __future__ import annotations

import time
from importlib import import_module

from django.apps import AppConfig

KIND = "noop"
STAMP = "stamp"


class NoopConfig(AppConfig):
    name = "benchmarks"
    label = "benchmarks"

    def ready(self) -> None:
        """Imported here: models load before."""
        from jobs.handlers import Complete, Handler, JobContext, Payload, Verdict, registry

        class NoopPayload(Payload):
            n: int = 0

        class NoopHandler(Handler[NoopPayload]):
            kind = KIND
            label = "Nothing"
            payload_type = NoopPayload

            async def run(self, ctx: JobContext, payload: NoopPayload) -> Verdict:
                return Complete({"n": payload.n})

        class StampHandler(Handler[NoopPayload]):
            """Its result is when its first line ran."""

            kind = STAMP
            label = "When it began"
            payload_type = NoopPayload

            async def run(self, ctx: JobContext, payload: NoopPayload) -> Verdict:
                return Complete(time.time())

        import_module("benchmarks._reader").register()
        registry.register(NoopHandler())
        registry.register(StampHandler())
