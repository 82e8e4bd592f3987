"""What a socket tells of a conversation, and in which order."""

from __future__ import annotations

import pytest

from accounts.models import User
from generation.live.story import Story
from generation.services.conversations.branching import activate, regenerate
from generation.services.conversations.said import Said, Sent
from generation.services.conversations.saying import say
from jobs.models import JobLog
from jobs.selectors.events import events_after
from jobs.testing import drain
from tests.support.talker import talking
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def begun() -> tuple[Story, Sent]:
    """One that has told its snapshot, and a reply that was written since."""
    user: User = make_user()
    sent = say(user, Said("Hello?"))
    story = Story(user.pk, sent.conversation.pk, None)
    assert "snapshot" == story.look()["type"]
    with talking("Well ", "met."):
        drain()
    return story, sent


class TestFollowing:
    def test_is_of_the_line_though_a_branch_that_was_left_is_under_way(self) -> None:
        user = make_user()
        first = say(user, Said("Hello?"))
        with talking("Well met."):
            drain()
        other = regenerate(user, first.reply.pk)
        activate(user, first.reply.pk)
        story = Story(user.pk, first.conversation.pk, None)
        story.look()
        assert other.reply.pk == getattr(story.following(), "utterance_id", None)
        second = say(user, Said("And then?"))
        story.look()
        assert second.reply.pk == getattr(story.following(), "utterance_id", None)


class TestLook:
    def test_tells_that_a_reply_is_written_after_the_last_of_its_events(self) -> None:
        story, sent = begun()
        assert {} == story.look()
        reply = story.following()
        assert reply is not None
        for event in events_after(sent.submitted.job.pk, 0):
            assert {} == story.look()
            story.told(reply, event)
        assert ["written"] == [said["state"] for said in story.look()["utterances"]]
        assert story.following() is None

    def test_waits_for_no_event_that_is_gone(self) -> None:
        story, _ = begun()
        assert {} == story.look()
        JobLog.objects.all().delete()
        assert ["written"] == [said["state"] for said in story.look()["utterances"]]

    def test_tells_nothing_twice(self) -> None:
        story, _ = begun()
        JobLog.objects.all().delete()
        assert "changed" == story.look()["type"]
        assert {} == story.look()
