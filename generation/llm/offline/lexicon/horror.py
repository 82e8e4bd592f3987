"""Words of the horror domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

HORROR = Lexicon(
    name="horror",
    label="horror",
    cues=words(
        """
        horror haunted ghost vampire werewolf demon demonic cursed curse undead zombie cemetery
        graveyard occult cult eldritch nightmare possessed asylum exorcist killer gothic crypt lich
        monster blood haunting mortician undertaker spirit spirits poltergeist
        """
    ),
    settings=phrases(
        """
        in a house that has outlived its owners, in a town where the fog keeps office hours, in a
        hospital wing closed since the fire, in a valley the train no longer stops at
        """
    ),
    roles=phrases(
        """
        reluctant medium, night sexton, caretaker of an empty house, collector of last words,
        archivist of hauntings
        """
    ),
    mods=phrases(
        """
        Hollow, Crow, Marrow, Ash, Veil, Pale, Widow, Moth, Black Water, Bone, Cellar, Thirteenth,
        Lament, Rust, Grave, Whisper, Salt, Shroud, Mirror, Nettle
        """
    ),
    spots=phrases(
        """
        Cellar, Attic, Crypt, Nursery, Well, Corridor, Gate, Orchard, Chapel, Ward, Staircase,
        Landing, Greenhouse, Vault, Crossing, Pond
        """
    ),
    groups=phrases(
        """
        Mourners, Congregation, Family, Watchers, Society, Undertakers, Choir, Circle, Inheritors,
        Sleepless, Order, Quiet Ones
        """
    ),
    items=phrases(
        """
        Mirror, Doll, Music Box, Lantern, Diary, Key, Portrait, Bell, Veil, Locket, Spade, Candle,
        Photograph, Hymnal
        """
    ),
    events=phrases(
        """
        Drowning, Fire, Séance, Burial, Disappearance, Third Night, Storm, Awakening, Confession,
        Long Silence, Exhumation, Return
        """
    ),
    laws=phrases(
        """
        Salt Line, Rule of Doors, Silence, Last Lamp, Invitation, Covered Mirror, Curfew, Bargain,
        Names Rule, Closed Room, Vow, Tithe
        """
    ),
    customs=phrases(
        """
        Vigil, Lamp Walk, All Souls Supper, Counting, Wake, Bell Night, Chalking, Washing, Silent
        Dinner, Offering, Burial Song, Shutter Night
        """
    ),
    trades=phrases(
        """
        sexton, medium, undertaker, night nurse, organist, taxidermist, parish clerk, well-digger,
        candle maker, antiquarian, lamplighter, grave mason, housekeeper, folklorist
        """
    ),
    objects=phrases(
        """
        cracked hand mirror, child's shoe, tarnished bell, burnt hymnal, jar of grave soil, doll
        with one eye, iron nail, black ribbon, unlabelled key, wax cylinder recording
        """
    ),
    goods=phrases(
        """
        coarse salt, iron nails, church candles, black crepe, lamp oil, dried rue, old photographs,
        chalk
        """
    ),
    smells=phrases("damp plaster, snuffed candles, turned earth, lilies, cold ashes, rust, river mud"),
    sounds=phrases(
        """
        the scrape of a chair upstairs, the slow turn of a handle, the tapping inside the wall, the
        organ with nobody at it, the breath on the telephone, the gate that will not stay shut
        """
    ),
    sights=phrases(
        """
        the portraits have all turned a little, moths crowd one dark window, footprints end in the
        middle of the lawn, the clocks agree on the wrong hour, the wallpaper sweats, frost forms on
        one chair only
        """
    ),
    dangers=phrases(
        """
        the tall visitor, the voice in the pipes, the drowned sister, the thing behind the plaster,
        the hour that repeats, the congregation
        """
    ),
    foods=phrases("funeral cake, cold mutton, bitter tea, seed bread, plum brandy, thin soup"),
    acts=phrases(
        """
        answering the third knock, leaving a mirror uncovered, counting the stairs aloud, sleeping
        in the east room, taking anything from the grave side, saying the name twice
        """
    ),
    tasks=phrases(
        """
        relight a candle, lay a line of salt, wind a stopped clock, close a shutter, turn a mirror
        to the wall, count the keys on a ring
        """
    ),
    times=phrases(
        """
        the third knock, the last lamp, the anniversary, the dark of the moon, the burial hour, All
        Souls
        """
    ),
    quarrels=phrases(
        """
        what was buried, who inherited the house, whose voice is on the tape, the sealed room, the
        missing page of the register, a promise made to the dead
        """
    ),
    weathers=phrases(
        """
        a fog with a taste of iron, a windless cold, a dripping dark, a thin grey dawn, a storm that
        circles back, a smell of lilies
        """
    ),
    creatures=phrases("black dog, one-eyed cat, rook, white moth, silent owl, rat that will not run"),
)
