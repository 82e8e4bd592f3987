"""Migrations of accounts on a filled database: forward, back and forward again."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from accounts.models import RefreshFamily, Ticket, User
from accounts.services import tickets, tokens
from tests.support.migrations import schema_of
from tests.support.users import make_user

SOON = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
class TestTicketFamilyId:
    BEFORE, AFTER = "0001_initial", "0002_ticket_family_id"

    def test_keeps_the_tickets_of_the_release_before(self) -> None:
        user = make_user()
        with schema_of("accounts") as migrate:
            old = migrate(self.BEFORE).get_model("accounts", "Ticket")
            old.objects.bulk_create(
                old(digest=f"old {number}", user_id=user.pk, token_version=0, expires_at=SOON) for number in range(50)
            )
            migrate(self.AFTER)
            assert {None} == set(Ticket.objects.values_list("family_id", flat=True))

            pair = tokens.issue(user)
            family = RefreshFamily.objects.get()
            given = tickets.issue(user, family.pk)
            migrate(self.BEFORE)
            assert 51 == old.objects.count()
            old.objects.create(digest=uuid4().hex, user_id=user.pk, token_version=0, expires_at=SOON)

            migrate(self.AFTER)
            assert 52 == Ticket.objects.filter(family_id=None).count()
        assert tickets.redeem(given) is not None
        tokens.revoke(pair.refresh)
        again = tickets.issue(user, family.pk)
        assert tickets.redeem(again) is None


@pytest.mark.django_db(transaction=True)
class TestDailyBudget:
    BEFORE, AFTER = "0002_ticket_family_id", "0003_daily_budget"

    def test_keeps_the_people_of_the_release_before_without_a_cap(self) -> None:
        people = {make_user(name=f"person {number}").pk for number in range(5)}
        with schema_of("accounts") as migrate:
            for schema in (self.BEFORE, self.AFTER, self.BEFORE, self.AFTER):
                kept = migrate(schema).get_model("accounts", "User").objects
                assert people == set(kept.values_list("pk", flat=True))
        assert {None} == set(User.objects.values_list("daily_budget_nano", flat=True))
