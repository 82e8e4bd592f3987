"""A model call in the ledger: reserved before it is made, then settled, voided or abandoned exactly once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from jobs import events
from jobs.money import usd
from jobs.queue.writes import Batch, Reservation, Settlement

Write = Callable[[Batch], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a call may cost at most, in nano-dollars; None where nobody can say.

    `is_untried` while no answer has shown that a price holds which somebody has listed.
    """

    nano: int | None
    is_untried: bool = False

    @property
    def is_sure(self) -> bool:
        return self.nano is not None and not self.is_untried


AskEstimate = Callable[[], Awaitable[Estimate]]


class Call:
    """Left open, the entry is turned into an `abandoned` one when the attempt ends: it may have been paid."""

    def __init__(self, reservation: Reservation, write: Write, write_now: Write) -> None:
        self._reservation = reservation
        self._write = write
        self._write_now = write_now

    async def settle(
        self,
        *,
        model: str,
        input_tokens: int,
        output_tokens: int,
        cost_nano: int | None,
        price_source: str,
        generation_id: str = "",
        usage: dict[str, Any] | None = None,
    ) -> None:
        """The call was answered. `cost_nano` is in billionths of a dollar; None is unknown."""
        reservation = self._reservation
        settlement = Settlement(
            entry_id=reservation.entry_id,
            model=model,
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            cost_nano=cost_nano,
            price_source=price_source,
            simulated=reservation.simulated,
            generation_id=generation_id,
            usage=usage or {},
        )
        fact = events.usage_recorded(
            step=reservation.step,
            provider=reservation.provider,
            model=model,
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            cost_usd=usd(cost_nano),
            simulated=reservation.simulated,
        )
        await self._write(Batch(facts=[fact], settlements=[settlement]))

    async def void(self) -> None:
        """The call was refused and cost nothing: its entry goes, at once, for others may wait for what it reserved."""
        await self._write_now(Batch(voids=[self._reservation.entry_id]))

    async def abandon(self) -> None:
        """The call failed, but may have been paid: it counts as it was estimated, and nobody waits for it any more."""
        await self._write_now(Batch(abandons=[self._reservation.entry_id]))
