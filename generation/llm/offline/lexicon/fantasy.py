"""Words of the fantasy domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

FANTASY = Lexicon(
    name="fantasy",
    label="fantasy",
    cues=words(
        """
        knight wizard witch dragon elf elven dwarf orc goblin magic magical enchanted spell sorcerer
        sorceress paladin castle kingdom quest sword fairy fae unicorn prophecy enchantress mage
        druid rogue bard tavern dungeon medieval king queen prince princess squire realm fantasy
        necromancer griffin troll potion alchemist rune runes goblins elves
        """
    ),
    settings=phrases(
        """
        in a walled town under old hills, in a forest kingdom that few maps agree on, at a castle
        with more towers than people, in a river valley where the stones remember names
        """
    ),
    roles=phrases(
        """
        hedge wizard, road warden, runaway squire, keeper of small spells, apprentice alchemist
        """
    ),
    mods=phrases(
        """
        Thorn, Ember, Hollow, Moon, Raven, Oak, Silver, Mist, Antler, Candle, Ash, Bramble, Stag,
        Rune, Willow, Frost, Crown, Amber, Fern, Wyrm
        """
    ),
    spots=phrases(
        """
        Gate, Well, Stair, Ford, Tower, Glade, Barrow, Bridge, Hall, Chapel, Orchard, Mere, Cairn,
        Mill, Hollow, Keep
        """
    ),
    groups=phrases(
        """
        Wardens, Order, Company, Circle, Brotherhood, Court, Foresters, Lanterns, Coven, Guild,
        Vigil, Riders
        """
    ),
    items=phrases(
        """
        Sword, Horn, Chalice, Mirror, Cloak, Bell, Key, Ring, Spindle, Banner, Grimoire, Shield,
        Lantern, Dagger
        """
    ),
    events=phrases(
        """
        Siege, Vigil, Hunt, Parting, Coronation, Burning, Truce, Vanishing, Duel, Long Night,
        Crossing, Betrayal
        """
    ),
    laws=phrases(
        """
        Oath, Toll, Silence, Bargain, Ban, Right of Guests, Debt, Forfeit, Naming, Pact, Truce,
        Tithe
        """
    ),
    customs=phrases(
        """
        Feast, Blessing, Dance, Wake, Lighting, Garland, Fair, Procession, Ballad, Bonfire,
        Offering, First Cut
        """
    ),
    trades=phrases(
        """
        charcoal burner, hedge witch, falconer, bell-ringer, ferryman, saddler, tinker, herbalist,
        gamekeeper, innkeeper, stonemason, shepherd, scribe, swordsmith
        """
    ),
    objects=phrases(
        """
        dented helm, horn cup, waxed map, silver thimble, cracked shield, bundle of feathers, bone
        flute, river stone with a hole, knotted cord, stub of blessed candle
        """
    ),
    goods=phrases(
        """
        beeswax candles, raw wool, dried mushrooms, elder bark, horseshoe nails, bottled moonlight,
        arrow shafts, hazel charms
        """
    ),
    smells=phrases(
        """
        wet moss, woodsmoke, crushed mint, old leather, cold iron, honey and pitch, trampled fern
        """
    ),
    sounds=phrases(
        """
        the knock of a woodpecker, the ring of a far anvil, the creak of saddle leather, the slow
        drip of a spring, the cry of a single hawk, the murmur of leaves with no wind
        """
    ),
    sights=phrases(
        """
        mist lies on the paths till noon, moths gather around every lantern, ivy climbs faster than
        anyone can cut it, deer come close enough to touch, mushrooms grow in perfect rings, old
        roots have lifted half the paving
        """
    ),
    dangers=phrases(
        """
        the white boar, the drowned riders, the thing under the hill, the autumn wolves, the queen's
        tax men, the singing lights
        """
    ),
    foods=phrases("acorn bread, smoked trout, honey cakes, nettle soup, hard cheese, blackberry wine"),
    acts=phrases(
        """
        cutting live oak, whistling after moonrise, refusing bread to a stranger, drawing steel at a
        crossing, speaking a true name aloud, following the lights
        """
    ),
    tasks=phrases(
        """
        mend a torn strap, whet a blade, trim a lantern wick, bind a charm of hazel, scrape mud from
        a boot, feed a small fire
        """
    ),
    times=phrases(
        """
        the first frost, the turning of the leaves, the harvest moon, lambing time, midsummer eve,
        the hour before dawn
        """
    ),
    quarrels=phrases(
        """
        who may draw from the spring, an old grant of land, the price of a ward, whose ancestor
        broke the oath, how much the forest is owed, a horse lent and never returned
        """
    ),
    weathers=phrases(
        """
        a pale mist, a scatter of cold rain, a green dusk, a hush before snow, a gold evening light,
        a low wind full of leaves
        """
    ),
    creatures=phrases("raven, grey mare, fox with one white ear, barn owl, old hound, red squirrel"),
)
