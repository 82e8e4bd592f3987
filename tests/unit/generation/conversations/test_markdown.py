"""What was said, as Markdown that nobody can be harmed with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from generation.conversations.markdown import head, said

UNUSED = {
    "model": "",
    "input_tokens": None,
    "output_tokens": None,
    "cost_usd": None,
    "simulated_cost_usd": None,
    "abandoned_estimate_usd": None,
}


def written(text: str, state: str = "written", **used: Any) -> str:
    told = {"speaker": {"name": "Ada"}, "state": state, "text": text, **UNUSED, **used}
    return said(told).removeprefix("\n## Ada\n\n")


class TestSaid:
    def test_keeps_formatting_and_links(self) -> None:
        text = "Of *course*, **yes**: [here](https://example.org).\n\n- one\n- two\n"
        assert text == written(text)

    def test_keeps_code_as_it_is(self) -> None:
        text = "```html\n<b>![x](y)</b>\n```\n"
        assert text == written(text)

    @pytest.mark.parametrize(
        ("text", "harmless"),
        [
            ("<img src=x onerror=y>", "&lt;img src=x onerror=y>"),
            ("[x](javascript:alert(1))", "[x\\](javascript:alert(1))"),
            ("[x]: javascript:alert(1)", "[x\\]: javascript:alert(1)"),
            ("![x](https://tracker.example/p.png)", "\\![x](https://tracker.example/p.png)"),
            ("# User", "\\# User"),
            ("User\n===", "User\n\\==="),
            ("~~~\n```\n~~~\n<b>\n```", "\\~\\~\\~\n```\n~~~\n<b>\n```"),
            ("  ```\n<b>", "  \\`\\`\\`\n&lt;b>"),
            ("- ```\n  ```\n<b>", "- \\`\\`\\`\n  \\`\\`\\`\n&lt;b>"),
            ("```\n<b>", "```\n<b>\n```"),
        ],
    )
    def test_has_no_way_out(self, text: str, harmless: str) -> None:
        assert f"{harmless}\n" == written(text)

    def test_says_what_is_not_whole(self) -> None:
        assert "\n## Ada (no reply came)\n" == written("", "failed")

    @pytest.mark.parametrize(
        ("used", "told"),
        [
            ({"cost_usd": "0.0012", "simulated_cost_usd": "0"}, "*m: 1,230 tokens, $0.0012*"),
            ({"cost_usd": "0", "simulated_cost_usd": "0.02"}, "*m: 1,230 tokens, $0 and $0.02 simulated*"),
            ({"cost_usd": None, "simulated_cost_usd": None}, "*m: 1,230 tokens, cost unknown*"),
            (
                {"cost_usd": "1.5", "abandoned_estimate_usd": "2"},
                "*m: 1,230 tokens, $1.50 and at most $2.00 for what was stopped*",
            ),
            (
                {"cost_usd": "0", "abandoned_estimate_usd": "2", "input_tokens": None, "output_tokens": None},
                "*m: $0 and at most $2.00 for what was stopped*",
            ),
            ({"cost_usd": "0", "model": "a*b"}, "*a\\*b: 1,230 tokens, $0*"),
        ],
    )
    def test_tells_what_a_reply_used(self, used: dict[str, Any], told: str) -> None:
        counted = {"model": "m", "input_tokens": 1_200, "output_tokens": 30, **used}
        assert f"Yes.\n\n{told}\n" == written("Yes.", **counted)


class TestHead:
    def test_names_the_conversation_and_what_it_used(self) -> None:
        usage = {"input_tokens": 1_000, "output_tokens": 500, "simulated_cost_usd": "0", "abandoned_estimate_usd": "0"}
        begun_at = datetime(2026, 1, 2, tzinfo=UTC)
        told = {"title": "", "bot": {"name": "A<b>"}, "usage": usage, "cost_usd": "0.5", "created_at": begun_at}
        assert head(told).startswith("# A&lt;b&gt;\n\nWith A&lt;b&gt;, begun on 2026-01-02; 1,500 tokens, $0.50.\n")
