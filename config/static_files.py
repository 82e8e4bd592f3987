"""How static files are named when DEBUG is off."""

from __future__ import annotations

from typing import ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage

# `import "./x.js"`, `import ... from "./x.js"` and `export ... from "./x.js"`.
_MODULE_IMPORTS = (
    (
        r"""(?P<matched>(?P<before>(?:import|from)\s+)(?P<quote>["'])(?P<url>\./[^"']+\.js)(?P=quote))""",
        """%(before)s%(quote)s%(url)s%(quote)s""",
    ),
)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Our own modules import each other by hashed name, so that a page never mixes two releases.

    Django's own switch for that reads the scripts of packages too, and stumbles over their comments.
    """

    patterns: ClassVar = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _MODULE_IMPORTS))
