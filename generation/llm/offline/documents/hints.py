"""Words of a question or an instruction that say what kind of thing is asked for."""

from __future__ import annotations

from generation.llm.offline.wordlists import words

_WHO = "who whom whose wer wem wen qui quién quien quiénes chi"
_WHEN = "when wann quand cuándo cuando quando wanneer"
_WHERE = "where wo woher wohin où dónde donde dove onde waar"
# Words that ask for a kind of thing and are not themselves looked for.
_NAMED = {
    "date": "date dates datum daten termin termine fecha fechas échéance échéances data day days",
    "amount": """
        amount amounts number numbers figure figures sum sums betrag beträge zahl zahlen summe montant montants chiffre
        chiffres importe importes cifra cifras many much viel viele combien cuánto cuánta cuántos cuántas quanto
    """,
    "person": "person persons people name names personen namen personne personnes nom noms persona personas nombres",
    "organisation": """
        organisation organisations organization organizations company companies firma firmen unternehmen entreprise
        entreprises empresa empresas organización organizaciones
    """,
    "place": "place places location locations city cities country countries ort orte lieu lieux lugar lugares",
    "email": "email emails e-mail e-mails mail mails courriel courriels correo correos",
    "url": "url urls link links website websites webseite lien liens enlace enlaces",
}
KIND_OF_WORD: dict[str, frozenset[str]] = {
    word: frozenset({kind}) for kind, listed in _NAMED.items() for word in words(listed)
}
# What comes after "how": "How heavy is it?" asks for an amount, and not for the word.
MEASURES = frozenset(
    words(
        """
        long high tall heavy old big large far deep wide fast many much
        hoch lang groß schwer alt weit tief breit schnell viel viele
        """
    )
)
HOW = frozenset(words("how wie"))
# They ask where they stand first; "when a worker is killed" does not ask for a date.
KIND_OF_OPENING: dict[str, frozenset[str]] = {
    **dict.fromkeys(words(_WHO), frozenset({"person", "organisation"})),
    **dict.fromkeys(words(_WHEN), frozenset({"date"})),
    **dict.fromkeys(words(_WHERE), frozenset({"place"})),
}
# What orders and questions are made of, whatever they are about.
FILLER = frozenset(
    words(
        """
        list find show tell give name extract describe explain identify summarise summarize summary collect report
        document documents text texts part page pages article mentioned mention mentions said says say stated according
        please every each everything anything something important main key point points passage passages sentence
        sentences quote quotes information details did does happen happens happened
        liste finde zeige nenne gib beschreibe erkläre fasse zusammen dokument text erwähnt erwähnten wichtig
        wichtigsten wichtige bitte alle gibt steht
        trouve montre donne décris explique résume document texte mentionné mentionnés important principaux
        lista encuentra muestra dame describe explica resume documento texto mencionado mencionados importante
        principales
        """
    )
)
PRONOUNS = frozenset(words("he she it they this these er sie es dieser diese dieses il elle ils elles él ella ellos"))
"""Sentences that begin so are about what the one before is about."""
