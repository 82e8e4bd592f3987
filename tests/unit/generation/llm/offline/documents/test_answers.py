"""Documents read without a model: what is answered, and that it is the text's own."""

from __future__ import annotations

from typing import Any

import pytest

from generation.llm.errors import BadRequest
from generation.llm.offline.documents import ANSWERS, answer_part, reduce_points

BRIDGE = """\
Annual report of the Harbour Bridge Trust

The Harbour Bridge was opened on 19 March 1932 by Governor Philip Game. It cost £6.25 million, far more than planned.
Dr. Ada Thornton, who leads the Trust since 2018, said the repairs are late. The bridge carries 160,000 vehicles a day.
Steel corrosion remains the main risk, the inspectors warned. Contact: office@harbour.example, https://harbour.example/a.
The next inspection takes place in Sydney in May 2024, by the Ministry of Transport and UNESCO."""
ORCHARD = """\
Notes on the orchard of the Kessler family

Maria Kessler planted forty apple trees near Graz in 1987. The harvest of 2021 brought 12 tonnes of apples, a record.
Frost is the greatest danger to the blossoms. In April the family lights fires between the rows to keep them warm."""


def found(template: str, text: str, **inputs: Any) -> Any:
    [value] = answer_part({"template": template, "text": text, **inputs}).values()
    return value


def answers(text: str, *questions: str) -> list[str | None]:
    return [one["answer"] for one in found("questions", text, questions=list(questions))]


class TestAnswers:
    @pytest.mark.parametrize("template", ANSWERS)
    def test_differ_where_the_facts_differ(self, template: str) -> None:
        asked = {
            "questions": ["What is the main risk?"],
            "instruction": "List every risk or danger",
            "schema": {"type": "object", "properties": {"people": {"type": "array", "items": {"type": "string"}}}},
        }
        one, other = (answer_part({"template": template, "text": text, **asked}) for text in (BRIDGE, ORCHARD))
        assert one != other

    @pytest.mark.parametrize("template", ["summary", "entities", "instruction"])
    def test_quote_the_text_letter_for_letter(self, template: str) -> None:
        text = BRIDGE.replace("\n", "\r\n").replace("The", "😀 The")
        listed = found(template, text, instruction="Say who leads the trust and what it cost")
        assert listed
        assert all(one["quote"] in text for one in listed)

    def test_are_the_same_each_time(self) -> None:
        assert answer_part({"template": "entities", "text": BRIDGE}) == answer_part(
            {"template": "entities", "text": BRIDGE}
        )

    def test_refuse_what_only_a_model_can_do_and_say_how_to_get_it(self) -> None:
        with pytest.raises(BadRequest, match="LLM_PROVIDER=openai") as caught:
            answer_part({"template": "translation", "text": BRIDGE, "target_language": "de"})
        assert ("template", False) == (caught.value.parameter, caught.value.retryable)


class TestSummary:
    def test_tells_what_the_text_is_about_first(self) -> None:
        points = [point["text"] for point in found("summary", BRIDGE)]
        assert points[0].startswith("The Harbour Bridge was opened")
        assert 2 <= len(points) <= 6

    def test_is_in_the_texts_order_and_repeats_nothing(self) -> None:
        quotes = [point["quote"] for point in found("summary", f"{BRIDGE}\n\n{BRIDGE}")]
        assert sorted(quotes, key=BRIDGE.index) == quotes
        assert len(set(quotes)) == len(quotes)

    def test_is_on_one_line_without_the_marks_of_lists(self) -> None:
        [point] = found("summary", "- The ferry\n  leaves at noon from the old pier.")
        assert "The ferry leaves at noon from the old pier." == point["text"]

    def test_of_a_text_without_words_is_its_first_line(self) -> None:
        assert ["123 456"] == [point["quote"] for point in found("summary", "123 456")]
        assert [] == found("summary", " \n ")


