"""Which language a concept is written in, and the commonest of its words in English."""

from __future__ import annotations

from generation.llm.offline.wordlists import words

_TELLING = {
    "en": "the and of who in with a an is his her from to that on at",
    "fr": "le la les un une des et qui dans à du au sur avec est son sa ses",
    "de": "der die das ein eine einen und in im mit auf von den dem am einer ist",
    "es": "el la los las un una y que en del con por su sus es al",
    "it": "il lo la gli un una e che nel nella del della con di è sul",
    "pt": "o os um uma e que em no na do da com por seu sua é",
    "nl": "de het een en die in met van op uit aan is zijn haar te",
}
_WORDS = {language: frozenset(words(text)) for language, text in _TELLING.items()}
PREPOSITIONS = {
    "à": "in", "dans": "in", "en": "in", "sur": "on", "chez": "at", "im": "in", "am": "at", "auf": "on",
    "aus": "in", "bei": "near", "unter": "under", "nel": "in", "nella": "in", "sul": "on", "sulla": "on", "em": "in",
    "no": "in", "na": "in", "uit": "in", "op": "on", "te": "in", "au": "in", "a": "in",
}  # fmt: skip
# Prepositions that hold an article.
CONTRACTED = frozenset(words("im am au nel nella sul sulla"))
_NOUNS = dict(
    pair.split(":")
    for pair in words(
        """
        détective:detective detektiv:detective detetive:detective investigatore:detective
        chevalier:knight ritter:knight caballero:knight cavaliere:knight cavaleiro:knight
        ridder:knight sorcière:witch hexe:witch bruja:witch strega:witch bruxa:witch heks:witch
        infirmière:nurse krankenschwester:nurse enfermera:nurse infermiera:nurse enfermeira:nurse
        médecin:doctor arzt:doctor ärztin:doctor médico:doctor boulanger:baker boulangère:baker
        bäcker:baker bäckerin:baker panadero:baker panadera:baker bakker:baker pirate:pirate
        pirat:pirate piratin:pirate capitaine:captain kapitän:captain capitán:captain
        capitano:captain marin:sailor seemann:sailor marinero:sailor pêcheur:fisherman
        fischer:fisherman pescador:fisherman pescatore:fisherman visser:fisherman
        libraire:bookseller buchhändler:bookseller buchhändlerin:bookseller horloger:clockmaker
        horlogère:clockmaker uhrmacher:clockmaker uhrmacherin:clockmaker relojero:clockmaker
        relojera:clockmaker orologiaio:clockmaker relojoeiro:clockmaker musicien:musician
        musiker:musician músico:musician vampire:vampire vampir:vampire vampiro:vampire
        fantôme:ghost fantasma:ghost geist:ghost professeur:teacher lehrer:teacher lehrerin:teacher
        maestra:teacher maestro:teacher leraar:teacher cuisinier:cook koch:cook köchin:cook
        cocinero:cook cuoco:cook cozinheiro:cook phare:lighthouse leuchtturm:lighthouse
        faro:lighthouse farol:lighthouse vuurtoren:lighthouse
        """
    )
)
_ADJECTIVES = dict(
    pair.split(":")
    for pair in words(
        """
        mélancolique:melancholy melancholischer:melancholy melancholische:melancholy
        melancólico:melancholy melancólica:melancholy malinconico:melancholy malinconica:melancholy
        vieux:old vieille:old alter:old alte:old viejo:old vieja:old vecchio:old vecchia:old
        velho:old velha:old oude:old timide:shy tímido:shy tímida:shy timido:shy schüchterner:shy
        schüchterne:shy fatigué:tired fatiguée:tired müder:tired müde:tired cansado:tired
        cansada:tired stanco:tired stanca:tired solitaire:lonely einsamer:lonely einsame:lonely
        solitario:lonely solitaria:lonely solitário:lonely jeune:young junger:young junge:young
        joven:young giovane:young jovem:young jonge:young maudit:cursed maudite:cursed
        grincheux:grumpy parlant:talking sprechender:talking hablante:talking parlante:talking
        médiéval:medieval médiévale:medieval medieval:medieval
        """
    )
)


def language_of(text: str) -> str:
    """The best guess among seven languages; `en` where nothing tells."""
    found = text.lower().split()
    scores = {language: sum(word in telling for word in found) for language, telling in _WORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > scores["en"] else "en"


def in_english(role: str) -> str:
    """`détective mélancolique` -> `melancholy detective`; unchanged where a word is not known."""
    nouns = [_NOUNS[word] for word in role.lower().split() if word in _NOUNS]
    adjectives = [_ADJECTIVES[word] for word in role.lower().split() if word in _ADJECTIVES]
    known = len(nouns) == 1 and len(nouns) + len(adjectives) == len(role.split())
    return " ".join([*adjectives, *nouns]) if known else role
