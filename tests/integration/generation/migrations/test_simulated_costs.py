"""What replies would have cost, on a database with conversations: forward, back, forward."""

from __future__ import annotations

import pytest

from generation.models import Utterance
from generation.selectors.chat_usage import usage_in
from generation.services.conversations.said import Said
from generation.services.conversations.saying import say
from jobs.testing import drain
from tests.support.migrations import schema_of
from tests.support.users import make_user

BEFORE, AFTER = "0006_renditions", "0007_simulated_costs"


@pytest.mark.django_db(transaction=True)
class TestSimulatedCosts:
    def test_are_unknown_of_replies_of_the_release_before_and_kept_from_now_on(self) -> None:
        user = make_user()
        there = say(user, Said("Hello?")).conversation
        drain()
        kept = list(Utterance.objects.order_by("id").values_list("pk", "text", "output_tokens", "cost_nano"))
        with schema_of("generation") as migrate:
            for schema in (BEFORE, AFTER, BEFORE, AFTER):
                said = migrate(schema).get_model("generation", "Utterance").objects.order_by("id")
                assert kept == list(said.values_list("pk", "text", "output_tokens", "cost_nano"))
        assert {None} == set(Utterance.objects.values_list("simulated_nano", flat=True))
        assert 0 == usage_in([there.pk])[there.pk].simulated_nano
        say(user, Said("And now?"))
        drain()
        assert usage_in([there.pk])[there.pk].simulated_nano > 0
