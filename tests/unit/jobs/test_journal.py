"""What is stored is what PostgreSQL takes."""

import pytest

from jobs.queue.journal import json_bytes, sanitised


class TestSanitised:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("a\x00b", "ab"),
            ("\ud83d", "?"),
            ("\U0001f600", "\U0001f600"),
            (float("nan"), None),
            (float("-inf"), None),
            ({"k\x00": ["\ud800", (1.5, None)]}, {"k": ["?", [1.5, None]]}),
            ({1: True}, {"1": True}),
        ],
    )
    def test_drops_what_cannot_be_stored_at_any_depth(self, given, kept):
        assert kept == sanitised(given)


class TestJsonBytes:
    def test_counts_bytes_and_not_characters(self):
        assert 4 == json_bytes("ü")
