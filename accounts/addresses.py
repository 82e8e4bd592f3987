"""Ids in addresses: `<id:job_id>` in a route."""

from __future__ import annotations

from django.urls.converters import UUIDConverter


class IdConverter(UUIDConverter):
    """A UUID, in upper case too, as other systems write them; answers are in lower case, as ever."""

    regex = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
