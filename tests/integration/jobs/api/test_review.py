"""A generation, a person's review of it, and its publication: one graph over both worlds."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.testing import ScriptedHandler, drain
from tests.support.api import api_of
from tests.support.users import make_staff, make_user

JOBS = "/api/v1/jobs"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kind")]


def submit(client: Any, **body: Any) -> str:
    answer = client.post(JOBS, body)
    assert 202 == answer.status_code, answer.content
    return str(answer.json()["job_id"])


def told(client: Any, job_id: str) -> dict[str, Any]:
    body: dict[str, Any] = client.get(f"{JOBS}/{job_id}").json()
    return body


def statuses(client: Any, *ids: str) -> list[str]:
    return [told(client, job_id)["status"] for job_id in ids]


@pytest.fixture
def publication(client: Any) -> tuple[str, str, str]:
    """A card that is written, then read by a person, then published."""
    card = submit(client, kind="character_card", payload={"concept": "A knight of the lake"}, priority="low")
    review = submit(client, kind="manual", title="Review the card", depends_on=[card], priority="low")
    publish = submit(client, kind=ScriptedHandler.kind, title="Publish", depends_on=[review], priority="urgent")
    return card, review, publish


class TestReview:
    def test_goes_from_the_card_to_the_person_to_its_publication(self, client, publication) -> None:
        card, review, publish = publication
        assert ["pending", "blocked", "blocked"] == statuses(client, *publication)
        assert ["urgent", "urgent", None] == [told(client, job_id)["lifted_to"] for job_id in publication]
        assert ["low", publish] == [told(client, card)[name] for name in ("priority", "lifted_by")]
        drain()
        assert ["completed", "pending", "blocked"] == statuses(client, *publication)
        client.post(f"{JOBS}/{review}/start-timer")
        assert ["completed", "processing", "blocked"] == statuses(client, *publication)
        client.post(f"{JOBS}/{review}/complete")
        drain()
        assert ["completed"] * 3 == statuses(client, *publication)

    def test_is_done_by_the_person_it_was_given_to(self) -> None:
        owner, reader = make_staff(), make_user()
        client = api_of(owner)
        review = submit(client, kind="manual", title="Review", assignee=str(reader.pk))
        publish = submit(client, kind=ScriptedHandler.kind, depends_on=[review])
        assert 200 == api_of(reader).post(f"{JOBS}/{review}/complete").status_code
        drain()
        assert ["completed"] == statuses(client, publish)

    def test_closes_no_circle(self, client, publication) -> None:
        card, _, publish = publication
        answer = client.patch(f"{JOBS}/{card}", {"depends_on": [publish]})
        assert (422, "depends_on") == (answer.status_code, answer.json()["errors"][0]["field"])
        assert "would wait for each other" in answer.json()["detail"]

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            ("cancel", ["cancelled", "cancelled"]),
            ("skip", ["cancelled", "completed"]),
            ("hold", ["held", "blocked"]),
            ("run", ["completed", "completed"]),
        ],
    )
    def test_that_is_refused_is_what_the_policy_says(self, client, policy, expected) -> None:
        review = submit(client, kind="manual", title="Review")
        publish = submit(client, kind=ScriptedHandler.kind, depends_on=[review], on_dependency_failure=policy)
        announce = submit(client, kind=ScriptedHandler.kind, depends_on=[publish])
        client.post(f"{JOBS}/{review}/cancel")
        drain()
        assert expected == statuses(client, publish, announce)

    def test_gives_the_lift_back_when_the_publication_is_called_off(self, client, publication) -> None:
        card, review, publish = publication
        client.post(f"{JOBS}/{publish}/cancel")
        assert [None, None] == [told(client, job_id)["lifted_to"] for job_id in (card, review)]
        assert None is told(client, card)["lifted_by"]
