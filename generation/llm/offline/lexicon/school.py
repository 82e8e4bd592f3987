"""Words of the school life domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

SCHOOL = Lexicon(
    name="school",
    label="school life",
    cues=words(
        """
        school teacher student academy university college classroom professor campus pupil dormitory
        headmaster headmistress tutor graduate exam librarian club highschool principal lecturer
        homework boarding
        """
    ),
    settings=phrases(
        """
        at a boarding school on a windy hill, at a small university with a great library, in a high
        school by the sea, at an academy where the bells are always late
        """
    ),
    roles=phrases(
        """
        transfer student, substitute teacher, library prefect, retired professor, caretaker of the
        old observatory
        """
    ),
    mods=phrases(
        """
        Chalk, Ink, Bell, Ivy, Attic, Blue Ribbon, Compass, Pencil, Library, Honour, Locker, Autumn,
        Choir, Oak, Detention, Maple, Physics, Velvet, Lamp, Broken
        """
    ),
    spots=phrases(
        """
        Library, Rooftop, Greenhouse, Dormitory, Courtyard, Gymnasium, Observatory, Canteen,
        Archive, Corridor, Boathouse, Laboratory, Stairwell, Music Room, Staff Room, Gate
        """
    ),
    groups=phrases(
        """
        Prefects, Club, Committee, House, Faculty, Drama Society, Night Readers, Alumni, Team,
        Newspaper, Scholars, Council
        """
    ),
    items=phrases(
        """
        Notebook, Trophy, Blazer, Telescope, Key, Yearbook, Chalkboard, Bell, Medal, Chessboard,
        Letter, Microscope, Lunchbox, Register
        """
    ),
    events=phrases(
        """
        Exam Week, Expulsion, Field Trip, Fire Drill, Snow Day, Prize Day, Duel of Essays, Prank,
        Reunion, Final, Missing Night, Audition
        """
    ),
    laws=phrases(
        """
        Curfew, Honour Code, Uniform Rule, Quiet Hour, Locker Pact, Detention Rule, Seating Order,
        Off-Limits Rule, Study Oath, No-Running Rule, Swap Rule, Grade Curve
        """
    ),
    customs=phrases(
        """
        Founders Day, Midnight Feast, Lantern Run, First Bell, Talent Night, Sports Day, Study
        Circle, Farewell Song, Window Day, Culture Festival, Prank Week, Library Vigil
        """
    ),
    trades=phrases(
        """
        librarian, chemistry teacher, dormitory warden, scholarship student, school nurse, drama
        coach, groundskeeper, exchange student, team captain, choir leader, lab assistant, cafeteria
        cook, newspaper editor, night guard
        """
    ),
    objects=phrases(
        """
        ink-stained notebook, brass compass, borrowed blazer, dog-eared novel, broken pencil case,
        science trophy, paper crane, chess clock, library card, half-finished sketch
        """
    ),
    goods=phrases(
        """
        exam papers, spare chalk, love notes, forged passes, canteen coupons, old yearbooks, sheet
        music, pressed flowers
        """
    ),
    smells=phrases("chalk dust, floor wax, rain on blazers, glue, old books, canteen soup, cut grass"),
    sounds=phrases(
        """
        the first bell, the squeak of trainers, the choir behind a door, the scratch of forty pens,
        the tap of rain on skylights, the hum of the projector
        """
    ),
    sights=phrases(
        """
        chalk dust hangs in the light, someone has carved initials on every desk, leaves blow down
        the corridor, notes are folded into birds, the trophy case reflects the whole hall, bicycles
        rust by the gate
        """
    ),
    dangers=phrases(
        """
        the final examination, the headmaster's list, the closed east wing, the rumour about last
        spring, the rival academy, the letter home
        """
    ),
    foods=phrases("melon bread, canteen curry, contraband biscuits, hot cocoa, rice balls, cheese toast"),
    acts=phrases(
        """
        running in the east corridor, copying an answer, telling tales, climbing to the roof,
        burning a report, missing the last bell
        """
    ),
    tasks=phrases(
        """
        fold a paper crane, clean the blackboard, shelve a stack of books, tune a violin, correct a
        page in red, sharpen a pencil
        """
    ),
    times=phrases(
        """
        the first bell, exam week, the summer holidays, lights-out, the culture festival, the last
        day of term
        """
    ),
    quarrels=phrases(
        """
        a stolen essay, the captain's armband, the keys to the roof, who wrote the poem, the grading
        of one question, a seat by the window
        """
    ),
    weathers=phrases(
        """
        a drift of petals, a rain-dark afternoon, a drowsy heat, a bright cold morning, a low winter
        sun, a wind that slams doors
        """
    ),
    creatures=phrases(
        """
        laboratory rabbit, courtyard cat, class goldfish, rooftop crow, groundskeeper's dog, barn
        owl in the bell tower
        """
    ),
)