class TestEntities:
    def kinds(self, text: str) -> dict[str, str]:
        return {one["name"]: one["type"] for one in found("entities", text)}

    def test_are_told_by_their_form_and_their_company(self) -> None:
        assert {
            "Harbour Bridge Trust": "organisation",
            "19 March 1932": "date",
            "Philip Game": "person",
            "£6.25 million": "amount",
            "Ada Thornton": "person",
            "2018": "date",
            "office@harbour.example": "email",
            "https://harbour.example/a": "url",
            "Sydney": "place",
            "May 2024": "date",
            "Ministry of Transport": "organisation",
            "UNESCO": "organisation",
        }.items() <= self.kinds(BRIDGE).items()

    @pytest.mark.parametrize(
        ("text", "name", "kind"),
        [
            ("Frau Müller zahlte am 3. März 2021 genau 1.234,50 € in Bern.", "3. März 2021", "date"),
            ("Frau Müller zahlte am 3. März 2021 genau 1.234,50 € in Bern.", "1.234,50 €", "amount"),
            ("Frau Müller zahlte am 3. März 2021 genau 1.234,50 € in Bern.", "Müller", "person"),
            ("Die Siemens AG wuchs um 4,5 Prozent.", "Siemens AG", "organisation"),
            ("Mme Curie est née le 7 novembre 1867 à Varsovie.", "7 novembre 1867", "date"),
            ("La señora Ruiz pagó 300 euros el 5 de mayo de 2020.", "5 de mayo de 2020", "date"),
            ("La señora Ruiz pagó 300 euros el 5 de mayo de 2020.", "300 euros", "amount"),
            ("会议于2021年3月5日在北京大学举行。", "2021年3月5日", "date"),
            ("Der Umsatz war 48,3 Mio. Euro hoch.", "48,3 Mio. Euro", "amount"),
            ("Le chiffre est de 12,5 millions d'euros.", "12,5 millions d'euros", "amount"),
            ("Las ventas son 2,4 millones de euros.", "2,4 millones de euros", "amount"),
            ("Geschäftsführerin Sabine Krause sprach.", "Sabine Krause", "person"),
            ("He moved in 1999 and paid $1,200.", "1999", "date"),
            ("Signed on 2021-05-03.", "2021-05-03", "date"),
            ("It grew by 12.5%.", "12.5%", "amount"),
            ("Yesterday Ada Lovelace wrote.", "Ada Lovelace", "person"),
            ("Visit www.example.org/x).", "www.example.org/x", "url"),
        ],
    )
    def test_are_told_in_several_languages(self, text: str, name: str, kind: str) -> None:
        assert kind == self.kinds(text).get(name)

    @pytest.mark.parametrize(
        "text", ["Der Hund und die Katze sehen den Bau der Leitung.", "However, they left.", "OK. I AM HERE."]
    )
    def test_are_no_words_with_a_capital_by_grammar(self, text: str) -> None:
        assert {} == self.kinds(text)

    def test_named_again_by_the_family_name_are_the_same(self) -> None:
        names = [one["name"] for one in found("entities", "Ada Thornton spoke. Later Thornton left with Ada Thornton.")]
        assert ["Ada Thornton"] == names

    def test_come_with_the_sentence_that_names_them(self) -> None:
        [game] = [one for one in found("entities", BRIDGE) if one["name"] == "Philip Game"]
        assert "The Harbour Bridge was opened on 19 March 1932 by Governor Philip Game." == game["quote"]


class TestQuestions:
    @pytest.mark.parametrize(
        ("question", "part"),
        [
            ("When was the bridge opened?", "19 March 1932"),
            ("How much did the bridge cost?", "£6.25 million"),
            ("Who leads the Trust?", "Ada Thornton"),
            ("How many vehicles does the bridge carry each day?", "160,000"),
            ("What is the main risk?", "Steel corrosion"),
            ("How many euros did the bridge cost?", "£6.25 million"),
            ("Where does the next inspection take place?", "Sydney"),
        ],
    )
    def test_are_answered_by_the_sentence_that_says_so(self, question: str, part: str) -> None:
        [answer] = answers(BRIDGE, question)
        assert part in str(answer)

    @pytest.mark.parametrize(
        ("text", "question", "part"),
        [
            ("Die Brücke wurde 1932 eröffnet. Sie ist grau. Anna Weber plante sie.", "Wer plante die Brücke?", "Weber"),
            ("Der Turm ist grau. Der Umsatz war 48 Mio. Euro.", "Wie hoch war der Umsatz?", "48 Mio."),
            ("Le pont est gris. Le loyer est de 900 euros.", "Combien coûte le loyer ?", "900"),
            ("La casa es azul. El contrato termina el 5 de mayo de 2024.", "¿Cuándo termina el contrato?", "5 de mayo"),
        ],
    )
    def test_are_answered_in_several_languages(self, text: str, question: str, part: str) -> None:
        [answer] = answers(text, question)
        assert part in str(answer)

    def test_are_left_unanswered_where_the_part_does_not_say(self) -> None:
        assert [None, None] == answers(BRIDGE, "Who painted the Mona Lisa?", "What do elephants eat?")

    def test_that_only_begin_a_clause_with_when_ask_for_no_date(self) -> None:
        text = "The year 1999 was wet. A killed worker gives its job back. Nobody saw it."
        assert ["A killed worker gives its job back."] == answers(text, "What happens when a worker is killed?")

    def test_come_back_in_their_order_with_the_quote(self) -> None:
        asked = ["Who leads the Trust?", "Who ate the apples?", "When was the bridge opened?"]
        listed = found("questions", BRIDGE, questions=asked)
        assert asked == [one["question"] for one in listed]
        assert [True, False, True] == [one["quote"] is not None and one["quote"] in BRIDGE for one in listed]


