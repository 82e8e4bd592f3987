"""Words of the modern life domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

CITY = Lexicon(
    name="city",
    label="modern life",
    cues=words(
        """
        city modern urban apartment office coffee cafe barista neighbour neighbor roommate taxi bus
        tokyo london york paris startup programmer manager bookshop bookstore bakery baker landlord
        street delivery suburb flat journalist photographer lawyer chef waiter waitress mechanic
        artist florist dating romance romantic boyfriend girlfriend husband wife mother father
        single librarian gym barber shopkeeper laundromat subway metro contemporary accountant
        plumber everyday slice-of-life boss
        """
    ),
    settings=phrases(
        """
        in an old apartment block by the tram line, in a corner shop that never quite closes, in a
        city of bridges and late trains, in a narrow street of workshops and cafes
        """
    ),
    roles=phrases(
        """
        night-bus driver, repairer of old radios, corner-shop owner, piano tuner, neighbourhood
        locksmith
        """
    ),
    mods=phrases(
        """
        Corner, Copper, Rain, Tram, Garden, Paper, Blue Door, Market, Station, Clock, Cherry, Attic,
        Lantern, Brick, Sunday, Velvet, Chalk, River, Neon, Postcard
        """
    ),
    spots=phrases(
        """
        Cafe, Stairwell, Rooftop, Courtyard, Arcade, Bridge, Laundry, Kiosk, Platform, Bakery,
        Workshop, Cinema, Park, Archive, Garage, Landing
        """
    ),
    groups=phrases(
        """
        Tenants, Committee, Regulars, Collective, Night Shift, Sunday Club, Neighbours, Council,
        Cooperative, Card Table, Choir, Watch
        """
    ),
    items=phrases(
        """
        Key, Notebook, Radio, Camera, Umbrella, Ledger, Bicycle, Photograph, Typewriter, Teapot,
        Record, Letterbox, Lamp, Recipe
        """
    ),
    events=phrases(
        """
        Flood, Power Cut, Wedding, Fire Drill, Eviction, Reunion, Break-in, Snow Day, Farewell,
        Strike, Blind Date, Long Weekend
        """
    ),
    laws=phrases(
        """
        Quiet Hour, Rent Day, House Rule, Spare Key Rule, Parking Truce, Noise Pact, Last Order,
        Shared Bill, Shoe Rule, Lift Rule, No-Questions Rule, Borrowing List
        """
    ),
    customs=phrases(
        """
        Sunday Lunch, Street Party, Coffee Hour, Card Night, Housewarming, Book Swap, Window Night,
        First Snow, Birthday Cake, Rooftop Supper, Moving Day, Film Night
        """
    ),
    trades=phrases(
        """
        locksmith, barista, bus driver, piano teacher, tailor, night porter, street photographer,
        plumber, florist, courier, bookseller, caretaker, hairdresser, retired judge
        """
    ),
    objects=phrases(
        """
        chipped mug, bunch of spare keys, folded newspaper, wet umbrella, film camera, potted basil,
        shoebox of letters, cracked phone, old transistor radio, paper bag of pastries
        """
    ),
    goods=phrases(
        """
        second-hand books, fresh bread, borrowed chairs, takeaway cartons, cut flowers, spare bulbs,
        concert tickets, laundry tokens
        """
    ),
    smells=phrases(
        """
        fresh coffee, warm bread, rain on hot tarmac, floor polish, frying onions, old paper,
        washing powder
        """
    ),
    sounds=phrases(
        """
        the last tram turning, the buzz of a tired neon sign, the neighbour's piano, the clatter of
        shutters, the lift that sticks at the third floor, the hiss of the espresso machine
        """
    ),
    sights=phrases(
        """
        washing hangs between the balconies, bicycles lean three deep against the rail, someone has
        chalked a garden on the pavement, posters peel in the underpass, every window shows a
        different film, pigeons own the rooftops
        """
    ),
    dangers=phrases(
        """
        the eviction notice, the developers, the landlord's nephew, the rumour that will not die,
        the empty flat upstairs, the phone call at four in the morning
        """
    ),
    foods=phrases(
        """
        cinnamon buns, dumplings, reheated lasagne, toast and marmalade, noodle soup, lemon cake
        """
    ),
    acts=phrases(
        """
        slamming the street door, reading other people's post, ringing before nine on Sunday,
        selling the courtyard tree, forgetting a birthday, leaving the roof unlocked
        """
    ),
    tasks=phrases(
        """
        wipe down the counter, water the basil, untangle a string of lights, fold a paper receipt,
        tighten a loose hinge, stack the last chairs
        """
    ),
    times=phrases(
        """
        the last tram, closing time, the first warm evening, rent day, the Sunday market, the
        morning rush
        """
    ),
    quarrels=phrases(
        """
        the noise on the stairs, who last had the spare key, a parking space, the rent, a borrowed
        sum, the future of the courtyard
        """
    ),
    weathers=phrases(
        """
        a soft rain, a heavy summer heat, a yellow streetlight glow, a smell of coming snow, a warm
        wind from the river, a grey Sunday quiet
        """
    ),
    creatures=phrases(
        """
        stairwell cat, elderly dachshund, balcony pigeon, escaped parakeet, corner-shop dog, moth on
        the lampshade
        """
    ),
)
