"""Money is integer nano-dollars (10^-9 USD) inside and a decimal string at the edges."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

NANO = 1_000_000_000


def nano(amount: Decimal) -> int:
    """Dollars as nano-dollars, rounded up, so that no cost vanishes."""
    return int((amount * NANO).to_integral_value(rounding=ROUND_CEILING))


def usd(amount: int | None) -> str | None:
    """Nano-dollars as a plain decimal string without trailing zeros; None stays None."""
    if amount is None:
        return None
    text = f"{Decimal(amount) / NANO:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def nano_shown(amount: int) -> str:
    """Nano-dollars for people."""
    return shown(Decimal(amount) / NANO)


def shown(dollars: Decimal) -> str:
    """Dollars for people: cents for a cent and more, four digits below."""
    if dollars == 0:
        return "$0"
    return f"${dollars:,.2f}" if abs(dollars) >= Decimal("0.01") else f"${dollars:.4f}"
