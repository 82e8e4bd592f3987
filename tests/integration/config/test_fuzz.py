"""Generated requests against every operation of the schema: right ones, wrong ones, and never a fault of ours."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from accounts.models import User
from accounts.services import tokens
from config.wsgi import application
from generation.models import Card
from jobs.testing import enqueue, perform
from tests.support.conversations import talk

EXAMPLES = 2
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture
def unlimited(settings) -> None:
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "1000000/day")


@pytest.fixture
def owned(user: User) -> dict[str, str]:
    """Ids of things that are there, by the name that addresses give them."""
    job = enqueue(user.pk, "character_card", payload={"concept": "Mira, a lighthouse keeper", "lore_entries": 2})
    job = perform(job)
    assert "completed" == job.status, job.error_message
    conversation = talk(user).conversation
    return {"job_id": str(job.pk), "card_id": str(Card.objects.get().pk), "conversation_id": str(conversation.pk)}


@pytest.mark.once
@pytest.mark.repeats
@pytest.mark.django_db(transaction=True)
class TestGeneratedRequests:
    @pytest.mark.parametrize("mode", list(GenerationMode))
    def test_are_answered_as_the_schema_says(self, user: User, unlimited, owned, mode: GenerationMode) -> None:
        headers = {"Authorization": f"Bearer {tokens.issue(user).access}"}
        schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", application)
        codes: Counter[int] = Counter()

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def attack(case: Any) -> None:
            for name, known in owned.items():
                if name in (case.path_parameters or {}) and codes.total() % 2:
                    case.path_parameters[name] = known
            answer = case.call(headers=headers)
            codes[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)

        for found in schema.get_all_operations():
            assert isinstance(found, Ok), found
            given(case=found.ok().as_strategy(generation_mode=mode))(attack)()

        assert codes.total() > 100
        assert {200, 422} <= codes.keys(), codes
