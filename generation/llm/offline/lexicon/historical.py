"""Words of the historical drama domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

HISTORICAL = Lexicon(
    name="historical",
    label="historical drama",
    cues=words(
        """
        victorian medieval roman ancient samurai shogun edo renaissance tudor empire imperial war
        soldier century 1800s 1900s 1920s 1890 1914 1940s regency colonial viking monastery monk nun
        duke duchess baron countess lord lady court courtier revolution historical gladiator pharaoh
        telegraph suffragette blacksmith merchant scribe printer trenches
        """
    ),
    settings=phrases(
        """
        in a port city of an ageing empire, in a garrison town at the edge of the province, in a
        great house with too few servants, in a guild quarter of narrow lanes
        """
    ),
    roles=phrases(
        """
        court copyist, disgraced cavalry officer, printer of forbidden pamphlets, apothecary,
        travelling portraitist
        """
    ),
    mods=phrases(
        """
        Wax, Iron, Linen, Chapel, Quill, Powder, Garrison, Laurel, Harvest, Saffron, Marble, Drum,
        Gallows, Rose, Winter, Mercer, Pewter, Crown, Tallow, Lion
        """
    ),
    spots=phrases(
        """
        Gate, Quarter, Cloister, Inn, Market Cross, Cellar, Bastion, Library, Stable, Mint, Wharf,
        Gallery, Gaol, Workshop, Parade Ground, Counting House
        """
    ),
    groups=phrases(
        """
        Guild, Regiment, Household, Chapter, Conspiracy, Merchants, Assembly, Pamphleteers, Bench,
        Confraternity, Militia, Salon
        """
    ),
    items=phrases(
        """
        Seal, Letter, Sabre, Ledger, Locket, Map, Standard, Psalter, Clock, Portrait, Ring, Warrant,
        Snuffbox, Testament
        """
    ),
    events=phrases(
        """
        Siege, Bread Riot, Trial, Fire, Fever Year, Coronation, Treaty, Winter March, Wedding,
        Bankruptcy, Mutiny, Surrender
        """
    ),
    laws=phrases(
        """
        Curfew, Salt Tax, Oath, Sumptuary Law, Guild Rule, Right of Sanctuary, Debt Law, Duel Code,
        Bread Price, Censorship, Conscription, Inheritance
        """
    ),
    customs=phrases(
        """
        Saint's Day, Market Fair, Mourning, Betrothal Supper, Procession, Harvest Supper, Toast,
        Visiting Hour, Lantern Mass, Apprentice Feast, Almsgiving, Court Dance
        """
    ),
    trades=phrases(
        """
        apothecary, printer, farrier, notary, tailor, quartermaster, bell-founder, court musician,
        chandler, grave-digger, midwife, wine merchant, engraver, stable hand
        """
    ),
    objects=phrases(
        """
        stick of red wax, tarnished medal, goose quill, pewter plate, folded warrant, worn glove,
        pocket watch without hands, ivory comb, powder horn, rosary of olive wood
        """
    ),
    goods=phrases(
        """
        bolts of linen, tallow candles, smuggled pamphlets, salted cod, lamp oil, gunpowder,
        saffron, grain
        """
    ),
    smells=phrases("candle smoke, horse sweat, ink, damp wool, beeswax, gunpowder, spilled wine"),
    sounds=phrases(
        """
        the toll of the curfew bell, the scratch of a quill, the tramp of a patrol, the rattle of
        carriage wheels, the drum from the square, the cry of the water seller
        """
    ),
    sights=phrases(
        """
        broadsheets are pasted over older broadsheets, candles burn behind closed shutters, the
        gutters freeze in ridges, soldiers sleep sitting up, beggars know every coat of arms,
        swallows nest under the broken arch
        """
    ),
    dangers=phrases(
        """
        the fever, the magistrate's informers, the creditors, the next levy of soldiers, the duke's
        displeasure, the rumour of war
        """
    ),
    foods=phrases("barley broth, black bread, spiced wine, salted herring, quince jelly, roast chestnuts"),
    acts=phrases(
        """
        reading aloud after curfew, breaking a seal, mocking the governor, refusing a toast, selling
        short weight, sheltering a deserter
        """
    ),
    tasks=phrases(
        """
        trim a candle, sand a page of fresh ink, brush mud from a coat, wind a stubborn clock, seal
        a letter, count a short row of coins
        """
    ),
    times=phrases(
        """
        the curfew bell, the spring levy, the feast of the patron saint, the opening of the court,
        the thaw, the grape harvest
        """
    ),
    quarrels=phrases(
        """
        a broken betrothal, the price of bread, a disputed will, which chapel owns the relic, an
        insult given at cards, the back pay of the garrison
        """
    ),
    weathers=phrases(
        """
        a bitter wind, a brown fog, a white noon heat, a drizzle that smells of the river, a still
        cold night, a sky the colour of lead
        """
    ),
    creatures=phrases(
        """
        carriage horse, kitchen cat, cathedral jackdaw, hunting dog, caged finch, mule with an
        opinion
        """
    ),
)
