"""Words of the market and craft domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

MARKET = Lexicon(
    name="market",
    label="market and craft",
    cues=words(
        """
        market merchant trader spice baker bakery cook chef restaurant vendor stall tailor craftsman
        craftswoman potter weaver jeweller carpenter grandmother grandfather shop bazaar souk
        clockmaker watchmaker toymaker shoemaker cobbler perfumer brewer innkeeper tea teahouse food
        kitchen caravan butcher glassblower clocks
        """
    ),
    settings=phrases(
        """
        in a covered market older than the city walls, in a street of workshops behind the station,
        at a crossroads bazaar under patched awnings, in a family shop with three generations of
        dust
        """
    ),
    roles=phrases("spice seller, clock mender, master baker, weaver of wedding cloth, perfumer"),
    mods=phrases(
        """
        Pepper, Saffron, Copper, Indigo, Clove, Awning, Scale, Thread, Honey, Clay, Brass, Palm,
        Ginger, Lamp, Tamarind, Red Cloth, Sesame, Coin, Cedar, Drum
        """
    ),
    spots=phrases(
        """
        Stall, Arcade, Kitchen, Storehouse, Courtyard, Scale House, Teahouse, Gate, Alley, Workshop,
        Well, Counting Room, Oven, Stairway, Yard, Crossing
        """
    ),
    groups=phrases(
        """
        Sellers, Guild, Aunties, Porters, Apprentices, Brokers, Savings Circle, Weighers, Cousins,
        Night Cleaners, Buyers, Drummers
        """
    ),
    items=phrases(
        """
        Scale, Ledger, Mortar, Apron, Recipe, Drum, Key, Lamp, Bracelet, Loom, Tin, Knife, Parasol,
        Cloth
        """
    ),
    events=phrases(
        """
        Great Fire, Price War, Wedding, Flood Morning, Theft, Inspection, Homecoming, Festival,
        Shortage, Bargain, Drought Year, Closing
        """
    ),
    laws=phrases(
        """
        Fair Weight, First Price, Credit Rule, Stall Right, Closing Bell, Sample Rule, Sunday Rest,
        Debt Day, Porter's Pay, No-Poaching Rule, Stranger's Discount, Broken Pot Rule
        """
    ),
    customs=phrases(
        """
        Tasting, Naming Feast, Morning Sweep, Drum Hour, First Sale, Tea Round, Cloth Day, Elders'
        Bench, Haggling Song, Lamp Night, Wedding Weigh-in, Blessing of Scales
        """
    ),
    trades=phrases(
        """
        spice grinder, porter, cloth dyer, money changer, tea seller, coppersmith, basket weaver,
        drum maker, scale inspector, fruit seller, letter writer, knife sharpener, street cook, bead
        stringer
        """
    ),
    objects=phrases(
        """
        brass scale, mortar of dark stone, bundle of cinnamon, string of beads, indigo cloth, dented
        tin, wooden spoon, ledger tied with cord, clay water jar, paper fan
        """
    ),
    goods=phrases(
        """
        cloves, red pepper, dried ginger, woven mats, palm oil, raw honey, glass beads, black tea
        """
    ),
    smells=phrases("cloves, roasting coffee, hot oil, cut ginger, wet clay, incense, ripe mango"),
    sounds=phrases(
        """
        the clink of weights, the call of the porters, the pounding of pestles, the flap of awnings,
        the bargaining of aunties, the hiss of the frying pan
        """
    ),
    sights=phrases(
        """
        powder colours every sleeve, sacks stand open like mouths, children carry change in their
        cheeks, light falls through holes in the awning, scales swing and settle, smoke climbs past
        the hanging cloth
        """
    ),
    dangers=phrases(
        """
        the tax inspector, the market fire, the false weights, the new shopping centre, the
        moneylender, the rains
        """
    ),
    foods=phrases("pepper soup, fried plantain, sesame bread, sweet tea, rice and beans, roasted peanuts"),
    acts=phrases(
        """
        leaning on the scale, haggling with the bereaved, sweeping after dark, poaching a customer,
        mixing old stock with new, leaving a debt over the new year
        """
    ),
    tasks=phrases(
        """
        weigh out a pinch of spice, tie a paper parcel, grind a handful of pepper, sweep the front
        step, polish a brass scale, count change into a tin
        """
    ),
    times=phrases(
        """
        the morning bell, the first rains, the wedding season, the evening prayer, debt day, the
        festival
        """
    ),
    quarrels=phrases(
        """
        a short measure, the corner stall, an unpaid debt, the recipe, the price of onions, a
        cousin's partnership
        """
    ),
    weathers=phrases(
        """
        a haze of spice, a white heat, a clatter of sudden rain, a dusty gold light, a harmattan
        wind, a cool blue dawn
        """
    ),
    creatures=phrases(
        """
        stall cat, goat with a price on it, grey parrot, market dog, gecko on the beam, pigeon among
        the sacks
        """
    ),
)
