"""Concepts in other scripts: the card is told in English, around the concept's own words."""

from __future__ import annotations

import pytest

from tests.support.offline import card_of, write_card

pytestmark = pytest.mark.once

# concept: its name, words of it that the card takes up, and what was understood of them
CONCEPTS = {
    "지친 야간 간호사, 도쿄 병원에서 일한다": ("야간 간호사", ["간호사", "병원"], "Tokyo hospital"),
    "'지우'라는 이름의 우주 해적": ("지우", ["우주", "해적"], "science fiction"),
    "暗闇を怖がる年老いた灯台守": ("灯台守", ["暗闇", "灯台守"], "lighthouse"),
    "記憶を失ったロボット探偵": ("ロボット探偵", ["ロボット探偵", "記憶"], "science fiction"),
    "一只名叫阿墨的黑猫侦探": ("阿墨", ["黑猫侦探"], "mystery"),
    "林薇\uff0c上海一家旧书店的店主": ("林薇", ["店主", "书店"], "Shanghai bookshop"),
    "Мира Соколова, пекарь из маленького города": ("Мира Соколова", ["пекарь", "города"], "city"),
    "рыжий кот-детектив по имени Василий": ("Василий", ["детектив", "рыжий"], "mystery"),
    "Ένας μοναχικός φαροφύλακας που φοβάται το σκοτάδι": (
        "Μοναχικός φαροφύλακας",
        ["φαροφύλακας", "σκοτάδι"],
        "lighthouse",
    ),
    "حارس منارة عجوز يخاف من الظلام": ("حارس منارة", ["منارة", "الظلام"], "lighthouse"),
    "מכשפה צעירה בשם תמר בירושלים": ("תמר", ["מכשפה", "צעירה"], "Jerusalem"),
    "अंधेरे से डरने वाला बूढ़ा प्रकाशस्तंभ रक्षक": ("प्रकाशस्तंभ रक्षक", ["प्रकाशस्तंभ", "रक्षक"], "lighthouse"),
    "แม่มดสาวชื่อมาลีในป่าใหญ่": ("มาลี", ["แม่มดสาว", "ป่า"], "forest"),
    "ஒரு பழைய கலங்கரை விளக்கக் காவலர்": ("விளக்கக் காவலர்", ["கலங்கரை", "காவலர்"], ""),
}


@pytest.mark.parametrize("concept", CONCEPTS)
class TestConcept:
    def test_gives_the_name(self, concept):
        assert CONCEPTS[concept][0] == card_of(concept).analysis.name

    def test_is_quoted_at_the_beginning(self, concept):
        quoted, _, _ = card_of(concept).profile.description.removeprefix("\u201c").partition("\u201d")
        assert [] == [word for word in CONCEPTS[concept][1] if word not in quoted]

    def test_is_quoted_in_the_first_message_and_in_a_dialogue(self, concept):
        card = card_of(concept)
        for text in (card.greetings[0], card.dialogues[0].turns[0].user):
            assert any(word in text for word in CONCEPTS[concept][1])

    def test_gives_its_words_to_the_lore(self, concept):
        lore = card_of(concept).lore
        holding = [entry for entry in lore if any(word in entry.content for word in card_of(concept).analysis.keywords)]
        assert len(holding) >= 12
        titles, keys = " ".join(entry.title for entry in lore), [key for entry in lore for key in entry.keys]
        assert any(word.casefold() in titles.casefold() for word in CONCEPTS[concept][1])
        assert any(not key.isascii() for key in keys)

    def test_decides_where_and_among_whom_it_plays(self, concept):
        card = card_of(concept)
        assert CONCEPTS[concept][2] in f"{card.analysis.setting} {card.analysis.genre}"


class TestNotes:
    def test_say_what_was_done_with_the_script(self):
        card = write_card("Старый смотритель маяка", lore_entries=0)
        assert "The concept is written in Russian" in card.profile.creator_notes

    def test_say_so_in_no_card_of_latin_letters(self):
        assert "is written in" not in write_card("a baker in Lyon", lore_entries=0).profile.creator_notes


class TestName:
    def test_in_another_script_is_kept_in_an_english_concept(self):
        card = write_card("미라, a baker in Seoul", lore_entries=0)
        assert card.analysis.name == "미라"
        assert "미라 is a baker in Seoul" in card.profile.description
