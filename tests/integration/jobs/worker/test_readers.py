"""The threads in which handlers read from the database."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from django.db import ProgrammingError, connection

from jobs.worker.readers import READERS, Readers

pytestmark = pytest.mark.django_db(transaction=True)


def read_by_turns(function, times):
    """What `function` returned to one who read with it so many times, one after the other."""

    async def act():
        readers = Readers()
        try:
            return [await readers.read(function) for _ in range(times)]
        finally:
            readers.stop()

    return asyncio.run(act())


class TestReaders:
    def test_keep_their_connections(self):
        def session():
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return connection.connection

        sessions = read_by_turns(session, READERS + 4)
        assert len({id(each) for each in sessions}) <= READERS

    def test_drop_a_connection_that_has_failed(self):
        broken = []

        def ask():
            with connection.cursor() as cursor:
                if not broken:
                    broken.append(True)
                    connection.connection.close()
                cursor.execute("SELECT 1")
                return cursor.fetchone()[0]

        def ask_patiently():
            with suppress(ProgrammingError):  # SQLite's word for it; where it is another, the reader asks again itself
                return ask()

        assert [1, 1, 1] == read_by_turns(ask_patiently, 4)[1:]
