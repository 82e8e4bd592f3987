"""The console's jobs: pages open, figures are right, controls go by the services and leave an audit entry."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from jobs.admin import duplicates
from jobs.conf import JobsConf
from jobs.handlers import Complete
from jobs.models import Job, LedgerEntry
from jobs.queue import control
from jobs.queue.gates import Answer, tell
from jobs.queue.join_policy import EVERY_OUTCOME
from jobs.queue.timers import start_timer
from jobs.services import bulk
from jobs.testing import ScriptedHandler, enqueue, perform, scripted
from tests.support.queue import children_of, fanned_out, new_job, running
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def console(client, staff):
    staff.is_superuser = True
    staff.save()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


async def paid(ctx, payload):
    async def work():
        call = await ctx.reserve("openai", "m", simulated=False, estimate_nano=5)
        await call.settle(model="m", input_tokens=10, output_tokens=20, cost_nano=1_500_000, price_source="table")
        return "<b>text</b>"

    return Complete({"text": await ctx.step("write", {}, work)})


def change(job):
    return reverse("admin:jobs_job_change", args=[job.pk])


def offered(page):
    return [control for control in ("retry", "hold", "resume", "cancel") if f'value="{control}"' in page]


class TestRecord:
    def test_lists_what_staff_did_to_a_job(self, console, staff):
        with scripted():
            job, other = enqueue(make_user().pk), enqueue(make_user().pk, title="Another")
            for each in (job, other):
                console.post(reverse("admin:jobs_job_control", args=[each.pk]), {"control": "cancel"})
            link = f"{reverse('admin:admin_logentry_changelist')}?object_id={job.pk}"
            assert link in console.get(change(job)).content.decode()
        page = console.get(link).content.decode()
        assert staff.email in page
        assert change(job) in page
        assert change(other) not in page

    def test_is_read_only(self, console):
        with scripted():
            console.post(reverse("admin:jobs_job_control", args=[enqueue(make_user().pk).pk]), {"control": "cancel"})
        entry = LogEntry.objects.get()
        assert 200 == console.get(reverse("admin:admin_logentry_change", args=[entry.pk])).status_code
        assert 403 == console.get(reverse("admin:admin_logentry_add")).status_code
        assert 403 == console.post(reverse("admin:admin_logentry_delete", args=[entry.pk])).status_code
        assert 403 == console.post(reverse("admin:admin_logentry_change", args=[entry.pk])).status_code


class TestJobPages:
    def test_offer_what_can_be_done_to_the_job(self, console):
        with scripted():
            job = enqueue(make_user().pk)
            assert ["hold", "cancel"] == offered(console.get(change(job)).content.decode())
            perform(job)
        assert [] == offered(console.get(change(job)).content.decode())

    def test_of_peoples_work_show_their_time_and_complete_it(self, console, staff):
        job = enqueue(make_user().pk, "manual", title="Proofread")
        start_timer(job.pk, job.owner_id)
        page = console.get(change(job)).content.decode()
        assert ('value="complete"' in page, "runs" in page, job.owner.email in page) == (True, True, True)
        console.post(reverse("admin:jobs_job_control", args=[job.pk]), {"control": "complete"})
        job.refresh_from_db()
        assert ("completed", "Completed.") == (job.status, LogEntry.objects.get().change_message)
        assert 'value="reopen"' in console.get(change(job)).content.decode()

    def test_say_why_a_job_is_not_running(self, console):
        with scripted():
            job = enqueue(make_user().pk)
            assert "none is running" in console.get(change(job)).content.decode()
            perform(job)
        assert "Why it is not running" not in console.get(change(job)).content.decode()

    def test_lists_jobs_with_state_and_cost_in_a_few_queries(self, console, django_assert_max_num_queries):
        owner = make_user()
        with scripted(paid):
            for number in range(3):
                perform(enqueue(owner.pk, title=f"job {number}"))
        with django_assert_max_num_queries(12):
            page = console.get(reverse("admin:jobs_job_changelist")).content.decode()
        assert 3 == page.count("$0.0015")
        assert "completed" in page

    def test_shows_attempts_steps_calls_payload_and_result_as_text(self, console):
        with scripted(paid):
            job = perform(enqueue(make_user().pk, value="<script>x</script>"))
            page = console.get(change(job)).content.decode()
        assert "<script>x" not in page
        assert "&lt;script&gt;x" in page
        assert "&lt;b&gt;text" in page
        for shown in ("write", "openai m", "$0.0015", "completed"):
            assert shown in page

    def test_pages_through_the_log(self, console):
        with scripted():
            job = perform(enqueue(make_user().pk))
        page = console.get(reverse("admin:jobs_job_log", args=[job.pk])).content.decode()
        assert "Accepted" in page
        assert "Attempt 1 started" in page

    @pytest.mark.parametrize("query", ["?status__exact=pending", "?kind=scripted", "?level=top", "?q=galahad"])
    def test_filters_and_searches(self, console, query):
        with scripted():
            enqueue(make_user().pk, title="Galahad")
            page = console.get(reverse("admin:jobs_job_changelist") + query)
        assert 200 == page.status_code
        assert "Galahad" in page.content.decode()

    def test_opens_the_home_with_figures(self, console):
        with scripted():
            enqueue(make_user().pk)
        page = console.get(reverse("admin:index")).content.decode()
        assert "What needs a person" in page
        assert "Workers alive" in page

    def test_tells_on_the_home_of_gates_that_are_shut(self, console):
        assert "Gates shut" not in console.get(reverse("admin:index")).content.decode()
        tell("openai key 1", Answer.REFUSED, seconds=300.0, reason="The key is refused.")
        assert "Gates shut" in console.get(reverse("admin:index")).content.decode()

    @pytest.mark.parametrize("model", ["worker", "ledgerentry"])
    def test_opens_the_lists_beside_it(self, console, model):
        assert 200 == console.get(reverse(f"admin:jobs_{model}_changelist")).status_code


class TestDuplicate:
    def test_queues_the_job_once_more_for_its_owner_with_an_audit_entry(self, console, staff):
        with scripted():
            job = perform(enqueue(make_user().pk, value=7, title="Galahad", tags=["a"]))
            page = console.post(
                reverse("admin:jobs_job_control", args=[job.pk]), {"control": "duplicate"}, follow=True
            ).content.decode()
        copy = Job.objects.exclude(pk=job.pk).get()
        assert (job.owner_id, "pending", {"value": 7}, "Galahad", 0) == (
            copy.owner_id, copy.status, copy.payload, copy.title, copy.attempt,
        )  # fmt: skip
        assert f'Duplicated: <a href="{change(copy)}">Galahad</a>.' in page
        entry = LogEntry.objects.get()
        assert (staff.pk, str(job.pk), f"Duplicated as {copy.pk}.") == (
            entry.user_id, entry.object_id, entry.get_change_message(),
        )  # fmt: skip

    def test_is_offered_for_kinds_that_can_be_submitted(self, console, monkeypatch):
        with scripted():
            job = enqueue(make_user().pk)
            assert 'value="duplicate"' in console.get(change(job)).content.decode()
            monkeypatch.setattr(ScriptedHandler, "is_part", True)
            assert 'value="duplicate"' not in console.get(change(job)).content.decode()
        assert 'value="duplicate"' not in console.get(change(job)).content.decode()

    def test_of_chosen_jobs_says_which_could_not_be(self, console):
        with scripted():
            jobs = [enqueue(make_user().pk, title=f"job {number}") for number in range(2)]
        gone = new_job(kind="gone")
        with scripted():
            page = console.post(
                reverse("admin:jobs_job_changelist"),
                {"action": "duplicate", "_selected_action": [str(job.pk) for job in (*jobs, gone)]},
                follow=True,
            ).content.decode()
        assert 5 == Job.objects.count()
        assert "Duplicated: 2." in page
        assert "Not done for 1: kind: Unknown kind" in page
        assert 2 == LogEntry.objects.count()

    def test_of_too_many_jobs_is_refused_in_words(self, console, monkeypatch):
        monkeypatch.setattr(duplicates, "conf", lambda: JobsConf(bulk_at_once=1))
        with scripted():
            ids = [str(enqueue(make_user().pk).pk) for _ in range(2)]
            page = console.post(
                reverse("admin:jobs_job_changelist"), {"action": "duplicate", "_selected_action": ids}, follow=True
            ).content.decode()
        assert "At most 1 at once are duplicated; choose fewer." in page
        assert 2 == Job.objects.count()

    def test_is_refused_to_staff_without_the_permission(self, client):
        client.force_login(make_user(is_staff=True), backend="django.contrib.auth.backends.ModelBackend")
        with scripted():
            job = enqueue(make_user().pk)
            url = reverse("admin:jobs_job_control", args=[job.pk])
            assert 403 == client.post(url, {"control": "duplicate"}).status_code
        assert 1 == Job.objects.count()


class TestParts:
    def test_are_counted_by_state_with_links_to_their_lists(self, console):
        parent = fanned_out(running(), 3, EVERY_OUTCOME)
        control.cancel(children_of(parent)[0].pk)
        page = console.get(change(parent)).content.decode()
        listed = f"{reverse('admin:jobs_job_changelist')}?parent={parent.pk}"
        assert f'<a href="{listed}">3 in all</a>' in page
        assert f'<a href="{listed}&amp;status__exact=pending">2 pending</a>' in page
        assert f'<a href="{listed}&amp;status__exact=cancelled">1 cancelled</a>' in page
        assert "completed</a>" not in page

    def test_link_to_the_job_they_are_a_part_of(self, console):
        parent = fanned_out(running())
        page = console.get(change(children_of(parent)[0])).content.decode()
        assert f'<a href="{change(parent)}">{parent}</a>' in page

    def test_are_listed_by_their_parent(self, console):
        parent = fanned_out(running(), 2)
        new_job(title="Lancelot")
        page = console.get(f"{reverse('admin:jobs_job_changelist')}?parent={parent.pk}&status__exact=pending")
        text = page.content.decode()
        assert {child.pk for child in children_of(parent)} == set(
            page.context["cl"].queryset.values_list("pk", flat=True)
        )
        assert ("Lancelot" in text, f"Of {parent}" in text) == (False, True)
        wrong = console.get(f"{reverse('admin:jobs_job_changelist')}?parent=nobody")
        assert (200, 0) == (wrong.status_code, wrong.context["cl"].queryset.count())


class TestControls:
    def test_cancels_one_job_by_post_with_an_audit_entry(self, console, staff):
        with scripted():
            job = enqueue(make_user().pk)
        url = reverse("admin:jobs_job_control", args=[job.pk])
        assert 403 == console.get(url + "?control=cancel").status_code
        console.post(url, {"control": "cancel"})
        assert "cancelled" == Job.objects.get(pk=job.pk).status
        entry = LogEntry.objects.get()
        assert (staff.pk, str(job.pk), "Cancelled.") == (entry.user_id, entry.object_id, entry.get_change_message())

    @pytest.mark.parametrize(
        ("actions", "status"), [(["hold"], "held"), (["hold", "resume"], "pending"), (["cancel", "retry"], "pending")]
    )
    def test_controls_chosen_jobs(self, console, actions, status):
        owner = make_user()
        with scripted():
            ids = [enqueue(owner.pk).pk for _ in range(2)]
        for action in actions:
            console.post(
                reverse("admin:jobs_job_changelist"), {"action": action, "_selected_action": [str(pk) for pk in ids]}
            )
        assert {status} == set(Job.objects.values_list("status", flat=True))
        assert 2 * len(actions) == LogEntry.objects.count()

    def test_leaves_many_jobs_to_a_job_and_says_which(self, console, staff, monkeypatch):
        monkeypatch.setattr(bulk, "conf", lambda: JobsConf(bulk_at_once=2))
        owner = make_user()
        with scripted():
            ids = [enqueue(owner.pk).pk for _ in range(3)]
            page = console.post(
                reverse("admin:jobs_job_changelist"),
                {"action": "cancel", "_selected_action": [str(ids[0])], "select_across": "1"},
                follow=True,
            ).content.decode()
            errand = Job.objects.get(kind="bulk")
            assert f'href="{change(errand)}">Cancel 3 jobs</a>' in page
            perform(errand)
        assert {"cancelled"} == set(Job.objects.filter(pk__in=ids).values_list("status", flat=True))
        assert (3, staff.pk) == (LogEntry.objects.filter(user=staff).count(), errand.owner_id)

    def test_says_what_was_so_already(self, console):
        with scripted():
            job = enqueue(make_user().pk)
        url = reverse("admin:jobs_job_control", args=[job.pk])
        console.post(url, {"control": "cancel"})
        page = console.post(url, {"control": "cancel"}, follow=True).content.decode()
        assert "So already: 1." in page
        assert 1 == LogEntry.objects.count()

    def test_says_why_a_job_was_left_alone(self, console):
        with scripted():
            job = perform(enqueue(make_user().pk))
        url = reverse("admin:jobs_job_control", args=[job.pk])
        page = console.post(url, {"control": "cancel"}, follow=True).content.decode()
        assert "A completed job cannot be cancelled." in page
        assert not LogEntry.objects.exists()

    def test_is_refused_to_staff_without_the_permission(self, client):
        staff = make_user(is_staff=True)
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        with scripted():
            job = enqueue(make_user().pk)
        assert 403 == client.post(reverse("admin:jobs_job_control", args=[job.pk]), {"control": "cancel"}).status_code
        assert "pending" == Job.objects.get(pk=job.pk).status

    def test_changes_nothing_in_the_ledger(self, console):
        with scripted(paid):
            perform(enqueue(make_user().pk))
        entry = LedgerEntry.objects.get()
        console.post(reverse("admin:jobs_ledgerentry_change", args=[entry.pk]), {"cost_nano": 1})
        assert 1_500_000 == LedgerEntry.objects.get().cost_nano
