"""The strict JSON parser."""

import io
import json
import time
from contextlib import suppress

import pytest
from rest_framework.exceptions import UnsupportedMediaType

from config.parsers import MAX_DEPTH, MAX_INTEGER, BodyTooLarge, MalformedBody, StrictJSONParser, loads


class TestLoads:
    @pytest.mark.parametrize(
        "value",
        [
            {},
            [],
            "text",
            0,
            -1.5,
            True,
            None,
            {"a": [{"b": '\N{CROSSED SWORDS} \\ " [ {'}], "c": MAX_INTEGER, "d": -MAX_INTEGER},
        ],
    )
    def test_reads_what_json_can_say(self, value: object) -> None:
        assert loads(json.dumps(value).encode()) == value

    def test_reads_escaped_surrogate_pairs_as_one_character(self) -> None:
        assert loads(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"

    def test_does_not_take_an_escaped_backslash_for_a_nul(self) -> None:
        assert loads(b'"\\\\u0000"') == "\\u0000"

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (b"", "not valid JSON"),
            (b"{", "line 1, column 2"),
            (b"{'a': 1}", "not valid JSON"),
            (b'{"a": 1} x', "Extra data"),
            (b"\xff\xfe", "not UTF-8"),
            (b'"\xed\xa0\x80"', "not UTF-8"),
            (b"\xef\xbb\xbf{}", "BOM"),
            (b"NaN", "JSON has no NaN; send null or a number"),
            (b"[Infinity]", "JSON has no Infinity"),
            (b"[-Infinity]", "JSON has no -Infinity"),
            (b"1e400", "too large"),
            (b"9" * 5000, "integer"),
            (str(MAX_INTEGER + 1).encode(), "integer"),
            (b"[" * 100_000, "levels deep"),
            (b'{"a":' * 100_000, "levels deep"),
            (b"[" * 100_000 + b"]" * 100_000, "levels deep"),
        ],
    )
    def test_refuses_with_the_reason(self, body: bytes, words: str) -> None:
        with pytest.raises(MalformedBody, match=words):
            loads(body)

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            (b'{"payload": {"concept": "a\\u0000b"}}', "payload.concept"),
            (b'{"tags": ["x", "\\ud800"]}', "tags.1"),
            (b'{"a": 1, "b": 2, "a": 3}', "a"),
            (b'{"payload": {"temperature": NaN}}', "payload.temperature"),
            (b'{"ranges": [[0, 1], [0, -Infinity]]}', "ranges.1.1"),
            (b'{"a": {"b": 1e400}}', "a.b"),
            (b'{"priority": 1, "max_attempts": 99999999999999999999}', "max_attempts"),
            (b'{"\\ud800": NaN}', "\N{REPLACEMENT CHARACTER}"),
        ],
    )
    def test_names_the_field(self, body: bytes, field: str) -> None:
        with pytest.raises(MalformedBody) as caught:
            loads(body)

        assert caught.value.field == field

    def test_refuses_a_nul_in_a_key(self) -> None:
        with pytest.raises(MalformedBody, match="NUL"):
            loads(b'{"\\u0000": 1}')

    def test_reads_up_to_the_depth_it_allows(self) -> None:
        deepest = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH

        assert loads(deepest)
        with pytest.raises(MalformedBody):
            loads(b"[" + deepest + b"]")

    @pytest.mark.parametrize(
        ("before", "after", "field"),
        [
            (b'{"kind": "x", "payload": {"value": [1, {"a": "]", "de\\"ep": ', b"}]}}", 'payload.value.1.de"ep.0.0.0'),
            (b'{"\\u00e9": [[], [{}], "x,y", ', b"]}", "\u00e9.3.0.0.0"),
            (b"", b"", "0.0.0"),
        ],
    )
    def test_names_the_field_that_is_nested_too_deep(self, before: bytes, after: bytes, field: str) -> None:
        with pytest.raises(MalformedBody, match="more than 50 levels") as caught:
            loads(before + b"[" * MAX_DEPTH + b"[1]" + b"]" * MAX_DEPTH + after)
        assert caught.value.field.startswith(field)
        assert MAX_DEPTH == len(caught.value.field.split("."))

    @pytest.mark.parametrize(
        "body",
        [
            b'"' + b'\\"' * 98_000,
            b'"' * 180_000,
            b"[" + b"[]," * 60_000 + b"[]]",
            b'{"' + b"a" * 180_000,
            b"1" * 180_000,
            b"[" + b"1," * 80_000 + b"1]",
            b"[" + b'"\\u0000",' * 20_000 + b"1]",
            b"[" * 60 + b'"' + b"k" * 80_000 + b'"' + b":" * 80_000,
            b'{"' + b"k" * 80_000 + b'"' + b":" * 80_000 + b"[" * 60,
            b"{" + b",".join(b'"k%d":1' % i for i in range(16_000)) + b',"k15999":2}',
            b"[" + b"NaN," * 40_000 + b"NaN]",
            b'{"' + b"k" * 80_000 + b'":[NaN' + b",1" * 40_000 + b"]}",
            b'{"' + b"k" * 80_000 + b'":["\\u0000"' + b",1" * 40_000 + b"]}",
        ],
    )
    def test_takes_no_time_whatever_is_sent(self, body: bytes) -> None:
        began = time.process_time()
        with suppress(MalformedBody):
            loads(body)

        assert time.process_time() - began < 2


class TestStrictJSONParser:
    def test_refuses_a_body_over_the_limit(self, settings) -> None:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

        assert StrictJSONParser().parse(io.BytesIO(b'"12345678"')) == "12345678"
        with pytest.raises(BodyTooLarge, match="10 bytes"):
            StrictJSONParser().parse(io.BytesIO(b'"123456789"'))

    def test_refuses_another_charset(self) -> None:
        with pytest.raises(UnsupportedMediaType):
            StrictJSONParser().parse(io.BytesIO(b"{}"), "application/json; charset=utf-16")
