"""Dragging in a real browser, step by step.

Playwright's own `drag_to` asks the page within one turn of its loop whether a drag began. Told no too early, as on a
busy machine, it leaves the browser in that drag for ever, and no press reaches the page again.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import CDPSession, Locator

BEGINS_WITHIN_MS = 2_000


def drag(card: Locator, target: Locator) -> bool:
    """Whether `card` could be taken; then it was dropped in the middle of `target`."""
    session = card.page.context.new_cdp_session(card.page)
    try:
        session.send("Input.setInterceptDrags", {"enabled": True})
        return _dragged(session, card, target)
    finally:
        session.send("Input.setInterceptDrags", {"enabled": False})
        session.detach()


def _dragged(session: CDPSession, card: Locator, target: Locator) -> bool:
    begun: list[Any] = []
    session.on("Input.dragIntercepted", lambda event: begun.append(event["data"]))
    taken_at, dropped_at = _middle(card), _middle(target)
    if taken_at is None or dropped_at is None:  # drawn anew this moment
        return False
    x, y = taken_at
    _mouse(session, "mouseMoved", x, y, buttons=0)
    _mouse(session, "mousePressed", x, y)
    _mouse(session, "mouseMoved", x + 8, y + 8)
    waited = 0
    while not begun and waited < BEGINS_WITHIN_MS:
        card.page.wait_for_timeout(10)  # is where events arrive
        waited += 10
    x, y = dropped_at
    for kind in ("dragEnter", "dragOver", "drop") if begun else ():
        session.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": begun[0]})
    _mouse(session, "mouseReleased", x, y, buttons=0)
    return bool(begun)


def _mouse(session: CDPSession, kind: str, x: float, y: float, buttons: int = 1) -> None:
    event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1}
    session.send("Input.dispatchMouseEvent", event)


def _middle(element: Locator) -> tuple[float, float] | None:
    box = element.bounding_box()
    return box and (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
