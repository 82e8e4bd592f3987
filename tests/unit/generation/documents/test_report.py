"""The report of an analysis."""

from __future__ import annotations

import json
from typing import Any

import pytest
from markdown_it import MarkdownIt

from generation.documents.parts import Part
from generation.documents.report import EXTRACTIVE, markdown, report
from generation.documents.report.escape import escaped, linked
from generation.documents.templates import Asked
from tests.support.analysing import analyse, made_by

HOSTILE = (
    "<script>alert(1)</script> [click](javascript:alert(1)) ![x](http://evil.example/p.png) **bold** `code` "
    "<img src=x onerror=alert(1)> &lt;b&gt; ~~gone~~ | cell | $x$ <javascript:alert(1)> [ref]: http://evil.example"
)
LINES = [
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "===",
    "---",
    "```",
    "    code",
    "+ x",
    "10) y",
    "* z",
    "| a |",
    ": d",
]


def summary_of(*points: dict[str, Any], parts: list[Part] | None = None) -> dict[str, Any]:
    wanted = Asked(template="summary")
    return report(wanted, parts or [Part(0, 0, 10, {"points": []})], {"points": [*points]}, made_by())


def point(text: str, quote: str | None = None, *, start: int | None = 3) -> dict[str, Any]:
    end = None if start is None else start + 4
    return {"text": text, "quote": quote or text, "start": start, "end": end, "found": start is not None, "part": 0}


def html(text: str) -> str:
    """`text` as a page would show it, with every extension on."""
    return str(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text))


class TestReport:
    def test_is_plain_json(self) -> None:
        made = analyse("The mill was sold in 1903. " * 30, size=300, template="entities")
        assert made == json.loads(json.dumps(made))

    def test_says_what_was_asked_and_who_answered(self) -> None:
        made = analyse("The mill was sold.", instruction="List sales")
        assert {"instruction": "List sales"} == made["asked"]
        assert ("offline", "offline-analysis-1", True, EXTRACTIVE) == tuple(made["made_by"].values())

    def test_of_a_model_claims_no_rules(self) -> None:
        wanted = Asked(template="summary")
        made = report(wanted, [], {"points": []}, made_by("openai", "gpt-4.1-mini"))
        assert (False, "") == (made["made_by"]["extractive"], made["made_by"]["note"])

    def test_counts_parts_and_causes(self) -> None:
        parts = [
            Part(0, 0, 10, {"points": []}),
            Part(1, 10, 20, error="down", error_class="transient"),
            Part(2, 20, 25, error="slow", error_class="timeout"),
            Part(3, 25, 30, error="slow", error_class="timeout"),
            Part(4, 30, 31, error="?"),
        ]
        made = summary_of(parts=parts)
        assert {"total": 5, "completed": 1, "failed": 4, "characters": 10} == made["parts"]
        assert "4 of 5 parts failed: timeout (2), transient (1), unknown (1)." == made["error_summary"]
        assert {"index": 1, "start": 10, "end": 20, "error": {"class": "transient", "message": "down"}} == made["gaps"][
            0
        ]
        assert summary_of()["error_summary"] is None


class TestMarkdown:
    def test_shows_findings_with_their_places(self) -> None:
        text = markdown(summary_of(point("The mill was sold.", "mill\nwas")), "Mills")
        assert text.startswith("# Summary: Mills\n")
        assert "- The mill was sold. (characters 3-7)\n  > mill was\n" in text

    @pytest.mark.parametrize(
        ("title", "heading"),
        [("Mills", "# Summary: Mills"), ("Summary: Mills", "# Summary: Mills"), ("", "# Summary")],
    )
    def test_is_headed_by_what_it_is_once(self, title, heading):
        assert heading == markdown(summary_of(), title).splitlines()[0]

    def test_marks_what_is_not_in_the_document(self) -> None:
        text = markdown(summary_of(point("It rained.", start=None)))
        assert "- It rained. (not found in the document)" in text
        assert "as they were given: 1." in text

    def test_marks_gaps_with_their_cause(self) -> None:
        parts = [Part(0, 0, 10, {"points": []}), Part(1, 10, 20, error="It was <b>late</b>.", error_class="timeout")]
        text = markdown(summary_of(parts=parts))
        assert "**1 of 2 parts failed: timeout (1).**" in text
        assert "- Part 2, characters 10-20: timeout: It was &lt;b&gt;late&lt;/b&gt;." in text

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            ({"template": "summary"}, "## Main points"),
            ({"template": "entities"}, "| Ada Hill | person | 2 | characters 0-8, "),
            ({"template": "questions", "questions": ["Who is Bob?"]}, "Not found in what was read."),
            ({"template": "sentiment"}, "**negative**, -"),
            ({"instruction": "List sales"}, "> List sales"),
            ({"template": "custom", "output_schema": {"type": "object", "properties": {"total": {"type": "number"}}}},
             '```json\n{\n  "total": 5\n}\n```'),
        ],
    )  # fmt: skip
    def test_has_a_section_for_each_template(self, asked: dict[str, Any], words: str) -> None:
        assert words in markdown(
            analyse("Ada Hill sold the mill. It was a terrible loss for Ada Hill.\nTotal: 5", **asked)
        )


def place(quote: str, start: int | None = 3) -> dict[str, Any]:
    return {"quote": quote, "start": start, "end": start and start + 4, "found": start is not None, "part": 0}


