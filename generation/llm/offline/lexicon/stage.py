"""Words of the stage and music domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

STAGE = Lexicon(
    name="stage",
    label="stage and music",
    cues=words(
        """
        singer musician band actor actress theatre theater circus magician acrobat dancer ballet
        ballerina opera pianist violinist guitarist composer drummer comedian clown puppeteer poet
        writer painter sculptor stage jazz rock idol k-pop dj concert fortune-teller juggler
        playwright
        """
    ),
    settings=phrases(
        """
        in a theatre that is always almost bankrupt, with a travelling circus in its winter
        quarters, in a basement jazz club, in an opera house with a leaking roof
        """
    ),
    roles=phrases("jazz pianist, stage magician, prompter at the opera, tightrope walker, puppeteer"),
    mods=phrases(
        """
        Velvet, Footlight, Encore, Sequin, Brass, Curtain, Spotlight, Paper Moon, Sawdust, Minor
        Key, Ribbon, Mask, Silver, Prompt, Trumpet, Gilt, Overture, Broken String, Greasepaint, Blue
        Note
        """
    ),
    spots=phrases(
        """
        Stage, Green Room, Trapdoor, Balcony, Wardrobe, Pit, Box Office, Ring, Rehearsal Room,
        Alley, Club, Foyer, Catwalk, Dressing Room, Workshop, Wagon
        """
    ),
    groups=phrases(
        """
        Company, Band, Chorus, Troupe, Critics, Stagehands, Patrons, Understudies, Quartet, Claque,
        Family, Night Players
        """
    ),
    items=phrases(
        """
        Violin, Mask, Script, Trumpet, Costume, Poster, Metronome, Puppet, Music Box, Crown, Fan,
        Microphone, Ticket
        """
    ),
    events=phrases(
        """
        Premiere, Flop, Fall, Fire, Last Tour, Audition, Walkout, Encore, Broken String, Scandal,
        Farewell, Rehearsal
        """
    ),
    laws=phrases(
        """
        No Whistling, Ghost Light, Understudy Rule, Cut of the Door, Contract, Silence,
        Superstition, Call Time, Last Bow, Costume Rule, No Encore Rule, Billing
        """
    ),
    customs=phrases(
        """
        Opening Night Toast, Ghost Lamp, Flower Throw, Tuning, Last Bow, Jam Night, Cast Supper,
        Poster Wall, Good Luck Kick, Sunday Matinee, Mask Ball, Curtain Speech
        """
    ),
    trades=phrases(
        """
        stagehand, wardrobe keeper, trumpet player, ticket seller, prompter, lion tamer, critic,
        lighting hand, understudy, choreographer, instrument maker, conjurer, page turner,
        impresario
        """
    ),
    objects=phrases(
        """
        bent trumpet, paper crown, tin of greasepaint, torn poster, metronome, silk scarf, satin
        slipper, signed programme, cracked violin bow, deck of trick cards
        """
    ),
    goods=phrases(
        """
        greasepaint, candle footlights, sheet music, unsold tickets, roses, sequins, spare strings,
        free drinks
        """
    ),
    smells=phrases("greasepaint, dust on hot lamps, rosin, roses, sawdust, spilled beer, hairspray"),
    sounds=phrases(
        """
        the orchestra tuning, the creak of ropes, the applause through a wall, the count of a
        dancer, the pop of a flashbulb, the last chord fading
        """
    ),
    sights=phrases(
        """
        dust turns in the spotlight, costumes hang like sleeping people, ropes vanish into the dark
        above, posters cover older posters, mirrors hold too many lamps, confetti never leaves the
        floorboards
        """
    ),
    dangers=phrases(
        """
        the critics, the bankruptcy, the rival company, the fall, the empty house, the contract in
        small print
        """
    ),
    foods=phrases(
        """
        cold pizza, champagne from paper cups, sugared almonds, sandwiches in the wings, black
        coffee, oranges
        """
    ),
    acts=phrases(
        """
        whistling backstage, speaking the last line at rehearsal, stealing a scene, missing the
        call, wearing another's costume, leaving before the bow
        """
    ),
    tasks=phrases(
        """
        tune a string, sew a loose sequin, shuffle a deck, chalk a mark, wipe off greasepaint, wind
        a metronome
        """
    ),
    times=phrases(
        """
        opening night, the last bow, the matinee, the half-hour call, the end of the tour, the first
        rehearsal
        """
    ),
    quarrels=phrases(
        """
        top billing, a stolen melody, the cut of the door, the wrong key, a costume, who missed the
        cue
        """
    ),
    weathers=phrases(
        """
        a haze of stage smoke, a rain on the canvas, a hush before the cue, a glare of lamps, a blue
        gel light, a warmth of crowded seats
        """
    ),
    creatures=phrases(
        """
        theatre cat, white dove, circus poodle, elderly lion, rabbit with a contract, pigeon in the
        flies
        """
    ),
)
