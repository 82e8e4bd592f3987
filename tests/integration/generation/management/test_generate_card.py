"""`manage.py generate_card`: a card from a shell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.models import User
from generation.llm.errors import AuthFailed, ContextLength
from generation.models import Card
from jobs.models import Job
from jobs.services import cancel_job
from jobs.testing import perform
from tests.support.plain_author import PlainAuthor, plain_author
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

# What a call is expected to cost at most is more than it comes to.
PRICES = ["plain-creative=0/20", "plain-analysis=0/20"]
CONCEPT = "A patient miner who guards a door under a mountain."


@pytest.fixture(autouse=True)
def author() -> Iterator[PlainAuthor]:
    with plain_author() as author:
        yield author


@pytest.fixture
def staff() -> User:
    return make_user(is_staff=True)


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("generate_card", CONCEPT, "--quiet", *arguments, stdout=out)
    return out.getvalue()


def refused(*arguments: str) -> CommandError:
    with pytest.raises(CommandError) as caught:
        said(*arguments)
    return caught.value


@pytest.mark.usefixtures("staff")
class TestInline:
    def test_makes_the_card_without_a_worker_and_writes_it(self, tmp_path: Path) -> None:
        told = said("--inline", "--lore-entries", "7", "--out", str(tmp_path / "knight.png"))
        assert "Ada Flint: 7 lore entries, $0" in told
        assert (tmp_path / "knight.png").read_bytes().startswith(b"\x89PNG")
        assert "completed" == Job.objects.get().status

    def test_writes_the_format_that_is_asked_for(self, tmp_path: Path) -> None:
        said("--inline", "--out", str(tmp_path / "a.json"), "--lore-entries", "0")
        said("--inline", "--out", str(tmp_path / "b.json"), "--lore-entries", "0", "--format", "v2")
        specs = [json.loads((tmp_path / name).read_text())["spec"] for name in ("a.json", "b.json")]
        assert ["chara_card_v3", "chara_card_v2"] == specs

    def test_writes_a_card_that_has_no_picture(self, tmp_path: Path) -> None:
        said("--inline", "--out", str(tmp_path / "a.charx"), "--lore-entries", "0", "--avatar", "none")
        assert (tmp_path / "a.charx").read_bytes().startswith(b"PK")

    def test_answers_in_json(self, tmp_path: Path) -> None:
        told = json.loads(said("--inline", "--json", "--out", str(tmp_path / "a.png"), "--lore-entries", "0"))
        assert ("completed", str(tmp_path / "a.png")) == (told["status"], told["file"])
        assert str(Card.objects.get().pk) == told["result"]["card_id"]

    def test_fails_with_the_cause_and_the_way_on(self) -> None:
        def broken(inputs: Mapping[str, Any]) -> Any:
            raise ContextLength("The input is too long.")

        with plain_author(analyse=broken):
            error = refused("--inline")
        assert 3 == error.returncode
        assert f"manage.py jobs retry {Job.objects.get().pk}" in str(error)
        assert "The input is too long." in str(error)

    def test_does_not_wait_for_long_at_a_shut_gate(self) -> None:
        def refused_key(inputs: Mapping[str, Any]) -> Any:
            fault = AuthFailed("The key is not accepted.")
            fault.gate = "openai key 1"
            raise fault

        with plain_author(analyse=refused_key):
            error = refused("--inline")
        assert (75, True) == (error.returncode, "The key is not accepted" in str(error))

    def test_ends_when_its_job_is_held(self) -> None:
        with plain_author() as author, override_settings(LLM=settings.LLM | {"prices": PRICES}):
            author.simulated, author.cost_usd = False, Decimal("0.01")
            error = refused("--inline", "--max-cost-usd", "0.05")
        assert (6, "held") == (error.returncode, Job.objects.get().status)
        assert "Raise its budget" in str(error)

    def test_answers_in_json_when_it_fails_too(self) -> None:
        def broken(inputs: Mapping[str, Any]) -> Any:
            raise ContextLength("The input is too long.")

        out = StringIO()
        with plain_author(analyse=broken), pytest.raises(CommandError):
            call_command("generate_card", CONCEPT, "--inline", "--json", stdout=out)
        assert "failed" == json.loads(out.getvalue())["status"]

    @pytest.mark.parametrize(
        ("flags", "words"),
        [
            (["--out", "a.png", "--format", "v2"], "does not end in .png"),
            (["--out", "a.json", "--format", "png"], "does not end in .json"),
            (["--out", "a.txt"], "no ending that is known"),
            (["--out", "a.png", "--avatar", "none"], "--avatar none: a PNG needs a picture"),
            (["--format", "png", "--avatar", "none"], "--avatar none: a PNG needs a picture"),
        ],
    )
    def test_refuses_a_file_that_is_not_what_its_name_says(self, flags: list[str], words: str) -> None:
        error = refused("--inline", *flags)
        assert (2, True) == (error.returncode, words in str(error))
        assert not Job.objects.exists()


@pytest.mark.usefixtures("staff")
class TestQueued:
    def test_leaves_the_job_to_the_workers_and_takes_the_card_later(self, tmp_path: Path) -> None:
        job_id = said("--no-wait", "--key", "my-knight").strip()
        perform(Job.objects.get(pk=job_id))
        said("--key", "my-knight", "--out", str(tmp_path / "a.png"))
        assert (tmp_path / "a.png").exists()
        assert 1 == Job.objects.count()

    def test_says_that_the_job_was_cancelled(self, staff: User) -> None:
        job_id = said("--no-wait", "--key", "k").strip()
        cancel_job(staff, Job.objects.get(pk=job_id).pk)
        error = refused("--key", "k")
        assert (4, True) == (error.returncode, "cancelled" in str(error))


class TestOptions:
    def test_are_all_taken_as_flags(self, staff: User) -> None:
        said(
            "--no-wait", "--tone", "warm,epic", "--genre", "noir", "--genre", "gothic, sea", "--avoid", "one, two",
            "--lore-recursive", "--user-actions", "--temperature", "0.5", "--max-cost-usd", "0.25",
            "--creative", "big", "--fallbacks", "a", "--fallbacks", "b", "--timeout-s", "60",
            "--fields", "tags,character_book",
        )  # fmt: skip
        job = Job.objects.get()
        asked = job.payload
        assert (["warm", "epic"], ["noir", "gothic", "sea"], ["one, two"]) == (
            asked["tone"], asked["genre"], asked["avoid"],
        )  # fmt: skip
        assert (True, False, 0.5) == (asked["lore_recursive"], asked["no_user_actions"], asked["temperature"])
        assert ("big", ["a", "b"], 60) == (
            asked["models"]["creative"], asked["models"]["fallbacks"], asked["limits"]["timeout_s"],
        )  # fmt: skip
        assert ["name", "description", "first_mes", "character_book", "tags"] == asked["fields"]
        assert (250_000_000, staff.pk) == (job.max_cost_nano, job.owner_id)

    def test_are_refused_by_the_name_of_their_flag(self, staff: User) -> None:
        error = refused("--lore-entries", "118", "--keep-fields", "tags", "--timeout-s", "1", "--genre", "x" * 41)
        assert 2 == error.returncode
        names = {line.partition(":")[0] for line in str(error).splitlines()}
        assert {"--lore-entries", "--keep-fields", "--timeout-s", "--genre"} == names
        assert not Job.objects.exists()

    def test_have_their_limits_told_as_people_write_numbers(self, staff: User) -> None:
        assert "--max-cost-usd: Must be 0.000001 or more." in str(refused("--max-cost-usd", "0"))

    def test_take_the_concept_from_standard_input(self, staff: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", StringIO(f"{CONCEPT}\n"))
        call_command("generate_card", "-", "--no-wait", stdout=StringIO())
        assert CONCEPT == Job.objects.get().payload["concept"]


class TestOwner:
    def test_is_the_one_who_is_named(self, staff: User) -> None:
        other = make_user()
        said("--no-wait", "--owner", other.email.upper())
        assert other.pk == Job.objects.get().owner_id

    @pytest.mark.parametrize(("count", "words"), [(0, "no staff account"), (2, "several staff accounts")])
    def test_must_be_named_where_it_is_not_clear(self, count: int, words: str) -> None:
        for _ in range(count):
            make_user(is_staff=True)
        error = refused("--no-wait")
        assert (2, True) == (error.returncode, words in str(error))

    def test_must_exist(self) -> None:
        assert "nobody@example.org" in str(refused("--owner", "nobody@example.org"))


@pytest.mark.usefixtures("staff")
class TestTarget:
    def test_is_looked_at_before_anything_is_asked_for(self, tmp_path: Path) -> None:
        for path in (tmp_path / "missing" / "a.png", tmp_path):
            assert 73 == refused("--out", str(path)).returncode
        assert not Job.objects.exists()

    def test_does_not_go_with_waiting_for_nobody(self) -> None:
        error = refused("--inline", "--no-wait")
        assert (2, True) == (error.returncode, "--no-wait" in str(error))
