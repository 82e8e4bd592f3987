"""Keeps this worker's leases, in a thread of its own, so that a busy event loop does not lose them."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from jobs.conf import conf
from jobs.queue import lease, workers
from jobs.queue.lease import Pulse
from jobs.queue.session import let_go_when_frozen
from jobs.queue.workers import Wishes

logger = logging.getLogger(__name__)

FLAGS_SECONDS = 0.5
SHORTEST_GAP_SECONDS = 0.1
LONGEST_BEAT_SECONDS = 5.0
EXIT_STUCK = 75


@dataclass(frozen=True, slots=True)
class Report:
    """What one look found: `held` before it, `pulses` of all leases that are mine, and what was asked of me."""

    held: frozenset[UUID]
    pulses: tuple[Pulse, ...]
    wishes: Wishes


class Heartbeat:
    """`held` gives the leases held now, `report` gets what was found (both called from this thread)."""

    def __init__(
        self,
        worker_id: UUID,
        held: Callable[[], frozenset[UUID]],
        report: Callable[[Report], None],
        abandon: Callable[[], None],
    ) -> None:
        self._worker_id = worker_id
        self._held = held
        self._report = report
        self._abandon = abandon
        self._thread = threading.Thread(target=self._serve, name="heartbeat", daemon=True)
        self._poke = threading.Event()
        self._stop = threading.Event()
        self._ticked = False
        self._silent_beats = 0
        self.draining = False

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._poke.set()
        self._thread.join(5.0)

    def tick(self) -> None:
        """The event loop says that it is alive."""
        self._ticked = True

    def poke(self) -> None:
        """Look at the flags now: somebody may have asked for something."""
        self._poke.set()

    def _serve(self) -> None:
        interval = min(conf().lease_seconds / 4, LONGEST_BEAT_SECONDS)
        gap = min(FLAGS_SECONDS, interval)
        extended_at = -interval
        alive_at = time.monotonic()
        while not self._stop.is_set():
            self._exit_if_stuck(conf().lease_seconds / gap)
            try:
                if connection.connection is None:
                    let_go_when_frozen()
                if time.monotonic() - extended_at >= interval:
                    self._extend()
                    self._look(everything=True)
                    extended_at = time.monotonic()
                else:
                    self._look()
                alive_at = time.monotonic()
            except Exception as error:  # noqa: BLE001 - a heartbeat that ended would lose every job it keeps
                logger.warning("heartbeat failed: %s", error)
                connection.close()
                if time.monotonic() - alive_at > conf().lease_seconds:
                    self._abandon()
            self._stop.wait(SHORTEST_GAP_SECONDS)
            if not self._poke.wait(gap):
                self._silent_beats += 1
            self._poke.clear()
        connection.close()

    def _extend(self) -> None:
        held = self._held()
        if held:
            lease.extend(self._worker_id, held)
        workers.beat(self._worker_id, running=len(held), draining=self.draining)

    def _look(self, *, everything: bool = False) -> None:
        """Look at the leases held; with `everything`, even if this worker knows of none."""
        held = self._held()
        found = tuple(lease.pulses(self._worker_id)) if held or everything else ()
        self._report(Report(held, found, workers.wishes(self._worker_id)))

    def _exit_if_stuck(self, patience: float) -> None:
        """An event loop that has not moved for a whole lease will not settle anything: let others have its jobs.

        Silence is counted in whole beats of this thread (`patience` of them make a lease), so that a process that
        was suspended, this thread with it, is not taken for a stuck one when it wakes.
        """
        if self._ticked:
            self._ticked = False
            self._silent_beats = 0
        if self._silent_beats > patience:
            logger.critical("the event loop has been stuck for a whole lease; this worker ends")
            os._exit(EXIT_STUCK)
