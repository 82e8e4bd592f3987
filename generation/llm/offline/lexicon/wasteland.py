"""Words of the post-apocalyptic domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

WASTELAND = Lexicon(
    name="wasteland",
    label="post-apocalyptic",
    cues=words(
        """
        post-apocalyptic apocalypse apocalyptic wasteland survivor scavenger bunker ruins raider
        radiation fallout nuclear nomad vault collapse plague mutant outpost salvage desert drought
        dustbowl last
        """
    ),
    settings=phrases(
        """
        in a shopping mall turned market, on a highway that became a river of sand, in
        a bunker with one honest door, in a settlement built from buses
        """
    ),
    roles=phrases("water carrier, map maker of the ruins, radio keeper, salvage judge, seed trader"),
    mods=phrases(
        """
        Rust, Dust, Cistern, Concrete, Static, Bone, Overpass, Filter, Tin, Sunken, Geiger, Barrel,
        Highway, Siren, Ash, Wire, Solar, Broken, Turbine, Salt
        """
    ),
    spots=phrases(
        """
        Overpass, Cistern, Bunker, Pump, Crater, Depot, Greenhouse, Silo, Gate, Tunnel, Scrapyard,
        Tower, Clinic, Market, Reservoir, Checkpoint
        """
    ),
    groups=phrases(
        """
        Carriers, Convoy, Settlers, Raiders, Council, Diggers, Filter Crew, Seedkeepers, Static
        Choir, Wardens, Tribunal, Remainder
        """
    ),
    items=phrases(
        """
        Canteen, Geiger Counter, Radio, Map, Seed Jar, Crowbar, Battery, Gas Mask, Lantern, Flag,
        Toolbox, Ration Book, Engine, Mirror
        """
    ),
    events=phrases(
        """
        Long Dust, Dry Year, First Rain, Raid, Last Broadcast, Exodus, Trial, Fever, Turbine Fire,
        Convoy, Reopening, Count
        """
    ),
    laws=phrases(
        """
        Water Law, Gate Rule, Salvage Right, Ration, Exile, Two-Cup Rule, Barter Oath, Curfew,
        Quarantine, Burial Duty, Open Radio Rule, Seed Share
        """
    ),
    customs=phrases(
        """
        Rain Dance, Water Toast, Roll of Names, Scrap Fair, Engine Night, Seed Blessing, Dust
        Burial, Story Fire, Bottle Wall, Roof Watch, Barter Day, Lamp Hour
        """
    ),
    trades=phrases(
        """
        water carrier, filter maker, scrap smith, radio operator, bone setter, turbine hand, seed
        keeper, rat catcher, convoy driver, map seller, gate guard, well judge, tyre cobbler, fire
        tender
        """
    ),
    objects=phrases(
        """
        dented canteen, gas mask with one lens, hand-crank radio, road sign shield, jar of seeds,
        solar cell, tin medal, coil of wire, cracked sun visor, bottle of clean water
        """
    ),
    goods=phrases(
        """
        clean water, spare batteries, canned beans, tyre rubber, antibiotics, copper wire, dried
        lizards, candle ends
        """
    ),
    smells=phrases("hot rubber, dust, boiled water, rust, burnt plastic, tomato leaves, engine grease"),
    sounds=phrases(
        """
        the tick of a counter, the groan of the turbine, the wind in the wires, the clank of
        buckets, the static between stations, the bark of a far engine
        """
    ),
    sights=phrases(
        """
        sand fills the lower windows, plastic bags flap like birds, the sun comes up the colour of
        brick, vines grow through the dashboards, children race on shopping trolleys, old billboards
        promise impossible things
        """
    ),
    dangers=phrases(
        """
        the raiders of the north road, the black dust, the bad well, the coughing sickness, the
        dogs, the men with clean boots
        """
    ),
    foods=phrases("bean stew, roasted lizard, cactus jam, flat bread, canned pears, mint water"),
    acts=phrases(
        """
        spilling clean water, hiding a well, shooting at a white flag, burning books for heat,
        walking at noon, hoarding medicine
        """
    ),
    tasks=phrases(
        """
        strain a cup of water, splice a wire, patch a mask, crank the radio, sharpen a spade, count
        the remaining matches
        """
    ),
    times=phrases(
        """
        the next rain, the noon siren, the convoy season, the evening count, the first green shoots,
        the dust months
        """
    ),
    quarrels=phrases(
        """
        who drinks first, the last antibiotic, an engine found in no man's land, the right to the
        roof, a broken barter, whose turn it is at the pump
        """
    ),
    weathers=phrases(
        """
        a red dust, a dry lightning, a white heat, a sour yellow haze, a wind like an open oven, a
        rare clean morning
        """
    ),
    creatures=phrases(
        """
        three-legged dog, hooded crow, sand-coloured cat, mule, radroach, hen worth more than a gun
        """
    ),
)
