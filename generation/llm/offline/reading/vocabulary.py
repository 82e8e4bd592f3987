"""Word lists with which a concept is taken apart."""

from __future__ import annotations

from generation.llm.offline.wordlists import words

ARTICLES = frozenset(
    words(
        """
        a an the un una une le la les der die das ein eine einen el los las unos il lo gli uno uma um o
        os as een het
        """
    )
)
INDEFINITE = frozenset(words("a an un une ein eine einen uno una um uma een"))
# Before a place: "a nurse in a Tokyo hospital".
PLACE_PREPOSITIONS = words(
    """
    in on at aboard inside beneath under near within beyond behind from across outside underneath
    atop along amid among between throughout above below around over through beside
    """
)
# How somebody is, before a preposition: "afraid of water".
STATES = frozenset(
    words(
        """
        afraid angry stuck made full proud fond capable guilty responsible lost born built run torn bound sworn
        caught known famous tired jealous allergic lit hung set grown drawn blown kept held hidden forgotten fallen
        """
    )
)
# What such a preposition also begins without naming a place.
NOT_PLACES = frozenset(
    words(
        """
        love debt search training charge disguise exile need trouble danger hiding mourning secret
        fear pain denial recovery retirement purpose fact general particular short time order spite
        place case doubt peace despair her his their its my your our him them it the-run fire duty
        leave strike parole probation sale top heart night first last once least all pursuit
        possession possession progress control remission love's which whom who what where when
        making doing learning being uniform armor armour black white red blue leather silk rags
        chains bloom mind touch vain holiday vacation tour business display loan strings no
        """
    )
)
NOT_PLACE_PHRASES = (
    "the run",
    "the brink",
    "the verge",
    "the edge of",
    "the hunt",
    "the lookout",
    "the dark about",
    "the trail of",
    "the middle of a",
    "the process",
    "the war",
    "a war",
    "the past",
    "the future",
    "the rain",
    "the morning",
    "the evening",
    "the night",
    "the dark",
    "the same",
    "an accident",
    "a fire",
    "the fire",
    "a dream",
    "the hope",
    "the name",
    "the wrong",
    "the side",
    "the same time",
    "the mend",
    "a quest",
    "a mission",
    "a budget",
    "a journey",
)
# What ends the name of a place or a role.
CLAUSE_WORDS = frozenset(
    words(
        """
        who whom whose which that where when while because but with without after before since
        though although if trying searching looking hiding running working living seeking employed
        hired raised trained posing serving haunted cursed forced known called named having being
        carrying guarding selling waiting learning struggling pretending dreaming obsessed qui que
        dont avec der die das mit che con que com die met and or then so he she they is was has had
        can cannot must will would could should
        """
    )
)
# Polite or technical wrapping around the thing itself.
OPENINGS = (
    r"(?:please|kindly|hi|hello|hey)\b[, ]*",
    r"(?:can|could|would|will) you (?:please )?",
    r"(?:i(?:'d| would) (?:like|love)|i want|i need|give me|let's have)(?: you)?(?: to)?\b ?",
    r"(?:make|create|generate|write|design|build|invent|imagine|produce|do)(?: me| us| up)?\b ?",
    (
        r"(?:(?:a|an|the) )?(?:new |original |detailed |short )?"
        r"(?:character card|character|char card|card|persona|roleplay bot|bot|npc|oc|roleplay|story)\b"
        r"(?: (?:for|about|of|called|named|who is|based on|concept))?[:, ]*"
    ),
    (
        r"(?:about|meet|introducing|imagine|this is|here is|there is|there was|once upon a time)\b[:, ]+"
        r"|(?:concept|character|idea|prompt) ?[:,-]+ "
    ),
    r"(?:is|was|are|were)\b ",
    r"(?:you are|you're|he is|she is|they are|i am|it is|it's|he's|she's)\b (?:now )?",
)
# Whoever asks for these means our program, not the character.
NOT_STORY = frozenset(
    words(
        """
        ignore disregard instruction instructions prompt prompts system output json xml html
        developer password passwords override jailbreak schema token tokens print reveal execute
        eval script select drop table insert delete admin debug api
        """
    )
)
ABBREVIATIONS = words("mr mrs ms dr prof st capt lt sgt sr jr col gen no vs mme mlle")
STOP_WORDS = frozenset(
    words(
        """
        a an the and or but of in on at to for from with without by as is was are were be been being
        has have had do does did he she it they them him her his hers its their theirs who whom
        whose which that this these those there where when while after before into onto over under
        near inside behind beyond aboard beneath not no nor so than then too very can cannot could
        would should will may might must just only still never always ever once named called every
        each some any all both more most other such own same out up down off about again between
        through during against because if you your i my me we our us one two three character card
        about story create make write generate year years old new young little big small great lives
        living works working own know knows like likes love loves get gets hello un une le la les
        des du de et à dans qui que est sur pour avec au aux en ses son sa der die das ein eine und
        im in mit von zu dem den auf el los las y con del por para su que il lo gli di e che con nel
        o os as um uma do da no na het een en van met op als todo please tell wants want trying tries
        still also even ever keeps keep made lost dead how became become but yet
        """
    )
)
# Words that carry a sentence, not a story.
NOT_KEYWORDS = frozenset(
    words(
        """
        afraid teenage last first only second former famous infamous whole half four five six seven eight nine ten
        eleven twelve twenty hundred thousand ago everyone everything someone something anyone nobody nothing people
        thing things way ways time times day days name age occupation role
        setting concept idea alive longer exist exists flesh personified user users somehow really quite
        """
    )
)
TRAIT_WORDS = frozenset(
    words(
        """
        melancholic melancholy brave shy cynical gentle stubborn proud loyal cheerful grumpy lonely
        curious ruthless sarcastic clever witty anxious calm reckless kind cruel stoic weary tired
        burned-out exhausted bitter hopeful greedy honest cunning mysterious quiet eccentric
        charming arrogant humble clumsy fierce sleepy nervous patient cautious jaded idealistic
        romantic vengeful wise naive playful stern grieving disgraced retired reluctant ambitious
        forgetful paranoid obsessive haunted exiled cursed talking singing old young elderly ageing
        aging immortal ancient optimistic pessimistic insomniac superstitious restless lazy polite
        rude devoted tormented amnesiac wandering fearless timid vain bored homesick sentimental
        bankrupt blind deaf mute evil wicked rich poor
        """
    )
)
ROLE_ENDINGS = (
    "smith",
    "wright",
    "keeper",
    "maker",
    "master",
    "mistress",
    "ist",
    "ian",
    "man",
    "woman",
    "herd",
    "monger",
    "er",
    "or",
    "eer",
    "ant",
    "ess",
    "eur",
    "euse",
    "tor",
    "ero",
    "iere",
)
# Nouns that begin like names when capitalised, yet are roles.
ROLE_NOUNS = frozenset(
    words(
        """
        knight nurse witch wizard detective doctor android robot thief spy priest monk nun king
        queen prince princess pirate pilot smuggler librarian teacher student chef cook ghost
        vampire werewolf dragon elf dwarf goddess god demon angel samurai general superhero ninja bard rogue mage
        cowboy sheriff lighthouse clown poet judge cop mermaid siren oracle hermit nomad mercenary
        assassin hacker medic sergeant captain soldier scribe sage squire druid orc goblin fairy
        golem lich zombie mummy alien cyborg barista guide coach clerk bandit outlaw
        """
    )
)
PLACE_ENDINGS = ("house", "shop", "yard", "ville", "town", "land", "field", "stead", "station")
