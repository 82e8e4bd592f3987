"""The best answer to each question among those of all parts, with what else was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generation.documents.parts import Parts, finished, listed
from generation.documents.quotes import plain
from generation.language.words import topics_in

MOST_OTHERS = 5


def merged(parts: Parts, questions: Sequence[str]) -> dict[str, Any]:
    """`{answers: [{question, answer, confidence, quote, start, end, found, part, others}]}`, in the questions' order.

    The best is the one whose quote was found and answers most fully: as its `confidence` says, else by how many of the
    question's words it has; the first of equals.
    """
    given: dict[str, list[dict[str, Any]]] = {question: [] for question in questions}
    for answer in listed(finished(parts), "answers"):
        if answer["answer"] and answer["question"] in given:
            given[answer["question"]].append(answer)
    return {"answers": [_best(question, answers) for question, answers in given.items()]}


def aligned(answers: Sequence[Mapping[str, Any]], questions: Sequence[str]) -> list[Mapping[str, Any]]:
    """An answer for each of `questions`: found by its words, else by its place; without one, unanswered."""
    by_words = {plain(str(answer["question"])): answer for answer in reversed(answers)}
    in_order = answers if len(answers) == len(questions) else ()
    nothing = {"answer": None, "quote": None, "confidence": None}
    return [
        {**nothing, **by_words.get(plain(question), in_order[place] if in_order else {}), "question": question}
        for place, question in enumerate(questions)
    ]


def _best(question: str, answers: list[dict[str, Any]]) -> dict[str, Any]:
    if not answers:
        nothing = dict.fromkeys(("answer", "confidence", "quote", "start", "end", "part"))
        return {"question": question, **nothing, "found": False, "others": []}
    asked = set(topics_in(question))
    ranked = sorted(answers, key=lambda answer: -_rank(answer, asked))
    others = [{key: other[key] for key in other if key != "question"} for other in ranked[1:] if other["found"]]
    return {**ranked[0], "others": others[:MOST_OTHERS]}


def _rank(answer: Mapping[str, Any], asked: set[str]) -> float:
    """0 to 2: a quote that stands in the text is worth more than any that does not."""
    confidence = answer.get("confidence")
    if isinstance(confidence, (int, float)):
        return (1.0 if answer["found"] else 0.0) + confidence
    words = set(topics_in(f"{answer['quote'] or ''} {answer['answer']}"))
    return (1.0 if answer["found"] else 0.0) + len(asked & words) / (len(asked) + 1)
