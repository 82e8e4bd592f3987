"""The rules of good offline cards, on concepts that the word banks were not written for."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest

from tests.support.offline import MACRO, card_of, runs, sentences

pytestmark = [pytest.mark.once, pytest.mark.repeats]

# Written after the code, and never to be tuned for: what fails here is mended in general.
CONCEPTS = {
    "Ottoline Pym, a retired tightrope walker who now mends umbrellas in Bruges": ["umbrella", "Bruges", "tightrope"],
    "a cynical radio astronomer on a Chilean plateau": ["astronomer", "plateau"],
    "Brother Anselm, beekeeper of a ruined monastery": ["beekeeper", "monastery"],
    "Tuvalu-born lifeguard and amateur opera singer": ["lifeguard"],
    "The Ferryman of Platform Nine": ["Platform"],
    "an anxious tax accountant who discovers that he is a demigod": ["accountant", "demigod"],
    "Kestrel, a teenage courier in a city of endless stairs": ["courier", "stairs"],
    "grandfather clock that remembers every quarrel in the house": ["clock"],
    "a mapmaker employed by a sultan who hates being drawn": ["mapmaker"],
    "Inspector Wanjiru, head of the night market police in Nairobi": ["Inspector", "Nairobi"],
    "an elevator operator in a hotel with no thirteenth floor": ["elevator", "hotel"],
    "Ilse and her twin, glassblowers on an island of fog": ["island"],
    "post-apocalyptic ice cream van driver": ["van", "driver"],
    "Old Fyodor, who guards a library beneath the Moscow metro": ["library"],
    "a runaway princess working as a short-order cook on Route 66": ["princess"],
    "Unit 7734, decommissioned war robot turned kindergarten teacher": ["robot"],
    "a ghostwriter for ghosts": ["ghostwriter"],
    "María de los Ángeles, curandera in a Oaxacan village": ["curandera", "village"],
    "a stage magician whose rabbit is smarter than he is": ["magician", "rabbit"],
    "Baroness Thistlewick, collector of extinct perfumes": ["perfume"],
    "a weather forecaster in love with a storm": ["forecaster"],
    "Juniper Vale": ["Juniper"],
    "a vending machine in a drowned city": ["vending", "machine"],
    "the ghosts of a football team": ["ghosts", "football", "team"],
    "an octopus who plays chess": ["octopus", "chess"],
    "twin foxes who run a bakery": ["foxes", "bakery"],
    "Justice, personified, on holiday in Naples": ["Justice", "Naples"],
    "a loaf of bread that became mayor": ["loaf", "mayor"],
    "어둠을 무서워하는 늙은 등대지기": ["등대지기", "어둠"],
    "ミラ、京都の古い本屋の店主。猫と話せる。": ["ミラ", "店主", "京都"],
    "在东京医院里工作的疲惫夜班护士": ["疲惫夜班护士", "医院"],
    "Старый смотритель маяка, который боится темноты": ["смотритель", "маяка", "темноты"],
    "Ελένη, μια μάγισσα σε ένα νησί του Αιγαίου": ["Ελένη", "μάγισσα", "νησί"],
    "ممرضة متعبة اسمها ليلى في مستشفى القاهرة": ["ليلى", "ممرضة"],
    "שומר מגדלור זקן שמפחד מהחושך": ["שומר", "מגדלור"],
    "मीरा नाम की एक जादूगरनी जो दिल्ली में रहती है": ["मीरा", "जादूगरनी"],
    "คนเฝ้าประภาคารที่กลัวความมืด": ["คนเฝ้าประภาคาร"],
    "ძველი შუქურის მცველი": ["შუქურის"],
}
EXAMPLE = re.compile(r"\b(?:Galahad|medieval knight|enchanted forest)\b", re.IGNORECASE)
# The reader is made to do or say something outside of quotes.
USER_ACTS = re.compile(
    r"(?:\{\{user\}\}|\byou\b) (?:say|ask|reply|answer|walk|step|sit|nod|take|look|feel|think|decide|smile|come)s?\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("concept", CONCEPTS)
class TestCard:
    def test_takes_up_the_words_of_its_concept(self, concept):
        card = card_of(concept)
        whole = " ".join([card.analysis.name, *card.texts().values()]).lower()
        assert [word for word in CONCEPTS[concept] if word.lower() not in whole] == []
        identity = card.profile.description.split("\n")[0].lower()
        assert any(word.lower() in identity for word in CONCEPTS[concept])

    def test_carries_the_concept_into_its_lore(self, concept):
        card = card_of(concept)
        own = {word.lower() for word in card.analysis.keywords} | {card.analysis.name.split()[-1].lower()}
        lore = " ".join(entry.content for entry in card.lore).lower()
        assert any(word in lore for word in own)

    def test_owes_nothing_to_the_example(self, concept):
        card = card_of(concept)
        assert not EXAMPLE.search(" ".join([card.analysis.name, *card.texts().values()]))

    def test_has_eighteen_distinct_entries_over_five_categories(self, concept):
        lore = card_of(concept).lore
        keys = [key.lower() for entry in lore for key in entry.keys]
        assert len({entry.title.lower() for entry in lore}) == 18
        assert len({entry.category for entry in lore}) >= 5
        assert [key for key, times in Counter(keys).items() if times > 1] == []
        assert not any("," in key for key in keys)
        assert all(len(entry.keys) == 3 for entry in lore)

    def test_triggers_each_entry_by_words_it_holds(self, concept):
        for entry in card_of(concept).lore:
            assert entry.keys[0].lower() in f"{entry.title} {entry.content}".lower()

    def test_shares_no_run_of_eight_words_between_entries(self, concept):
        lore = card_of(concept).lore
        for one, other in itertools.combinations(lore, 2):
            assert runs(one.content) & runs(other.content) <= runs(concept), (one.title, other.title)

    def test_shares_no_run_of_ten_words_between_any_two_texts(self, concept):
        texts = card_of(concept).texts()
        found = {name: runs(text, 10) for name, text in texts.items()}
        for one, other in itertools.combinations(texts, 2):
            assert found[one] & found[other] <= runs(concept, 10), (one, other)

    def test_repeats_no_sentence(self, concept):
        told = Counter(sentence for text in card_of(concept).texts().values() for sentence in sentences(text))
        assert [sentence for sentence, times in told.items() if times > 1] == []

    def test_reads_as_written_by_hand(self, concept):
        for where, text in card_of(concept).texts().items():
            plain = MACRO.sub("Someone", text)
            assert "  " not in text, where
            assert not re.search(r"[{}\[\]<>@~^]|\bNone\b|\bTODO\b", plain), where
            assert not re.search(r"\b[Aa] (?!one)[aeio]\w|\b[Aa]n [bcdfgjklmnpqrstvwxz]\w", plain), (where, text)
            assert not re.search(r"[.!?] [a-z]", plain), (where, text)
            assert text[0] in '*"\u201c{' or text[0] == text[0].title(), where
            assert not re.search(r"(?<![-\w])(\w+) \1\b", plain) or "had had" in plain, (where, text)

    def test_lets_its_people_and_places_know_each_other(self, concept):
        lore = card_of(concept).lore
        names = {entry.title.removeprefix("The ") for entry in lore}
        knowing = sum(any(name in entry.content for name in names if name not in entry.title) for entry in lore)
        assert knowing >= 12

    def test_leaves_the_reader_to_themselves(self, concept):
        for greeting in card_of(concept).greetings:
            narration = re.sub(r'"[^"]*"', "", greeting)
            assert not USER_ACTS.search(narration), greeting
            assert "{{char}}" in greeting
