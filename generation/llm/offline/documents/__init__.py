"""Documents read without a model: real answers, taken from the text by rules and never beyond it."""

from generation.llm.offline.documents.answering import ANSWERS, answer_part, reduce_points

__all__ = ["ANSWERS", "answer_part", "reduce_points"]
