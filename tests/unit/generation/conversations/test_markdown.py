"""What was said, as Markdown that nobody can be harmed with."""

from __future__ import annotations

import pytest

from generation.conversations.markdown import said


def written(text: str, state: str = "written") -> str:
    return said({"speaker": {"name": "Ada"}, "state": state, "text": text}).removeprefix("\n## Ada\n\n")


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
