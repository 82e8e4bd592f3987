"""The job that costs nothing: what is left is the queue. An app of its own, so that a real `runworker` knows it."""

from __future__ import annotations

from django.apps import AppConfig

KIND = "noop"


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

        registry.register(NoopHandler())