def values_with(text: str) -> dict[str, dict[str, Any]]:
    """For each template a value in which everything that is text is `text`."""
    finding = {"text": text, **place(f"{text}.")}
    entity = {"name": text, "type": "url", "count": 9, "spans": [[3, 7]], "parts": [0], **place(text)}
    answer = {"question": text, "answer": text, **place(f"{text}."), "others": [{"answer": text, **place(text, None)}]}
    return {
        "summary": {"points": [finding]},
        "instruction": {"findings": [finding]},
        "entities": {"entities": [entity, {**entity, "type": "person", "spans": []}], "left_out": 1_200},
        "questions": {"answers": [answer]},
        "sentiment": {
            "label": "mixed",
            "score": 0.5,
            "characters": {"mixed": 9},
            "passages": [{"score": 1, **place(text)}],
        },
        "translation": {"text": f"{text}\n\n{text}", "missing": 0},
        "custom": {
            "value": {"field": "x"},
            "objects": [],
            "faults": [text],
            "differing": [{"field": text, "value": text, "part": 1}],
            "evidence": [{"field": text, **place(text)}],
        },
    }


def shown(template: str, value: dict[str, Any]) -> str:
    made = {**summary_of(), "template": template, "value": value}
    return markdown(made)


class TestSections:
    def test_say_what_is_elsewhere_left_out_or_differs(self) -> None:
        texts = {name: shown(name, value) for name, value in values_with("The mill").items()}
        assert "- Elsewhere: The mill (not found in the document)" in texts["questions"]
        assert "> The mill." in texts["questions"]
        assert "1,200 more that are named less often are left out." in texts["entities"]
        assert "| The mill | url | 9 | characters 3-7, ... |" in texts["entities"]
        assert '- The mill is "The mill" in part 2' in texts["custom"]
        assert "It does not keep to the schema everywhere:\n\n- The mill\n" in texts["custom"]
        assert "- The mill: The mill (characters 3-7)" in texts["custom"]
        assert "The mill\n\nThe mill\n" in texts["translation"]
        assert "**mixed**, +0.50" in texts["sentiment"]

    def test_say_where_nothing_was_found(self) -> None:
        assert "Nothing was found." in shown("summary", {"points": []})
        assert "Nothing was found." in shown("entities", {"entities": [], "left_out": 0})
        assert "Nothing was read." in shown(
            "sentiment", {"label": None, "score": None, "characters": {}, "passages": []}
        )

    def test_list_so_many_gaps_and_count_the_others(self) -> None:
        gaps = [Part(n, n, n + 1, error="slow", error_class="timeout") for n in range(203)]
        text = markdown(summary_of(parts=gaps))
        assert (200, True) == (text.count("- Part "), "- and 3 more" in text)

    @pytest.mark.parametrize("template", values_with(""))
    def test_hold_no_markup_of_the_document(self, template: str) -> None:
        page = html(shown(template, values_with(HOSTILE)[template]))
        for tag in ("<script", "<img", "<a ", "<strong>bold", "<code>code", "<s>"):
            assert tag not in page

    @pytest.mark.parametrize("template", values_with(""))
    @pytest.mark.parametrize("line", LINES)
    def test_hold_no_block_of_the_document(self, template: str, line: str) -> None:
        page, plain = (html(shown(template, values_with(text)[template])) for text in (line, "plain text"))
        for tag in ("<h1", "<h2", "<ul", "<ol", "<li", "<pre", "<hr", "<table", "<td", "<blockquote"):
            assert plain.count(tag) == page.count(tag), tag


class TestHostileText:
    def everywhere(self, text: str) -> str:
        made = summary_of(point(text, f"{text}."), parts=[Part(0, 0, 9, error=text, error_class=text)])
        return markdown(made, text)

    def test_becomes_no_markup_and_no_html(self) -> None:
        page = html(self.everywhere(HOSTILE))
        for tag in ("<script", "<img", "<a ", "<strong>bold", "<code", "<table", "<s>", "<del"):
            assert tag not in page
        assert "[click](javascript:alert(1))" in page, "it is shown as it is written"

    @pytest.mark.parametrize("line", LINES)
    def test_opens_no_block(self, line: str) -> None:
        page = html(self.everywhere(f"{line}\n\n{line}"))
        plain = html(self.everywhere("plain text"))
        for tag in ("<h1", "<h2", "<ul", "<ol", "<pre", "<hr", "<table", "<code"):
            assert plain.count(tag) == page.count(tag), tag

    def test_cannot_turn_round_what_follows(self) -> None:
        assert "ab" == escaped("a\u202eb\u2066")

    def test_closes_no_block_of_json(self) -> None:
        wanted = Asked.model_validate(
            {"template": "custom", "output_schema": {"type": "object", "properties": {"a": {"type": "string"}}}}
        )
        value = {
            "value": {"a": "```\n# Not a heading\n<b>"},
            "differing": [],
            "faults": [],
            "evidence": [],
            "objects": [],
        }
        page = html(markdown(report(wanted, [], value, made_by())))
        assert "<b>" not in page
        assert 1 == page.count("<h1")


class TestLinked:
    def test_links_the_web(self) -> None:
        assert "<https://example.org/a?b=c>" == linked("https://example.org/a?b=c")

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://a b",
            "https://x.org/<b>",
            "ftp://x.org",
            "https://x.org/|",
        ],
    )
    def test_links_nothing_else(self, address: str) -> None:
        assert "<" not in linked(address)
        assert "<a" not in html(linked(address))
