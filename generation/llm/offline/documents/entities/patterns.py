"""What has a form of its own: addresses, dates, amounts. Every repetition is bounded, so that no text is slow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generation.llm.offline.documents.entities.mention import Mention

_CAPITAL_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    "|Januar|Jänner|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Okt|Dez"
)
_SMALL_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    "|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
    "|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    "|januari|februari|maart|mei|augustus|oktober"
)
MONTH = f"(?:{_CAPITAL_MONTHS}|{_SMALL_MONTHS})"
_S = "[ \u00a0]"
_YEAR = r"(?:1[0-9]|20)\d\d"
_DATES = (
    rf"\b{_YEAR}-[01]\d-[0-3]\d\b",
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)\b",
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|º|°|\.)?{_S}(?:of{_S}|de{_S})?{MONTH}\b\.?(?:,?{_S}(?:del?{_S})?{_YEAR}\b)?",
    rf"\b{MONTH}\.?{_S}\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?{_S}{_YEAR}\b)?",
    rf"\b{MONTH}\.?{_S}(?:of{_S}|de{_S})?{_YEAR}\b",
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?",
    rf"\bQ[1-4]{_S}{_YEAR}\b",
)
_AFTER = (
    "in|since|by|until|till|before|after|from|during|im Jahr|im Jahre|seit|bis|vor|nach|en|depuis|desde|hasta|nel|em"
)
_BARE_YEAR = re.compile(rf"\b(?i:{_AFTER}){_S}({_YEAR})\b(?!{_S}?[%€$£])")

_DIGITS = r"[-+]?(?:\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3}){1,5}(?!\d)(?:[.,]\d{1,4})?|\d{1,15}(?:[.,]\d{1,6})?)"  # noqa: RUF001
NUMBER = rf"(?<![\w.,]){_DIGITS}"
_SCALE = (
    rf"(?:{_S}?(?i:million(?:en)?s?|millones|billion|trillion|thousand|tausend|mille|mil|mio|mrd|milliarden?|milliards?"
    rf"|bn|k|m)\b\.?(?:{_S}de\b|{_S}d(?=['\u2019]))?)?"
)
_SIGN = r"(?:US\$|[$€£¥₹₽₩₺]|\b(?:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN)\b)"
_COINS = r"(?i:dollars?|euros?|pounds?|yen|yuan|rupees?|francs?|franken|pesos?|kronen?|cents?)\b"
_UNITS = (
    r"(?:%|‰|°C|°F|(?:km²|m²|m³|(?i:percent|per cent|prozent|pour cent|por ciento|kg|mg|km|cm|mm|tonnes?|tonnen|tons?"
    r"|met(?:er|re)s?|miles?|lit(?:er|re)s?|hectares?|hektar|kwh|mwh|mw|kw|gb|mb|tb|hours?|stunden|heures?|horas"
    r"|minutes?|minuten|days?|tage|jours?|días|weeks?|wochen|months?|monate|years?|jahre|años|ans)\b))"
)
_AMOUNTS = (
    rf"{_SIGN}[ \u00a0]?{_DIGITS}{_SCALE}",
    rf"{NUMBER}{_SCALE}[ \u00a0\u202f'\u2019]?(?:{_SIGN}|{_COINS}|{_UNITS})",
)
_FORMS = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")),
    ("url", re.compile(r"\b(?:https?://|www\.)[^\s<>\"'`|\\^{}]{1,500}", re.IGNORECASE)),
    ("date", re.compile("|".join(_DATES))),
    ("amount", re.compile("|".join(_AMOUNTS))),
)
_TRAILING = ".,;:!?)]»”’"  # noqa: RUF001 - what may follow an address


def formed(text: str) -> Iterator[Mention]:
    """Mentions in `text`, kind by kind; a later one may lie within an earlier."""
    for kind, pattern in _FORMS:
        for match in pattern.finditer(text):
            end = match.end()
            if kind == "url":
                end = match.start() + len(match[0].rstrip(_TRAILING))
            yield Mention(match.start(), end, kind)
    for match in _BARE_YEAR.finditer(text):
        yield Mention(match.start(1), match.end(1), "date")
