"""How much looking for keys a turn may take."""

from __future__ import annotations

# Each about a quarter of a second of a core at the worst.
MOST_STEPS = 15_000_000


class Pot:
    """Counts work by what it is, not by the clock, so that a turn finds the same on a busy machine."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self._left = steps
        self.spent = False

    def take(self, steps: int) -> bool:
        """Whether `steps` more may be done; `spent` remembers that once they might not."""
        if steps > self._left:
            self.spent = True
            return False
        self._left -= steps
        return True


class Effort:
    """One pot for plain words and one for patterns: whoever fills a book with patterns leaves the words alone."""

    def __init__(self) -> None:
        self.words = Pot()
        self.patterns = Pot()

    @property
    def spent(self) -> bool:
        return self.words.spent or self.patterns.spent
