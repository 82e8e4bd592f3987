"""Metrics as CSV: no cell is a formula."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from jobs.services.metrics_table import as_csv, escaped


class TestEscaped:
    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
    def test_has_an_apostrophe_before_what_a_spreadsheet_would_run(self, text):
        assert f"'{text}" == escaped(text)

    @pytest.mark.parametrize("value", ["writing", "", -5, -0.5, None, "a=b"])
    def test_is_anything_else_as_it_is(self, value):
        assert value == escaped(value)


class TestAsCsv:
    def test_has_a_row_for_each_category(self):
        rows = [{"category": '=HYPERLINK("x")', "ended": 3, "efficiency": None}, {"category": "a,b", "ended": 1}]
        read = list(csv.reader(StringIO(as_csv("categories", {"categories": rows}))))
        assert [["category", "ended", "efficiency"], ['\'=HYPERLINK("x")', "3", ""], ["a,b", "1", ""]] == read

    def test_has_a_row_for_each_figure_where_there_is_no_table(self):
        measured = {"wait_seconds": {"p50": 1.5}, "distribution": [{"bucket": "half", "jobs": 2}], "ended": 4}
        assert "figure,value\r\nwait_seconds.p50,1.5\r\ndistribution.half.jobs,2\r\nended,4\r\n" == as_csv(
            "queue", measured
        )

    def test_puts_costs_under_each_other(self):
        measured = {
            "by_model": [{"provider": "openai", "model": "m", "calls": 1}],
            "by_kind": [{"kind": "k", "calls": 1}],
            "by_day": [],
        }
        assert "by,name,calls\r\nmodel,openai/m,1\r\nkind,k,1\r\n" == as_csv("costs", measured)

    def test_of_no_rows_is_empty(self):
        assert "" == as_csv("categories", {"categories": []})
