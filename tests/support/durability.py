"""The test database need not outlive a failure of the machine: nobody waits until what is committed is on the disk.

A killed process still loses nothing that it committed; a crash of PostgreSQL is tested on a server of its own.
"""

from __future__ import annotations

from django.db import connection


def relax() -> None:
    """For every connection from now on; on PostgreSQL those of other processes too."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" SET synchronous_commit = off')
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined] # PostgreSQL's has one
    else:
        connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
        connection.close()
