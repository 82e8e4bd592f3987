"""Enters an attempt's model calls in the ledger before they are made, and waits while others tie the money up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import uuid_utils.compat as uuid

from jobs import events
from jobs.errors import BudgetBusy, BudgetSpent
from jobs.handlers.call import AskEstimate, Call, Estimate
from jobs.handlers.open_step import open_step
from jobs.handlers.outbox import Outbox
from jobs.handlers.patience import Patience
from jobs.queue.writes import Batch, Reservation


class Reserving:
    """Of one attempt. `check` raises when it was asked to stop, `hold` asks it to."""

    def __init__(self, outbox: Outbox, check: Callable[[], None], hold: Callable[[], None]) -> None:
        self._outbox = outbox
        self._check = check
        self._hold = hold
        self._is_wait_told = False

    async def reserve(
        self,
        provider: str,
        model: str,
        *,
        simulated: bool,
        estimate_nano: int | AskEstimate | None,
        patience: Patience,
    ) -> Call:
        """As `JobContext.reserve` says."""
        step = open_step.get()
        estimate = await estimate_nano() if callable(estimate_nano) else Estimate(estimate_nano)
        name = step.name if step else ""
        row = Reservation(uuid.uuid7(), provider, model, name, simulated, estimate.nano, estimate.is_untried)
        while not await self._enter(row):
            await self._tell_of_wait(patience)
            await patience.wait()
            self._check()
            if not estimate.is_sure and callable(estimate_nano):
                estimate = await estimate_nano()
                row = replace(row, estimate_nano=estimate.nano, is_untried=estimate.is_untried)
        self._is_wait_told = False
        return Call(row, self._outbox.leave_to_step, self._outbox.write_in_step)

    async def _tell_of_wait(self, patience: Patience) -> None:
        """Once, however many calls of the attempt wait."""
        if patience.is_long and not self._is_wait_told:
            self._is_wait_told = True
            await self._outbox.tell(events.waits_for_money())

    async def _enter(self, reservation: Reservation) -> bool:
        """Whether the call is in the ledger; not while what is left of a budget is reserved by others."""
        try:
            await self._outbox.write_in_step(Batch(reservations=[reservation]))
        except BudgetBusy:
            return False
        except BudgetSpent:
            self._hold()
            raise
        except asyncio.CancelledError:  # it may be in the ledger by now, but the call is never made
            self._outbox.keep_in_step(Batch(voids=[reservation.entry_id]))
            raise
        return True
