"""Budgets as people and programs meet them: the API, the pages, the console, the command."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from jobs.models import Job, Spend
from jobs.queue.clock import now
from jobs.queue.control import hold
from jobs.queue.spending import day_key, job_key
from jobs.states import HeldReason
from jobs.testing import enqueue, scripted
from tests.support.api import api_of, fields
from tests.support.users import make_staff, make_user

pytestmark = pytest.mark.django_db

BUDGET = "/api/v1/budget"
DOLLAR = 10**9


def spent(owner: User, dollars: int, reserved: int = 0) -> None:
    today = now().date()
    Spend.objects.create(
        key=day_key(owner.pk, today), day=today, settled_nano=dollars * DOLLAR, reserved_nano=reserved * DOLLAR
    )


def held(owner: User, cap: int) -> Job:
    """A job of `owner` that was refused a call of a dollar, with all of its budget spent."""
    with scripted():
        job = enqueue(owner.pk, max_cost_nano=cap * DOLLAR)
    hold(job.pk, HeldReason.BUDGET)
    Spend.objects.create(key=job_key(job.pk), settled_nano=cap * DOLLAR, wanted_nano=DOLLAR)
    return job


class TestApi:
    def test_tells_what_is_spent_and_left_of_the_day(self):
        owner = make_user(daily_budget_nano=5 * DOLLAR)
        spent(owner, 2, reserved=1)
        told = api_of(owner).get(BUDGET).json()
        resets_at = told.pop("resets_at")
        assert {"daily_usd": "5", "spent_usd": "2", "reserved_usd": "1", "left_usd": "2"} == told
        assert resets_at.endswith("T00:00:00Z")

    def test_tells_when_there_is_no_cap(self, user):
        told = api_of(user).get(BUDGET).json()
        assert (None, "0", None) == (told["daily_usd"], told["spent_usd"], told["left_usd"])

    def test_lets_a_job_go_on_whose_budget_is_raised(self, user):
        job = held(user, 1)
        address = f"/api/v1/jobs/{job.pk}"
        assert "held" == api_of(user).patch(address, {"max_cost_usd": "1.5"}, format="json").json()["status"]
        changed = api_of(user).patch(address, {"max_cost_usd": "2"}, format="json").json()
        assert ("pending", "2") == (changed["status"], changed["max_cost_usd"])

    @pytest.mark.parametrize("amount", ["0", "-1", "NaN", "much", "1e20"])
    def test_refuses_what_is_no_budget(self, user, amount):
        job = held(user, 1)
        answer = api_of(user).patch(f"/api/v1/jobs/{job.pk}", {"max_cost_usd": amount}, format="json")
        assert 422 == answer.status_code
        assert {"max_cost_usd"} == set(fields(answer))


class TestPage:
    def test_raises_the_budget_of_a_job_that_was_held_for_it(self, signed_in: Client, user):
        job = held(user, 1)
        page = signed_in.get(f"/jobs/{job.pk}").content.decode()
        assert f'action="/jobs/{job.pk}/budget"' in page
        assert "might pass its budget of $1.00; $1.00 is spent." in page
        answer = signed_in.post(f"/jobs/{job.pk}/budget", {"max_cost_usd": "2.5"}, follow=True).content.decode()
        assert "The job may cost $2.50 now." in answer
        assert "pending" == Job.objects.get(pk=job.pk).status

    def test_says_when_that_is_not_enough(self, signed_in: Client, user):
        job = held(user, 1)
        answer = signed_in.post(f"/jobs/{job.pk}/budget", {"max_cost_usd": "1.5"}, follow=True).content.decode()
        assert "It is held still: that is not enough for its next call." in answer

    def test_refuses_what_is_no_amount(self, signed_in: Client, user):
        job = held(user, 1)
        answer = signed_in.post(f"/jobs/{job.pk}/budget", {"max_cost_usd": "0"}, follow=True).content.decode()
        assert "Write dollars, such as 0.50." in answer
        assert DOLLAR == Job.objects.get(pk=job.pk).max_cost_nano

    def test_of_another_users_job_is_not_found(self, signed_in: Client):
        job = held(make_user(), 1)
        assert 404 == signed_in.post(f"/jobs/{job.pk}/budget", {"max_cost_usd": "2"}).status_code

    def test_of_the_list_says_what_is_left_of_the_day(self, client: Client):
        owner = make_user(daily_budget_nano=5 * DOLLAR)
        spent(owner, 2)
        client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
        assert "Today $2.00 of $5.00 spent, $3.00 left" in client.get("/jobs").content.decode()


class TestConsole:
    def test_sets_a_persons_day_in_dollars(self, client: Client):
        staff, owner = make_staff(), make_user(name="Ada")
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        address = reverse("admin:accounts_user_change", args=[owner.pk])
        form = {"email": owner.email, "name": "Ada", "time_zone": "UTC", "is_active": "on", "daily_budget_usd": "2.5"}
        assert 302 == client.post(address, form).status_code
        owner.refresh_from_db()
        assert 2_500_000_000 == owner.daily_budget_nano
        assert 'value="2.5' in client.get(address).content.decode()
        client.post(address, form | {"daily_budget_usd": ""})
        owner.refresh_from_db()
        assert owner.daily_budget_nano is None


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("budget", *arguments, stdout=out)
    return out.getvalue().strip()


class TestCommand:
    def test_sets_and_tells_a_persons_day(self, user):
        assert f"{user.email} has spent $0 today. There is no cap." == said(user.email)
        spent(user, 2, reserved=1)
        told = f"{user.email} has spent $2.00 today, and calls under way may cost $1.00: $1.50 of $4.50 is left."
        assert told == said(user.email, "--daily-usd", "4.5")
        assert "4.5" == json.loads(said(user.email, "--json"))["daily_usd"]
        assert "There is no cap." in said(user.email, "--daily-usd", "default")

    def test_refuses_a_stranger_and_what_is_no_amount(self, user):
        with pytest.raises(CommandError, match="Nobody here has the address"):
            said("nobody@example.org")
        with pytest.raises(CommandError, match="must be dollars from 0 to 1000000, or default"):
            said(user.email, "--daily-usd", "NaN")
