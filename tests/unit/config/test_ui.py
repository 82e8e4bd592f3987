"""How the pages write numbers, times and money."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from config.templatetags.ui import cost, duration, money, pace, pretty_json, size, when


class TestDuration:
    @pytest.mark.parametrize(
        ("seconds", "text"),
        [
            (None, ""),
            (0.34, "340 ms"),
            (2.06, "2.1 s"),
            (72, "1 m 12 s"),
            (3600, "1 h"),
            (90_061, "1 d 1 h"),
        ],
    )
    def test_keeps_the_two_largest_units(self, seconds, text) -> None:
        assert duration(seconds) == text


class TestMoney:
    @pytest.mark.parametrize(
        ("dollars", "text"),
        [
            (None, "-"),
            ("not money", "-"),
            ("0", "$0"),
            ("0.0038", "$0.0038"),
            ("0.1401", "$0.14"),
            (Decimal(1234), "$1,234.00"),
        ],
    )
    def test_shows_cents_and_four_digits_below_one(self, dollars, text) -> None:
        assert money(dollars) == text


class TestCost:
    def test_names_a_simulated_price(self) -> None:
        assert cost({"cost_usd": "0", "usage": {"simulated_cost_usd": "0.0042"}}) == "$0.0042 sim."

    def test_is_real_spend_otherwise(self) -> None:
        assert cost({"cost_usd": "0.14", "usage": {"simulated_cost_usd": "0"}}) == "$0.14"

    def test_is_a_dash_while_unknown(self) -> None:
        assert cost({"cost_usd": None}) == "-"


class TestWhen:
    def test_says_how_long_ago_with_the_exact_time_beside(self) -> None:
        at = timezone.now() - timedelta(minutes=7, seconds=3)
        assert f'<time datetime="{at.isoformat()}"' in when(at)
        assert when(at).endswith(">7 m ago</time>")

    def test_reads_iso_text(self) -> None:
        assert when((timezone.now() + timedelta(hours=2, seconds=3)).isoformat()).endswith(">in 2 h</time>")

    def test_is_empty_without_a_time(self) -> None:
        assert when(None) == ""


class TestPrettyJson:
    def test_is_escaped_by_the_template(self) -> None:
        page = Template("{% load ui %}{{ value|pretty_json }}").render(Context({"value": {"a": "<b>"}}))
        assert page == "{\n  &quot;a&quot;: &quot;&lt;b&gt;&quot;\n}"

    def test_keeps_letters_as_they_are(self) -> None:
        assert pretty_json(["é"]) == '[\n  "é"\n]'


class TestCurrent:
    @pytest.mark.parametrize(
        ("path", "marked"),
        [
            ("/cards", True),
            ("/cards/1", True),
            ("/cards/new", False),
            ("/cardsharp", False),
            ("/jobs", False),
        ],
    )
    def test_marks_the_page_one_is_on(self, path, marked) -> None:
        template = Template('{% load ui %}{% current "/cards" except_for="/cards/new" %}')
        page = template.render(Context({"request": RequestFactory().get(path)}))
        assert page == ('aria-current="page"' if marked else "")

    def test_says_nothing_without_a_request(self) -> None:
        assert Template('{% load ui %}{% current "/jobs" %}').render(Context({})) == ""


class TestSize:
    @pytest.mark.parametrize(
        ("count", "text"),
        [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_960, "1.0 MB"), (9_399_031, "9.4 MB"), (2e9, "2.0 GB")],
    )
    def test_is_told_in_thousands(self, count, text) -> None:
        assert text == size(count).replace("\N{NO-BREAK SPACE}", " ")


class TestPace:
    @pytest.mark.parametrize(
        ("a_second", "text"),
        [(12.4, "12 a second"), (2.25, "2.2 a second"), (0.2, "12 a minute"), (0.01, "36.0 an hour")],
    )
    def test_is_told_by_the_time_that_holds_one(self, a_second, text) -> None:
        assert text == pace(a_second)
