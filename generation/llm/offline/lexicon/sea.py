"""Words of the seafaring domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

SEA = Lexicon(
    name="sea",
    label="seafaring",
    cues=words(
        """
        sea ocean ship sailor pirate captain harbor harbour lighthouse island fisherman fisher
        mermaid siren whale submarine sailing boat coast port navigator privateer admiral reef tide
        beach marine diver shipwreck anchor navy dock ferry ferryman lagoon
        """
    ),
    settings=phrases(
        """
        on a storm-bitten headland, aboard a three-masted trader, in a harbour town below the
        cliffs, on an island left off most charts
        """
    ),
    roles=phrases("harbour pilot, ship's carpenter, keeper of the light, pearl diver, disgraced navigator"),
    mods=phrases(
        """
        Salt, Tide, Gull, Anchor, Kelp, Storm, Pearl, Tar, Coral, Lantern, Whale, Brine, Fog, Drift,
        Cutwater, Sail, Herring, Sounding, Barnacle, Mast
        """
    ),
    spots=phrases(
        """
        Quay, Light, Reef, Cove, Slipway, Tavern, Chandlery, Sandbar, Chapel, Cannery, Headland,
        Boathouse, Breakwater, Jetty, Cave, Lookout
        """
    ),
    groups=phrases(
        """
        Pilots, Crew, Company, Wreckers, Brotherhood, Netmenders, Admiralty, Smugglers, Divers,
        Watch, Fleet, Widows
        """
    ),
    items=phrases(
        """
        Sextant, Chart, Bell, Anchor, Harpoon, Logbook, Compass, Figurehead, Lamp, Net, Spyglass,
        Bottle, Pearl, Whistle
        """
    ),
    events=phrases(
        """
        Wreck, Great Storm, Mutiny, Fog Winter, Launch, Drowning, Herring Year, Rescue, Red Tide,
        Calm, Prize, Homecoming
        """
    ),
    laws=phrases(
        """
        Salvage Law, Harbour Due, Rule of the Watch, Silence, Deck Law, Wreck Right, Pilot's Oath,
        Quarantine, Third Share, Lamp Duty, Net Truce, Night Landing Ban
        """
    ),
    customs=phrases(
        """
        Blessing of the Boats, Net Day, Widow's Lamp, Crossing Rite, Shanty Night, First Catch, Bell
        for the Drowned, Knot Game, Tar Feast, Homecoming Fire, Sail Washing, Empty Chair
        """
    ),
    trades=phrases(
        """
        net mender, harbour pilot, sailmaker, fish seller, chandler, diver, ship's surgeon, lamp
        tender, cooper, customs officer, whaler, boatwright, deckhand, chart seller
        """
    ),
    objects=phrases(
        """
        brass sextant, tarred rope, whalebone comb, message bottle, glass float, oilskin coat,
        cork-handled knife, ship's bell, salt-stiff glove, logbook with swollen pages
        """
    ),
    goods=phrases("salted herring, lamp oil, coiled rope, rum, sailcloth, sponges, tar, oysters"),
    smells=phrases("tar, low tide, wet rope, fish scales, lamp oil, salt and iron, drying kelp"),
    sounds=phrases(
        """
        the slap of halyards, the moan of the fog horn, the quarrel of gulls, the suck of shingle,
        the bell on the shoal, the groan of timbers
        """
    ),
    sights=phrases(
        """
        nets hang drying like grey sails, spray whitens the windows, boats nod at their moorings,
        crabs explore the steps, the horizon comes and goes, gulls stand facing the wind
        """
    ),
    dangers=phrases(
        """
        the shoal they call the Sleeper, the excise cutter, the rogue wave, the false lights, the
        deep cold, the captain nobody buried
        """
    ),
    foods=phrases("fish stew, ship's biscuit, oysters, seaweed bread, dark rum, smoked mackerel"),
    acts=phrases(
        """
        whistling on deck, turning away a drowning man, moving a buoy, sailing on a burial day,
        letting the lamp go out, selling a dead man's boots
        """
    ),
    tasks=phrases(
        """
        splice a rope, trim the lamp, mend a net, scrape salt from a lens, tie a bowline, mark a
        chart
        """
    ),
    times=phrases(
        """
        the turn of the tide, the herring season, the first gale, the spring tide, the dog watch,
        the end of the fog
        """
    ),
    quarrels=phrases(
        """
        shares of the catch, a moved buoy, who lit the false fire, the mooring nearest the steps, a
        boat sold without her name, salvage from the last wreck
        """
    ),
    weathers=phrases(
        """
        a wall of fog, a salt wind, a flat silver calm, a squall, a drizzle off the water, a moon
        with a ring
        """
    ),
    creatures=phrases(
        """
        one-footed gull, ship's cat, grey seal, cormorant, hermit crab, terrier with sea legs
        """
    ),
)
