"""Words of the western domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

WESTERN = Lexicon(
    name="western",
    label="western",
    cues=words(
        """
        western cowboy cowgirl sheriff gunslinger outlaw saloon ranch rancher frontier bounty
        stagecoach prospector marshal rodeo deputy wild west bandit
        """
    ),
    settings=phrases(
        """
        in a dry town at the end of the rail line, on a ranch two days from water, in a mining camp
        with one honest scale, in a border town of adobe and dust
        """
    ),
    roles=phrases("circuit judge, retired gunslinger, stagecoach driver, horse breaker, frontier doctor"),
    mods=phrases(
        """
        Dust, Copper, Coyote, Mesa, Spur, Sage, Silver, Rattlesnake, Whistle, Dry Creek, Longhorn,
        Iron, Sunday, Powder, Bitter, Cactus, Red Rock, Lonesome, Wagon, Tin Star
        """
    ),
    spots=phrases(
        """
        Saloon, Depot, Corral, Mine, Ford, Livery, Hanging Tree, Chapel, Mesa, Bank, Trading Post, Jail,
        Canyon, Well, Telegraph Office, Crossing
        """
    ),
    groups=phrases(
        """
        Posse, Gang, Ranchers, Railroad, Rangers, Homesteaders, Committee, Miners, Drovers,
        Deputies, Brothers, Widows
        """
    ),
    items=phrases(
        """
        Revolver, Badge, Saddle, Deed, Harmonica, Map, Wanted Poster, Pocket Watch, Bible, Lantern,
        Lasso, Gold Scale, Letter
        """
    ),
    events=phrases(
        """
        Shootout, Robbery, Drought, Cattle Drive, Hanging, Gold Strike, Stampede, Election, Dust
        Storm, Last Train, Ambush, Showdown
        """
    ),
    laws=phrases(
        """
        Water Right, Grazing Law, Noon Rule, No-Guns Ordinance, Bounty, Claim Law, Debt, Fence Law,
        Oath, Sunday Closing, Card Rule, Brand Law
        """
    ),
    customs=phrases(
        """
        Barn Dance, Harvest Social, Branding Day, Card Night, Burial Hymn, Horse Race, Founders
        Parade, Campfire Song, Pie Auction, Payday, Town Meeting, Rain Prayer
        """
    ),
    trades=phrases(
        """
        blacksmith, telegraph clerk, saloon singer, undertaker, cattle drover, barber-dentist, mule
        skinner, preacher, assay clerk, schoolteacher, gun maker, laundry owner, tracker, deputy
        """
    ),
    objects=phrases(
        """
        tin badge, cracked saddle, harmonica, folded deed, tin cup, bullet with a name on it, wanted
        poster, worn deck of cards, silver spur, coil of rope
        """
    ),
    goods=phrases(
        """
        coffee beans, barbed wire, dynamite, dried beef, whisky, saddle soap, silver dust, mail
        """
    ),
    smells=phrases("sagebrush, gun oil, horse, coffee boiled twice, leather, hot dust, cheap whisky"),
    sounds=phrases(
        """
        the creak of the saloon doors, the whistle of the noon train, the jingle of spurs, the howl
        of a coyote, the piano with two dead keys, the click of the telegraph
        """
    ),
    sights=phrases(
        """
        tumbleweed gathers against the jail, horses doze at the rail, heat makes the road swim,
        buzzards turn over the ridge, curtains twitch along the street, dust lies on every glass
        """
    ),
    dangers=phrases(
        """
        the brothers from across the river, the railroad agents, the drought, the hired gun in black
        gloves, the mine collapse, the hanging judge
        """
    ),
    foods=phrases("beans and bacon, cornbread, peach pie, black coffee, chili, sourdough"),
    acts=phrases(
        """
        drawing on an unarmed man, cutting a fence, poisoning a well, stealing a horse, cheating at
        cards, riding off without paying
        """
    ),
    tasks=phrases(
        """
        shoe a restless horse, oil a revolver, roll a blanket, shuffle a worn deck, tighten a cinch,
        strike a match on a boot
        """
    ),
    times=phrases("the noon train, payday, the spring drive, sundown, the first rain, the election"),
    quarrels=phrases(
        """
        water rights, a stolen horse, a marked card, the line of a fence, the true owner of the
        claim, an old brand under a new one
        """
    ),
    weathers=phrases(
        """
        a wall of dust, a white noon, a red sundown, a dry wind, a sky full of stars, a far thunder
        """
    ),
    creatures=phrases("piebald horse, old hound, rattlesnake, rooster, mule, buzzard"),
)
