"""The console's policies of kinds, shares of owners and workers: by the services, each with an audit entry."""

from __future__ import annotations

import pytest
import uuid_utils.compat as uuid
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import User
from jobs.models import KindPolicy, OwnerShare, Worker
from jobs.queue import workers
from jobs.testing import scripted
from tests.support.users import make_user

pytestmark = pytest.mark.django_db

NO_LIMITS = {"max_running": "", "max_running_per_owner": "", "rate_limit": "", "rate_seconds": ""}


@pytest.fixture
def console(client: Client, staff: User) -> Client:
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


def choose(console: Client, model: str, action: str, key: object) -> str:
    address = reverse(f"admin:jobs_{model}_changelist")
    return console.post(address, {"action": action, "_selected_action": [str(key)]}, follow=True).content.decode()


def audited() -> list[str]:
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]


class TestKindPolicy:
    def test_is_added_and_changed_with_an_audit_entry(self, console: Client):
        with scripted():
            console.post(reverse("admin:jobs_kindpolicy_add"), NO_LIMITS | {"kind": "scripted", "max_running": "2"})
            policy = KindPolicy.objects.get()
            assert ("scripted", 2) == (policy.kind, policy.max_running)
            change = reverse("admin:jobs_kindpolicy_change", args=["scripted"])
            console.post(change, NO_LIMITS | {"max_running_per_owner": "1"})
        policy.refresh_from_db()
        assert (None, 1) == (policy.max_running, policy.max_running_per_owner)
        assert 2 == len(audited())
        assert ["Added."] == audited()[:1]

    def test_refuses_a_limit_of_nothing_in_words(self, console: Client):
        with scripted():
            page = console.post(
                reverse("admin:jobs_kindpolicy_add"), NO_LIMITS | {"kind": "scripted", "max_running": "0"}
            ).content.decode()
        assert "Must be 1 or more. Leave it empty for no limit" in page
        assert not KindPolicy.objects.exists()

    def test_is_paused_and_resumed(self, console: Client, staff: User):
        KindPolicy.objects.create(kind="scripted")
        assert "Paused: scripted." in choose(console, "kindpolicy", "pause", "scripted")
        assert f"by {staff}" == KindPolicy.objects.get().pause_reason
        assert "Nothing to change." in choose(console, "kindpolicy", "pause", "scripted")
        assert "Resumed: scripted." in choose(console, "kindpolicy", "resume", "scripted")
        assert None is KindPolicy.objects.get().paused_at
        assert ["Paused.", "Resumed."] == audited()


class TestOwnerShare:
    def test_is_added_with_an_audit_entry(self, console: Client):
        owner = make_user()
        console.post(reverse("admin:jobs_ownershare_add"), {"owner": str(owner.pk), "weight": "2"})
        assert 2.0 == OwnerShare.objects.get(owner=owner).weight
        assert ["Added."] == audited()

    def test_refuses_a_weight_of_nothing_in_words(self, console: Client):
        data = {"owner": str(make_user().pk), "weight": "0"}
        page = console.post(reverse("admin:jobs_ownershare_add"), data).content.decode()
        assert "Must be from 0.001 to 1000" in page
        assert not OwnerShare.objects.exists()


class TestWorker:
    def test_is_paused_and_resumed(self, console: Client):
        worker_id = uuid.uuid7()
        workers.register(worker_id, host="h", pid=1, version="1", kinds={"k": 1}, concurrency=2)
        assert "Paused: 1." in choose(console, "worker", "pause", worker_id)
        assert None is not Worker.objects.get().paused_at
        assert "Resumed: 1." in choose(console, "worker", "resume", worker_id)
        assert None is Worker.objects.get().paused_at
        assert ["Paused.", "Resumed."] == audited()
