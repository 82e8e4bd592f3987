"""Words of the mystery domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

MYSTERY = Lexicon(
    name="mystery",
    label="mystery",
    cues=words(
        """
        detective mystery crime murder noir investigator sleuth inspector police cop thief heist spy
        espionage gangster mafia mob private-eye case forger con burglar witness clue clues suspect
        détective detektiv detetive investigatore forensic agent assassin
        """
    ),
    settings=phrases(
        """
        in a harbour city with too many alibis, in an office above a shuttered cinema, in a district
        where everyone saw nothing, in a grand hotel out of season
        """
    ),
    roles=phrases(
        """
        private investigator, retired forger, police archivist, insurance inspector, finder of
        missing people
        """
    ),
    mods=phrases(
        """
        Cipher, Alibi, Red Ink, Smoke, Back Alley, Harbour, Ace, Glass, Midnight, Velvet, Ferry,
        Blind, Marble, Ashtray, Rain, Pawn, Gilt, Telegraph, Silent, Locked
        """
    ),
    spots=phrases(
        """
        Hotel, Precinct, Pier, Bar, Archive, Morgue, Pawnshop, Lobby, Alley, Casino, Office,
        Warehouse, Cinema, Station, Villa, Elevator
        """
    ),
    groups=phrases(
        """
        Syndicate, Bureau, Squad, Family, Card Players, Informers, Ring, Partners, Committee,
        Dockers, Firm, Heirs
        """
    ),
    items=phrases(
        """
        Dossier, Revolver, Photograph, Ledger, Cufflink, Matchbook, Key, Telegram, Diamond,
        Umbrella, Cigarette Case, Negative, Will, Ticket
        """
    ),
    events=phrases(
        """
        Double Cross, Ransom, Verdict, Break-in, Alibi Night, Disappearance, Auction, Blackmail,
        Raid, Confession, Fall, Swap
        """
    ),
    laws=phrases(
        """
        Rule of Silence, Statute, Price of a Name, Closed File, Two Keys Rule, Curfew, Finder's Fee,
        Bail, Standing Order, Favour, Clean Hands Rule, Cut
        """
    ),
    customs=phrases(
        """
        Card Game, Last Round, Toast to the Absent, Sunday Visit, Flower Delivery, Stakeout Coffee,
        Envelope Day, Roll Call, Race Day, Retirement Supper, Wager, Night Walk
        """
    ),
    trades=phrases(
        """
        hotel porter, pawnbroker, court reporter, coroner, bartender, lock expert, typist, card
        dealer, insurance clerk, ex-boxer, newspaper seller, night switchboard operator, fence,
        ballistics clerk
        """
    ),
    objects=phrases(
        """
        bent matchbook, torn ticket, single cufflink, unsigned letter, train timetable, roll of
        undeveloped film, coat check tag, glass paperweight, broken watch, lipstick case
        """
    ),
    goods=phrases(
        """
        unmarked bills, blank passports, cold coffee, old case files, cheap cigars, carbon copies,
        typed statements, stolen pearls
        """
    ),
    smells=phrases(
        """
        stale smoke, wet overcoats, cheap cologne, typewriter ribbon, harbour diesel, gin, floor wax
        """
    ),
    sounds=phrases(
        """
        the rattle of the blinds, the click of a lighter, the ferry horn, the typewriter next door,
        the elevator cage closing, the telephone that stops when touched
        """
    ),
    sights=phrases(
        """
        neon letters flicker one short of a word, rain crawls down the office glass, the same car
        passes twice, a light goes on across the courtyard, cigarette smoke hangs under the lamp,
        footprints dry on the marble
        """
    ),
    dangers=phrases(
        """
        the man in the grey hat, the missing witness, the commissioner's friends, the second set of
        books, the killer with good manners, the blackmailer
        """
    ),
    foods=phrases("cold coffee, oysters, fried egg sandwiches, rye whisky, fish soup, stale croissants"),
    acts=phrases(
        """
        talking to the press, leaving fingerprints, opening another man's safe, asking about the
        first wife, paying with marked notes, closing a case too early
        """
    ),
    tasks=phrases(
        """
        pin a photograph to the wall, light a lamp, turn a matchbook over, straighten a stack of
        files, pour two fingers of something amber, wind a roll of film
        """
    ),
    times=phrases(
        """
        the last ferry, the reading of the will, the evening edition, the shift change at the
        precinct, the trial, closing time at the bar
        """
    ),
    quarrels=phrases(
        """
        a missing diamond, who rang at midnight, the date on the telegram, an unpaid bribe, the
        second key, the wording of a statement
        """
    ),
    weathers=phrases(
        """
        a slow rain, a fog off the harbour, a hard neon glare, a sticky heat, a blue cigarette haze,
        a wind that turns umbrellas
        """
    ),
    creatures=phrases(
        """
        office cat, racing pigeon, hotel parrot, stray terrier, goldfish called Evidence, harbour
        gull
        """
    ),
)
