"""What never reaches a log."""

import pytest

from config.redaction import REDACTED, Redactor


class TestText:
    @pytest.mark.parametrize(
        ("text", "secret"),
        [
            ("Authorization: Bearer abc.def.ghi", "abc.def.ghi"),
            ("{'Authorization': 'Basic dXNlcjpwYXNz'}", "dXNlcjpwYXNz"),
            ("sent bearer abcdefgh12345", "abcdefgh12345"),
            ('{"password": "hunter2 and more", "email": "a@b.c"}', "hunter2"),
            ("new_password=hunter2&x=1", "hunter2"),
            ("LLM_API_KEY='not-so-public'", "not-so-public"),
            ("/ws/?ticket=0123abcd&after=3", "0123abcd"),
            ("Incorrect API key provided: sk-proj-abcdefgh1234", "sk-proj-abcdefgh1234"),
            ("refresh eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJhbGciOiJIUzI1NiJ9"),
            ("could not connect to postgres://tasks:s3cret@db/tasks", "s3cret"),
        ],
    )
    def test_loses_its_secret(self, text: str, secret: str) -> None:
        redacted = Redactor().text(text)
        assert secret not in redacted
        assert REDACTED in redacted

    def test_loses_this_installations_own_keys_wherever_they_stand(self) -> None:
        assert Redactor(["plain-looking-key"]).text("x plain-looking-key y") == f"x {REDACTED} y"

    @pytest.mark.parametrize("text", ["max_tokens=150", "prompt_tokens: 12", "3 jobs claimed", "a ticket machine"])
    def test_is_left_alone_without_one(self, text: str) -> None:
        assert Redactor().text(text) == text


class TestValue:
    def test_is_redacted_by_the_name_of_its_key_at_any_depth(self) -> None:
        value = Redactor().value("request", {"headers": [{"Authorization": "x"}], "user": {"password": "y"}})
        assert value == {"headers": [{"Authorization": REDACTED}], "user": {"password": REDACTED}}

    def test_hides_what_people_wrote_to_a_model(self) -> None:
        assert Redactor().value("prompt", "my diary") == REDACTED
