"""The house rules of one card in words: what the choices among fixed options ask of every text."""

from __future__ import annotations

from generation.cards.options import CardOptions

_STYLE = {
    "plain": "Write plainly: short words, clear sentences.",
    "literary": "Write with literary care: exact images, varied rhythm.",
    "cinematic": "Write cinematically: what a camera sees and hears, in beats.",
    "terse": "Write tersely: short sentences, nothing spare.",
    "ornate": "Write ornately: rich, old-fashioned, musical sentences.",
}
_POV = {
    "first": 'Narrate in the first person: {{char}} says "I".',
    "second": 'Narrate in the second person: {{char}} is "you".',
    "third": "Narrate in the third person: {{char}} is named, or he, she or they.",
}
_ADDRESS = {
    "you": 'Narration calls {{user}} "you".',
    "name": "Narration calls {{user}} by the macro {{user}}.",
    "third": "Narration speaks of {{user}} in the third person, as they.",
}
_FORMATTING = {
    "plain": "Use no markup at all.",
    "asterisk_actions": "Put actions and narration between *asterisks*; speech stands bare or in quotation marks.",
    "quoted_dialogue": 'Put speech in "quotation marks"; narration stands bare; use no asterisks.',
    "novel": 'Write as a novel does: paragraphs of narration, speech in "quotation marks", no asterisks.',
}
_RATING = {
    "general": "Keep it fit for everyone: no gore, no sexual content, no drugs.",
    "teen": "Keep it fit for teenagers: danger and romance are fine, explicit violence and sexual content are not.",
    "mature": "It is for adults: dark themes and violence are fine. Everyone in it is an adult.",
}


def house_rules(options: CardOptions) -> str:
    """A list of rules, one a line. What a person typed is not in it: that goes in as data."""
    rules = [
        f"Write every text in the language with the BCP 47 tag {options.language}; keep JSON keys in English.",
        f"Tone: {', '.join(options.tone)}.",
        _STYLE[options.prose_style],
        _RATING[options.rating],
        "Refer to the character as {{char}} and to the person who chats as {{user}}, with the double braces.",
        "Use data.brief.must_include word for word where it fits, and nothing of data.brief.avoid anywhere.",
    ]
    if options.base_card:
        rules.append(
            "data.base is the card this one starts from. Its fields in data.base.kept stay word for word: agree with "
            "them, repeat nothing of them. Write the others anew."
        )
    return "\n".join(f"- {rule}" for rule in rules)


def narration_rules(options: CardOptions) -> str:
    """The further rules of texts in which {{char}} acts: greetings and examples."""
    rules = [_POV[options.pov], f"Narrate in the {options.tense} tense.", _ADDRESS[options.user_address]]
    rules.append(_FORMATTING[options.formatting])
    if options.no_user_actions:
        rules.append("Never speak, act, think or decide for {{user}}.")
    if options.speech_quirks:
        rules.append("Keep up the habits of speech in data.brief.speech_quirks.")
    return "\n".join(f"- {rule}" for rule in rules)


def play_rules(options: CardOptions) -> list[str]:
    """The rules as a card's own system prompt gives them to whatever model plays it."""
    rules = [
        "Write {{char}}'s next reply in a chat with {{user}}.",
        _POV[options.pov].replace(": {{char}}", ", where {{char}}"),
        f"Keep to the {options.tense} tense.",
        _ADDRESS[options.user_address],
        _STYLE[options.prose_style],
        _FORMATTING[options.formatting],
    ]
    if options.no_user_actions:
        rules.append("Never speak or act for {{user}}.")
    return rules
