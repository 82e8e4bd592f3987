"""What the claim writes stays out of every index, and the worker's command is ours."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db import connection

from jobs.models import Job

# `turn_at` orders the claims; the claim itself does not write it.
WRITTEN_BY_CLAIM = {"status", "custody", "attempt", "lease_id", "started_at", "last_seq"}


class TestRunworker:
    def test_is_ours(self):
        assert "jobs" == get_commands()["runworker"]

    def test_comes_before_the_one_of_channels(self):
        labels = [app.label for app in apps.get_app_configs()]
        assert labels.index("jobs") < labels.index("channels")


def index_definitions() -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [Job._meta.db_table])
        else:
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
                [Job._meta.db_table],
            )
        return [row[0] for row in cursor.fetchall()]


def columns_in(definition: str) -> set[str]:
    inside = definition.partition("(")[2]
    for sign in "\"'(),=:":
        inside = inside.replace(sign, " ")
    return set(inside.split())


@pytest.mark.django_db
class TestIndexesOfJob:
    def test_name_no_column_that_a_claim_writes(self):
        definitions = index_definitions()
        assert len(definitions) >= 8
        assert [] == [text for text in definitions if columns_in(text) & WRITTEN_BY_CLAIM]

    def test_would_be_noticed_if_one_did(self):
        planted = "CREATE INDEX x ON jobs_job USING btree (kind, \"turn_at\") WHERE ((status)::text = 'pending')"
        assert {"status"} == columns_in(planted) & WRITTEN_BY_CLAIM