class TestSentiment:
    def judged(self, text: str) -> tuple[str, float]:
        answer = answer_part({"template": "sentiment", "text": text})
        return answer["label"], answer["score"]

    @pytest.mark.parametrize(
        ("good", "bad"),
        [
            ("The food was good and we were happy.", "The food was bad and we were unhappy."),
            ("The service is reliable.", "The service is not reliable."),
            ("I like this product.", "I don't like this product."),
            ("Das Essen war gut und wir sind zufrieden.", "Das Essen war nicht gut und wir sind enttäuscht."),
            ("Mir gefällt das Haus und die Lage.", "Das Haus gefällt mir nicht."),
            ("Le repas est bon et le service est agréable.", "Le repas n'est pas bon et le service est lent."),
            ("Los clientes están contentos.", "Los clientes no están contentos."),
            ("El hotel es bueno y la gente es amable.", "El hotel no es bueno y la gente es grosero."),
        ],
    )
    def test_is_turned_round_by_bad_words_and_by_not(self, good: str, bad: str) -> None:
        assert "positive" == self.judged(good)[0]
        assert "negative" == self.judged(bad)[0]

    def test_is_stronger_with_words_that_make_it_so(self) -> None:
        plain, very, little = (self.judged(f"It was {word} good.")[1] for word in ("", "extremely", "slightly"))
        assert little < plain < very

    def test_is_neutral_where_nothing_is_felt(self) -> None:
        assert ("neutral", 0.0) == self.judged("The meeting begins at nine.")

    def test_is_mixed_where_both_are_strong(self) -> None:
        assert "mixed" == self.judged("The food was wonderful. The room was terrible.")[0]

    def test_names_the_passages_that_decided_it(self) -> None:
        text = "The meeting began at nine. The food was wonderful. Nobody spoke. The delay was awful."
        passages = answer_part({"template": "sentiment", "text": text})["passages"]
        assert ["The food was wonderful.", "The delay was awful."] == [one["quote"] for one in passages]
        assert passages[0]["score"] > 0 > passages[1]["score"]


class TestInstruction:
    def picked(self, text: str, instruction: str) -> list[str]:
        return [one["quote"] for one in found("instruction", text, instruction=instruction)]

    def test_picks_the_sentences_with_its_words(self) -> None:
        assert ["Steel corrosion remains the main risk, the inspectors warned."] == self.picked(
            BRIDGE, "List all risks"
        )

    def test_picks_by_kind_where_a_kind_is_asked_for(self) -> None:
        picked = self.picked(ORCHARD, "Find all people and dates")
        assert ["Maria Kessler planted forty apple trees near Graz in 1987."] == picked[:1]
        assert "Frost is the greatest danger to the blossoms." not in picked

    def test_picks_the_main_sentences_where_it_asks_for_nothing_special(self) -> None:
        assert [point["quote"] for point in found("summary", BRIDGE)] == self.picked(
            BRIDGE, "Please summarise the document."
        )

    def test_of_many_words_picks_what_suits_it_as_well_as_the_best(self) -> None:
        wish = "Describe the obligations of a company that sells frozen apples to schools"
        text = (
            "The company sells shoes. A company that sells frozen apples to schools must weigh them. Schools are old."
        )
        assert ["A company that sells frozen apples to schools must weigh them."] == self.picked(text, wish)

    def test_picks_nothing_where_nothing_suits(self) -> None:
        assert [] == self.picked(ORCHARD, "List all submarines")


class TestReducePoints:
    POINTS = tuple(
        {"text": text, "quote": text.removesuffix(".")}
        for text in (
            "The bridge was opened in 1932.",
            "Lunch is at noon.",
            "The bridge needs new paint against rust.",
            "In 1932 the bridge was opened.",
            "Rust is the main danger to the bridge.",
        )
    )

    def test_keeps_what_most_of_them_speak_of_as_it_stands(self) -> None:
        kept = reduce_points({"points": self.POINTS, "most": 3})["points"]
        assert all(point in self.POINTS for point in kept)
        assert "Lunch is at noon." not in [point["text"] for point in kept]

    def test_keeps_their_order_and_nothing_twice(self) -> None:
        kept = reduce_points({"points": self.POINTS, "most": 5})["points"]
        order = [self.POINTS.index(point) for point in kept]
        assert sorted(order) == order
        assert not {0, 3} <= {*order}

    @pytest.mark.parametrize("points", [None, [], ["odd"], [{"text": "", "quote": ""}]])
    def test_bears_odd_inputs(self, points: Any) -> None:
        assert {"points": []} == reduce_points({"points": points})
