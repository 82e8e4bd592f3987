"""The page of one job and its buttons."""

import pytest

from jobs.errors import PermanentError, RetryLater
from jobs.handlers import Complete
from jobs.models import Job
from jobs.queue import control
from jobs.states import Status
from jobs.testing import enqueue, perform, scripted
from tests.support.users import make_user

ACTIONS = ("cancel", "hold", "resume", "retry")


async def refuse(ctx, payload):
    async def work():
        raise PermanentError("The provider refused the key.")

    await ctx.step("analyse", {}, work)
    return Complete(None)


async def postpone(ctx, payload):
    raise RetryLater("The provider was busy.", 60)


def page_of(client, job) -> str:
    return client.get(f"/jobs/{job.pk}").content.decode()


@pytest.mark.django_db
class TestJobPage:
    def test_is_missing_for_others_and_for_strangers_asks_to_sign_in(self, client, user, signed_in) -> None:
        with scripted():
            job = enqueue(make_user().pk)
        assert 404 == signed_in.get(f"/jobs/{job.pk}").status_code
        signed_in.logout()
        assert 302 == signed_in.get(f"/jobs/{job.pk}").status_code

    def test_is_open_to_staff(self, client, staff, user) -> None:
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        with scripted():
            assert user.email in page_of(client, enqueue(user.pk))

    def test_says_that_no_worker_runs(self, signed_in, user) -> None:
        with scripted():
            assert "none is running" in page_of(signed_in, enqueue(user.pk))

    def test_says_why_a_job_waits_and_what_can_be_done(self, signed_in, user) -> None:
        with scripted():
            job = enqueue(user.pk)
            control.hold(job.pk)
            page = page_of(signed_in, job)
        assert "Held by a person until somebody resumes it." in page
        assert "Resume it." in page

    def test_leaves_to_the_socket_what_came_after_the_job_was_read(self, signed_in, user) -> None:
        """Its badge does not tell of it, and no event would: the page takes those it was served with for shown."""
        with scripted():
            job = control.hold(enqueue(user.pk).pk)
        Job.objects.filter(pk=job.pk).update(last_seq=job.last_seq - 1)
        page = page_of(signed_in, job)
        assert f'data-shown="{job.last_seq - 1}"' in page
        assert f'data-seq="{job.last_seq - 1}"' in page
        assert f">{job.last_seq}<" not in page

    def test_shows_a_row_whose_kind_is_gone(self, signed_in, user) -> None:
        with scripted():
            job = enqueue(user.pk, title="old work")
        assert "old work" in page_of(signed_in, job)

    def test_escapes_what_models_and_people_wrote(self, signed_in, user) -> None:
        with scripted():
            job = enqueue(user.pk, value="</pre><script>alert(1)</script>", title="<img src=x>")
        page = page_of(signed_in, job)
        assert "<script>alert" not in page
        assert "<img src=x>" not in page

    @pytest.mark.parametrize("action", ACTIONS)
    def test_has_buttons_that_are_404_for_others(self, signed_in, action) -> None:
        with scripted():
            job = enqueue(make_user().pk)
        assert 404 == signed_in.post(f"/jobs/{job.pk}/{action}").status_code
        job.refresh_from_db()
        assert job.status == Status.PENDING

    @pytest.mark.parametrize("action", ACTIONS)
    def test_has_buttons_that_only_a_post_presses(self, signed_in, user, action) -> None:
        with scripted():
            job = enqueue(user.pk)
        assert 405 == signed_in.get(f"/jobs/{job.pk}/{action}").status_code

    def test_cancels_holds_resumes_and_retries(self, signed_in, user) -> None:
        with scripted():
            job = enqueue(user.pk)
            seen = []
            for action in ("hold", "resume", "cancel", "retry"):
                assert f"/jobs/{job.pk}" == signed_in.post(f"/jobs/{job.pk}/{action}").headers["Location"]
                job.refresh_from_db()
                seen.append(job.status)
        assert [Status.HELD, Status.PENDING, Status.CANCELLED, Status.PENDING] == seen

    def test_explains_a_refused_action(self, signed_in, user) -> None:
        with scripted():
            job = control.cancel(enqueue(user.pk).pk)
        page = signed_in.post(f"/jobs/{job.pk}/hold", follow=True).content.decode()
        assert "A cancelled job cannot be held." in page


@pytest.mark.django_db(transaction=True)
class TestFinishedJobPage:
    def test_begins_with_the_cause_of_a_failure_and_the_way_out(self, signed_in, user) -> None:
        with scripted(refuse):
            job = perform(enqueue(user.pk))
        page = page_of(signed_in, job)
        assert "The provider refused the key." in page
        assert f'action="/jobs/{job.pk}/retry"' in page
        assert 'data-state="failed"' in page

    def test_says_when_the_next_attempt_starts_and_why(self, signed_in, user) -> None:
        with scripted(postpone):
            job = perform(enqueue(user.pk))
        page = page_of(signed_in, job)
        assert "The next attempt starts" in page
        assert "The provider was busy." in page

    def test_sends_only_the_changing_parts_to_a_script(self, signed_in, user) -> None:
        with scripted(refuse):
            job = perform(enqueue(user.pk))
        part = signed_in.get(f"/jobs/{job.pk}", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        parts = ("actions", "now", "notices", "story", "facts", "result")
        assert [] == [name for name in parts if f'data-part="{name}"' not in part]

    def test_goes_on_from_the_newest_event(self, signed_in, user) -> None:
        with scripted(refuse):
            job = perform(enqueue(user.pk))
        assert f'data-seq="{Job.objects.get(pk=job.pk).last_seq}"' in page_of(signed_in, job)


@pytest.mark.django_db(transaction=True)
class TestFiles:
    def test_are_listed_with_what_they_are_and_can_be_taken(self, signed_in, user) -> None:
        async def work(ctx, payload):
            await ctx.attach("table <1>.csv", "text/csv", "a,b\n" * 1000)
            return Complete(None)

        with scripted(work):
            job = perform(enqueue(user.pk))
        page = page_of(signed_in, job)
        assert "table &lt;1&gt;.csv</a>" in page
        assert "4.0\xa0kB" in page
        address = page.split('class="file-name" href="')[1].split('"')[0]
        assert b"a,b\n" * 1000 == signed_in.get(address).content

    def test_have_no_place_on_the_page_of_a_job_without(self, signed_in, user) -> None:
        with scripted():
            assert "files-title" not in page_of(signed_in, enqueue(user.pk))


class TestPageOfATask:
    def test_belongs_to_the_tasks_and_shows_no_payload(self, signed_in, user):
        page = page_of(signed_in, enqueue(user.pk, "manual", title="Proofread"))
        assert '<a href="/tasks" aria-current="page">' in page
        assert '<a href="/jobs" >' in page
        assert "what was asked" not in page
