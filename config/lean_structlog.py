"""`structlog` without Twisted and rich, which it imports where they are installed: a fifth of a worker's start.

It takes them for loggers and for coloured tracebacks that nothing here writes, and does without what is missing.
"""

from __future__ import annotations

import sys

__all__ = ["structlog"]

UNUSED = ("rich", "twisted")

_hidden = [name for name in UNUSED if name not in sys.modules]
for name in _hidden:
    sys.modules[name] = None  # type: ignore[assignment] # documented: an import of it then fails
try:
    import structlog
finally:
    for name in _hidden:
        del sys.modules[name]
