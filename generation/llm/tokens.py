"""Tokens counted offline, where a provider does not say: an estimate, never the truth."""

from __future__ import annotations

import math
import re

# Kana, CJK ideographs (with extensions), Hangul and full-width forms: about a token each.
CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)


def estimate_tokens(text: str) -> int:
    """One token per CJK character, one per four others, rounded up."""
    cjk = len(CJK.findall(text))
    return cjk + math.ceil((len(text) - cjk) / 4)
