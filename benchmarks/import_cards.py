"""How long a library of PNG cards takes to import, and in how much memory: SQLite and PostgreSQL.

    python benchmarks/import_cards.py [--cards 1000] [--width 512] [--databases ...]

Real `manage.py import_cards`, start included, on cards of V2 and V3 with 18 lore entries each and a noisy picture of
`width` x 1.5 `width` pixels, made beforehand. `raw` reads the same files, decodes their texts and parses their JSON,
and keeps nothing. Memory is in RAM, after a tenth of the cards and after all; CPU is the command's own. Prints seconds,
cards a second and MiB and writes them to benchmarks/out/import_cards.json. The bar: 1,000 cards in 60 s, flat memory.
Only Linux tells of memory and CPU.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from _figures import Row, publish
from _site import DATABASES, ROOT, in_child, on_each_database
from _workers import PRODUCTION
from PIL import Image

BAR_SECONDS = 60.0
ENTRIES = 18


def make(folder: Path, cards: int, width: int) -> int:
    """Write the library; its size in bytes."""
    from generation.cards.card import Book, BookEntry, CardData
    from generation.cards.png import embed
    from generation.cards.v2 import document as v2
    from generation.cards.v3 import document as v3

    out = io.BytesIO()
    Image.effect_noise((width, width * 3 // 2), 40).convert("RGB").save(out, "PNG")
    prose = "She keeps the lamp, and the lamp keeps her. " * 30
    book = Book(entries=[BookEntry(keys=[f"key {n}"], content=prose[:600], id=n, name=f"{n}") for n in range(ENTRIES)])
    for number in range(cards):
        card = CardData(name=f"Card {number}", description=prose, first_mes=prose[:400], character_book=book)
        documents = {"chara": v2(card, beside_v3=True, backfill_v1=True), "ccv3": v3(card)}
        (folder / f"{number:05d}.png").write_bytes(embed(out.getvalue(), documents))
    return sum(path.stat().st_size for path in folder.iterdir())


def raw(folder: Path) -> float:
    began = time.perf_counter()
    for path in folder.iterdir():
        with Image.open(io.BytesIO(path.read_bytes())) as image:
            image.load()
            for keyword in ("chara", "ccv3"):
                json.loads(base64.b64decode(image.info[keyword]))
    return time.perf_counter() - began


def ours(folder: Path, cards: int) -> dict[str, Any]:
    from _cost import cpu_seconds, memory_mib

    from generation.models import Card
    from tests.support.users import make_user

    owner = make_user()
    command = [sys.executable, "manage.py", "import_cards", str(folder), "--owner", owner.email, "--json"]
    memory: dict[int, float | None] = {}
    used: float | None = None
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for done, _ in enumerate(process.stdout, start=1):
            if done in (max(1, cards // 10), cards):
                memory[done], used = memory_mib(process.pid)["mib"], cpu_seconds(process.pid)
    took = time.perf_counter() - began
    if process.returncode or Card.objects.count() != cards:
        raise SystemExit(f"import_cards ended with {process.returncode}; {Card.objects.count()} cards are there.")
    first, last = memory[max(1, cards // 10)], memory[cards]
    return {
        "seconds": took,
        "cpu_seconds": used,
        "cards_per_second": cards / took,
        "mib_after_tenth": first,
        "mib_after_all": last,
    }


def measure(cards: int, width: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place:
        size = make(Path(place), cards, width)
        least = raw(Path(place))
        return {"library_mib": size / 2**20, "raw_seconds": least, **ours(Path(place), cards)}


def rows(found: list[dict[str, Any]]) -> Iterator[Row]:
    for each in found:
        yield {**each, "x raw": each["seconds"] / each["raw_seconds"], "bar_seconds": BAR_SECONDS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, default=1_000)
    parser.add_argument("--width", type=int, default=512, help="of each picture, in pixels")
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(measure(options.cards, options.width)))
        return
    os.environ |= PRODUCTION
    arguments = ["--cards", str(options.cards), "--width", str(options.width)]
    found = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    publish("import_cards", list(rows(found)), options=vars(options), samples=found)


if __name__ == "__main__":
    main()
