"""The colours of tokens.css are readable in both themes (WCAG 2.2: 4.5 for text, 3 for controls)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
COLOURS = {
    name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)
}
GROUNDS = ("ground", "surface", "sunken")
STATUSES = [name for name in COLOURS if name.startswith("status-") and name != "status-partial-second"]
PAIRS = [
    *((text, ground, 4.5) for text in ("text", "quiet", "accent", *STATUSES) for ground in GROUNDS),
    ("text", "failed-tint", 4.5),
    ("quiet", "failed-tint", 4.5),
    ("quiet", "waiting-tint", 4.5),
    ("text", "completed-tint", 4.5),
    ("accent-strong", "accent-tint", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-strong", 4.5),
    ("control", "ground", 3.0),
    ("control", "surface", 3.0),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("above", "below", "least"), PAIRS, ids=str)
class TestContrast:
    def test_suffices(self, above, below, least, theme) -> None:
        assert contrast(COLOURS[above][theme], COLOURS[below][theme]) >= least
