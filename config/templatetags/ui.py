"""How the pages write numbers, times and money."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jobs.handlers import registry
from jobs.money import shown
from jobs.selectors.notices import open_notices as notices_of
from jobs.selectors.possible import possible
from jobs.services.cause import Cause
from jobs.services.explain import why_waiting
from jobs.services.timers import RunningTimer
from jobs.services.timers import running_timer as timer_of

register = template.Library()

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


@register.filter
def duration(seconds: float | None) -> str:
    """`0.34` -> `340 ms`, `2.0` -> `2.0 s`, `72` -> `1 m 12 s`, `90000` -> `1 d 1 h`; empty for None."""
    if seconds is None:
        return ""
    if seconds < 1:
        return f"{max(0, round(seconds * 1000))} ms"
    if seconds < 9.95 and isinstance(seconds, float):
        return f"{seconds:.1f} s"
    rest, parts = round(seconds), []
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2])


@register.filter
def size(count: int) -> str:
    """Bytes in thousands, as the limits are told: `840` -> `840 B`, `9399031` -> `9.4 MB`."""
    amount = float(count)
    for unit in ("B", "kB", "MB"):
        if amount < (1000 if unit == "B" else 999.95):
            return f"{amount:.0f}\N{NO-BREAK SPACE}B" if unit == "B" else f"{amount:.1f}\N{NO-BREAK SPACE}{unit}"
        amount /= 1000
    return f"{amount:.1f}\N{NO-BREAK SPACE}GB"


@register.filter
def pace(a_second: float) -> str:
    """`12.4` -> `12 a second`, `2.25` -> `2.2 a second`, `0.2` -> `12 a minute`; then by the hour."""
    for factor, unit in ((1, "second"), (60, "minute")):
        if (count := a_second * factor) >= 1:
            return f"{count:.1f} a {unit}" if count < 9.95 else f"{count:,.0f} a {unit}"
    return f"{a_second * 3600:.1f} an hour"


@register.filter
def money(dollars: str | Decimal | float | None) -> str:
    """Cents for a cent and more, four digits below; a dash when unknown."""
    if dollars is None:
        return "-"
    try:
        amount = Decimal(str(dollars))
    except InvalidOperation:
        return "-"
    return shown(amount)


@register.filter
def words(name: str) -> str:
    """`same_scene` -> `same scene`."""
    return str(name).replace("_", " ")


@register.filter
def kind_label(kind: str) -> str:
    """`character_card` -> `Character card`; the bare word of a kind that is no longer known."""
    return registry.get(kind).label if kind in registry else kind


@register.filter
def controls(job: Any) -> dict[str, bool]:
    """Which of a job's controls would do something."""
    return possible(job) | {"duplicate": registry.is_submittable(job.kind)}


@register.simple_tag(takes_context=True)
def running_timer(context: Context) -> RunningTimer | None:
    """The timer of the one who looks, wherever it runs."""
    return timer_of(context["request"].user)


@register.filter
def timer_clock(seconds: int) -> str:
    """As timer.js writes it: `65` -> `0:01:05`."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


@register.filter
def minutes(count: int) -> str:
    """`45` -> `45 m`, `90` -> `1 h 30 m`."""
    return duration(60 * count) if count else "0 m"


@register.simple_tag(takes_context=True)
def causes(context: Context, job: Any) -> list[Cause]:
    """What keeps a job from running, for the one who looks; nothing for one that runs or has ended."""
    return why_waiting(context["request"].user, job)


@register.simple_tag(takes_context=True)
def open_notices(context: Context) -> int:
    """How many reminders the signed-in person has not dismissed."""
    return notices_of(context["request"].user).count()


@register.filter
def thousands(number: int) -> str:
    """`12400` -> `12,400`."""
    return f"{number:,}"


@register.simple_tag
def cost(job: Any) -> str:
    """What a job cost: real spend, or the offline provider's price named as simulated."""
    simulated = (job.get("usage") or {}).get("simulated_cost_usd")
    if simulated and Decimal(simulated):
        return f"{money(simulated)} sim."
    return money(job.get("cost_usd"))


@register.filter
def pretty_json(value: Any) -> str:
    """Indented JSON as plain text; the template escapes it."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


@register.filter
def moment(value: datetime | str | None) -> datetime | None:
    """A datetime from a datetime or an ISO 8601 text; None for anything else."""
    return parse_datetime(value) if isinstance(value, str) else value


@register.simple_tag
def when(value: datetime | str | None) -> SafeString | str:
    """`<time>`: the age as text, the exact time on hover; times.js keeps it fresh in the reader's zone."""
    at = moment(value)
    if at is None:
        return ""
    exact = at.strftime("%-d %b %Y, %H:%M:%S %Z")
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), exact, _relative(at))


def _relative(at: datetime) -> str:
    seconds = (timezone.now() - at).total_seconds()
    size = abs(seconds)
    if size < 5:
        return "now"
    for unit_size, unit in _UNITS:
        if size >= unit_size:
            text = f"{int(size // unit_size)} {unit}"
            return f"{text} ago" if seconds > 0 else f"in {text}"
    return "now"


@register.simple_tag(takes_context=True)
def current(context: template.Context, address: str, except_for: str = "") -> SafeString | str:
    """`aria-current="page"` while the request's path is `address` or below it, or `section`, which a page may name."""
    path: str = context["request"].path.rstrip("/") if "request" in context else ""
    path = context.get("section") or path
    if except_for and path.startswith(except_for):
        return ""
    if path != address and not path.startswith(address + "/"):
        return ""
    return format_html('aria-current="{}"', "page")
