"""The pages of conversations, as the server sends them."""

from __future__ import annotations

import re

import pytest

from generation.models import Conversation
from generation.selectors.conversations import thread_of
from generation.services.conversations.said import Said
from generation.services.conversations.saying import say
from tests.support.conversations import keep_character, open_ones, talk
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def html(response) -> str:
    return response.content.decode()


class TestList:
    def test_invites_who_has_none_and_offers_their_cards(self, signed_in, user):
        keep_character(user.pk, "Aria <Vale>")
        keep_character(make_user().pk, "Mordred")
        page = html(signed_in.get("/conversations/"))
        assert "No conversations yet" in page
        assert "Aria &lt;Vale&gt;" in page
        assert "Mordred" not in page

    def test_shows_the_callers_own_and_searches_them(self, signed_in, user):
        talk(user, "Aria")
        say(user, Said("Where is the <b>bridge</b>?"))
        theirs = make_user()
        say(theirs, Said("A secret bridge"))
        page = html(signed_in.get("/conversations"))
        assert "Where is the &lt;b&gt;bridge&lt;/b&gt;?" in page
        assert "secret" not in page
        assert "Where is the" in html(signed_in.get("/conversations?q=aria+bridge"))
        assert "Nothing matches" in html(signed_in.get("/conversations?q=heron"))

    def test_goes_on_to_older_ones(self, signed_in, user, monkeypatch):
        monkeypatch.setattr("generation.pages.conversations.PAGE_SIZE", 1)
        for name in ("Aria", "Mordred"):
            talk(user, name)
        first, second = (html(signed_in.get(f"/conversations{query}")) for query in ("", "?offset=1"))
        assert "Older" in first
        assert "Newer" in second
        assert "Older" not in second

    def test_is_the_list_alone_for_a_script(self, signed_in, user):
        there = talk(user, "Aria").conversation
        part = html(signed_in.get("/conversations", headers={"HX-Request": "true"}))
        assert f'href="/conversations/{there.pk}"' in part
        assert "<html" not in part
        assert 'name="card"' not in part

    @pytest.mark.parametrize("offset", ["-1", "x", "9" * 400, "٣"])
    def test_takes_any_offset(self, signed_in, offset):
        assert 200 == signed_in.get("/conversations", {"offset": offset}).status_code


class TestConversationPage:
    def test_is_there_for_its_owner(self, signed_in, user):
        there = talk(user, "Aria").conversation
        page = html(signed_in.get(f"/conversations/{there.pk}/"))
        assert f'data-conversation="{there.pk}"' in page
        assert f'href="/cards/{there.bot.card_id}"' in page

    def test_is_missing_for_others(self, signed_in):
        theirs = talk(make_user(), "Aria").conversation
        assert 404 == signed_in.get(f"/conversations/{theirs.pk}").status_code

    def test_asks_who_it_is(self, client, user):
        there = talk(user).conversation
        for address in ("/conversations", f"/conversations/{there.pk}"):
            assert 302 == client.get(address).status_code


class TestStart:
    def test_goes_to_the_conversation_with_a_card(self, signed_in, user):
        card = keep_character(user.pk)
        answer = signed_in.post("/conversations/start", {"card": str(card.pk)})
        assert f"/conversations/{Conversation.objects.get().pk}" == answer["Location"]
        again = signed_in.post("/conversations/start", {"card": str(card.pk)})
        assert answer["Location"] == again["Location"]

    def test_begins_anew_where_that_is_asked_for_and_something_was_said(self, signed_in, user):
        first = signed_in.post("/conversations/start", {"fresh": "yes"})["Location"]
        assert first == signed_in.post("/conversations/start", {"fresh": "yes"})["Location"]
        say(user, Said("Hello?"))
        second = signed_in.post("/conversations/start", {"fresh": "yes"})["Location"]
        assert first != second
        assert 1 == len(open_ones(user))

    def test_is_missing_for_anothers_card(self, signed_in):
        card = keep_character(make_user().pk)
        assert 404 == signed_in.post("/conversations/start", {"card": str(card.pk)}).status_code

    def test_is_offered_on_the_page_of_a_card(self, signed_in, user):
        card = keep_character(user.pk)
        assert "Chat with this card" in html(signed_in.get(f"/cards/{card.pk}"))

    def test_begins_with_the_greeting_that_was_chosen(self, signed_in, user):
        card = keep_character(user.pk)
        for greeting, text in ((1, "Later."), (0, "Aria nods to User.")):
            signed_in.post("/conversations/start", {"card": str(card.pk), "greeting": str(greeting)})
            assert [text] == [said.text for said in thread_of(Conversation.objects.get().pk)]
        say(user, Said("Hello?"))
        signed_in.post("/conversations/start", {"card": str(card.pk), "greeting": "1"})
        (there,) = open_ones(user)
        assert ["Later."] == [said.text for said in thread_of(there)]

    def test_says_that_there_is_no_such_greeting(self, signed_in, user):
        card = keep_character(user.pk)
        answer = signed_in.post("/conversations/start", {"card": str(card.pk), "greeting": "7"}, follow=True)
        assert "Aria has no greeting 7" in html(answer)
        assert not Conversation.objects.exists()

    @pytest.mark.parametrize("greeting", ["", "x", "-1", "9" * 400])
    def test_begins_as_ever_without_a_number(self, signed_in, user, greeting):
        card = keep_character(user.pk)
        signed_in.post("/conversations/start", {"card": str(card.pk), "greeting": greeting})
        assert 0 == Conversation.objects.get().greeting

    def test_is_offered_with_each_greeting_of_a_card(self, signed_in, user):
        card = keep_character(user.pk, group_only_greetings=["All of you!"])
        page = html(signed_in.get(f"/cards/{card.pk}"))
        assert ['name="greeting" value="0"', 'name="greeting" value="1"'] == re.findall(
            r'name="greeting" value="\d+"', page
        )
