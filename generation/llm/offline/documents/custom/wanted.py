"""What a property asks for: the words it is looked for by, and the kind of thing it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.language.words import topics_of, words_in
from generation.llm.offline.wordlists import words

_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])")
_KINDS = {
    "person": """
        person people name author customer client buyer seller contact employee signatory tenant landlord patient
        doctor witness speaker owner manager director kunde kundin käufer verkäufer autor autorin ansprechpartner
        mieter vermieter nom client auteur acheteur vendeur cliente autor comprador vendedor nombre
    """,
    "organisation": """
        company companies organisation organization vendor supplier employer firm agency institution firma unternehmen
        lieferant arbeitgeber entreprise société fournisseur employeur empresa proveedor
    """,
    "place": "place city country location address region town ort stadt land adresse ville pays lieu ciudad país lugar",
    "date": "date day deadline due when year datum termin frist jahr échéance année jour fecha plazo año día",
    "amount": "amount price cost total sum fee salary betrag preis kosten summe montant prix coût importe precio coste",
    "email": "email mail correo courriel",
    "url": "url link website homepage site web",
}
_KIND_OF = {word: kind for kind, listed in _KINDS.items() for word in words(listed)}
_FORMATS = {"date": "date", "date-time": "date", "email": "email", "uri": "url", "url": "url"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`label` is the name as people would write it; `topics` are stems; `kind` is a type of entity, or ``."""

    label: str
    topics: tuple[str, ...]
    kind: str
    type: str
    schema: Mapping[str, Any]


def wanted(name: str, schema: Mapping[str, Any]) -> Wanted:
    """What the property `name` of `schema` asks for."""
    label = _CAMEL.sub(" ", name).replace("_", " ").replace("-", " ").lower()
    found = words_in(label)
    described = words_in(str(schema.get("description") or schema.get("title") or ""))[:40]
    kinds = [_KIND_OF[word] for word in found if word in _KIND_OF]
    return Wanted(
        label=label.strip(),
        topics=tuple(dict.fromkeys(topics_of(found) or topics_of(described))),
        kind=_FORMATS.get(str(schema.get("format")), kinds[-1] if kinds else ""),
        type=_type(schema),
        schema=schema,
    )


def _type(schema: Mapping[str, Any]) -> str:
    """The first type that is not null; `enum` for a choice."""
    if "enum" in schema or "const" in schema:
        return "enum"
    for part in schema.get("anyOf", ()):
        if (kind := _type(part)) != "null":
            return kind
    kinds = schema.get("type", "string")
    listed: Sequence[str] = [kinds] if isinstance(kinds, str) else kinds
    return next((kind for kind in listed if kind != "null"), "null")
