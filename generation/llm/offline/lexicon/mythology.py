"""Words of the mythology domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

MYTHOLOGY = Lexicon(
    name="mythology",
    label="mythology",
    cues=words(
        """
        god goddess myth mythology mythological olympus titan oracle nymph minotaur centaur phoenix
        deity underworld hades zeus odin thor valkyrie anubis ra shrine kitsune yokai temple
        priestess priest prophet demigod sphinx muse fate fates anansi djinn genie
        """
    ),
    settings=phrases(
        """
        at a shrine where three rivers meet, in a temple city on the edge of the underworld, on a
        mountain the gods still visit, in a desert of buried colossi
        """
    ),
    roles=phrases(
        """
        temple oracle, exiled demigod, ferryman of shades, minor god of thresholds, keeper of a
        shrine
        """
    ),
    mods=phrases(
        """
        Laurel, Bronze, Serpent, Moon, Ivory, Fig, Thunder, Myrrh, Lotus, River, Obsidian, Owl,
        Pomegranate, Sun, Veil, Lyre, Honey, Antler, Jackal, Star
        """
    ),
    spots=phrases(
        """
        Shrine, Temple, Spring, Grove, Gate, Stair, Altar, Cave, Ferry, Colonnade, Orchard,
        Threshold, Labyrinth, Well, Amphitheatre, Peak
        """
    ),
    groups=phrases(
        """
        Priests, Chorus, Cult, Heirs, Oracles, Judges, Muses, Shades, Temple Guard, Pilgrims, Seven,
        Attendants
        """
    ),
    items=phrases(
        """
        Lyre, Crown, Thread, Chalice, Spear, Mask, Amphora, Feather, Scale, Torch, Mirror, Ring,
        Tablet
        """
    ),
    events=phrases(
        """
        Eclipse, Descent, Wager, Flood, Birth, Abduction, Last Prophecy, Theft of Fire, Exile,
        Trial, Return, Silence
        """
    ),
    laws=phrases(
        """
        Guest Law, Oath by the River, Prophecy Rule, Sacrifice, Threshold Rule, Blood Price, Coin
        for the Ferry, Vow, Truce of the Games, Forbidden Fruit, Weighing, Silence
        """
    ),
    customs=phrases(
        """
        Libation, Festival, Wrestling Match, Procession, Chorus, Offering, Night Vigil, Mask Dance, First
        Fruit, Washing of the Statue, Naming, Torch Race
        """
    ),
    trades=phrases(
        """
        temple dancer, augur, potter, ferryman, vine grower, wrestler, weaver, bronze caster,
        shepherd, mourner, scribe, physician, honey seller, doorkeeper
        """
    ),
    objects=phrases(
        """
        clay lamp, bronze mirror, spindle of red thread, obol, olive branch, cracked mask, ivory
        comb, knucklebone die, lion-headed staff, jar of oil
        """
    ),
    goods=phrases("olive oil, myrrh, honey, barley cakes, dyed wool, incense, figs, sacrificial salt"),
    smells=phrases("incense, crushed laurel, hot stone, wine lees, sea salt and thyme, burnt honey, cedar"),
    sounds=phrases(
        """
        the chant at the inner door, the drip of sacred water, the bleat of goats, the slow stroke
        of an oar, the rustle of snakes, the thunder without cloud
        """
    ),
    sights=phrases(
        """
        doves circle the broken pediment, offerings crowd the steps, the statue's eyes follow the
        sun, smoke rises straight as a column, serpents sleep on the warm stone, petals float down
        from nowhere
        """
    ),
    dangers=phrases(
        """
        the jealous god, the hounds of the river, the unfinished prophecy, the nameless shade, the
        envy of heaven, the thing in the maze
        """
    ),
    foods=phrases("barley cakes, figs, honeyed wine, olives, goat cheese, pomegranate seeds"),
    acts=phrases(
        """
        swearing by the river, looking back, refusing a guest, boasting of beauty, eating at the
        wrong table, waking the statue
        """
    ),
    tasks=phrases(
        """
        pour a libation, sweep the steps, wind a thread, trim an oil lamp, string a lyre, lay out
        barley for the doves
        """
    ),
    times=phrases(
        """
        the eclipse, the games, the first fruits, the new moon, the dry month, the rising of the dog
        star
        """
    ),
    quarrels=phrases(
        """
        an apple meant for somebody else, whose prophecy it was, a bride promised twice, the order
        of the procession, an unpaid vow, the colour of a sail
        """
    ),
    weathers=phrases(
        """
        a sourceless gold light, a perfumed smoke, a windless noon, a purple dusk, a rain that falls
        upward, a thunder on the clear horizon
        """
    ),
    creatures=phrases("sacred goat, owl, white heifer, two-headed snake, temple cat, talkative crow"),
)
