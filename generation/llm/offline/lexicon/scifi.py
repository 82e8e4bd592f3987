"""Words of the science fiction domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

SCIFI = Lexicon(
    name="scifi",
    label="science fiction",
    cues=words(
        """
        astronaut cosmonaut rocket android robot cyborg spaceship starship space planet moon
        asteroid orbital station alien ai galaxy galactic laser hologram cyberpunk hacker neon clone
        smuggler mining colony mars quantum futuristic pilot drone scifi sci-fi stellar terraform
        starfleet cybernetic synthetic airlock nebula interstellar dystopian mech
        """
    ),
    settings=phrases(
        """
        on a mining moon with two sunsets, aboard an orbital station past its service life, in a
        domed city on a red plain, aboard a long-haul freighter
        """
    ),
    roles=phrases(
        """
        salvage pilot, station mechanic, smuggler of small cargoes, drone shepherd, unlicensed
        navigator
        """
    ),
    mods=phrases(
        """
        Ion, Cobalt, Dust, Orbit, Signal, Vacuum, Helium, Relay, Ceramic, Neon, Vector, Titan,
        Coolant, Drift, Parallax, Beacon, Slag, Comet, Zero, Lumen
        """
    ),
    spots=phrases(
        """
        Dock, Airlock, Concourse, Shaft, Array, Hangar, Terrace, Foundry, Lock, Relay, Dome,
        Terminal, Ring, Berth, Reactor, Sump
        """
    ),
    groups=phrases(
        """
        Syndicate, Crew, Authority, Collective, Union, Registry, Cartel, Survey, Prospectors,
        Unlisted, Charter, Watch
        """
    ),
    items=phrases(
        """
        Drive, Beacon, Visor, Ledger, Key, Core, Transponder, Suit, Capsule, Chip, Lamp, Cutter,
        Compass, Recorder
        """
    ),
    events=phrases(
        """
        Blackout, Strike, Breach, Landing, Recall, Collapse, First Signal, Quarantine, Launch,
        Lockdown, Silence, Salvage
        """
    ),
    laws=phrases(
        """
        Air Tax, Curfew, Protocol, Ration, Salvage Right, Quota, Ban, Licence, Quiet Hour, Manifest
        Rule, Debt Clause, Distress Duty
        """
    ),
    customs=phrases(
        """
        Shift Song, Landing Toast, Lamp Night, Name Day, Drift Race, Farewell, Patch Swap, Long
        Call, Rust Fair, Mess Hour, Hull Painting, Countdown
        """
    ),
    trades=phrases(
        """
        dock loader, suit patcher, air broker, drill operator, hydroponics tender, customs clerk,
        signal reader, ship's cook, reactor hand, scrap buyer, dome glazier, cargo pilot, courier,
        memory dealer
        """
    ),
    objects=phrases(
        """
        scuffed helmet, magnetic boot, ration tin, cracked datapad, pressure gauge, spool of fibre,
        welding mask, nav chip on a chain, patched glove, coil of silver cable
        """
    ),
    goods=phrases(
        """
        refined ice, spare filters, coolant cells, unregistered chips, algae flour, drill heads,
        recycled copper, seed stock
        """
    ),
    smells=phrases(
        """
        hot solder, ozone, recycled air, machine oil, burnt dust, algae and warm plastic, coolant
        """
    ),
    sounds=phrases(
        """
        the tick of cooling metal, the hum of the air plant, the thud of a docking clamp, the whine
        of a tired drill, the chime of the shift bell, the static of an open channel
        """
    ),
    sights=phrases(
        """
        frost feathers the inside of the glass, warning lamps blink out of step, dust drifts
        sideways in the low gravity, cargo drones queue like patient cattle, stars wheel past the
        scratched viewport, condensation runs down every pipe
        """
    ),
    dangers=phrases(
        """
        the debt collectors, the slow leak in the outer wall, the patrol cutters, the dust storms,
        the recall order, the voice on the dead channel
        """
    ),
    foods=phrases(
        """
        algae noodles, synthetic coffee, fried cricket cakes, vat-grown plums, tinned peaches,
        noodle broth
        """
    ),
    acts=phrases(
        """
        wasting air, opening a lock without calling it, erasing a manifest, ignoring a distress
        call, wiping a memory without consent, selling bad seals
        """
    ),
    tasks=phrases(
        """
        patch a glove seal, reset a stubborn relay, coil a length of cable, scrape carbon from a
        contact, check a pressure gauge, sort a tray of screws
        """
    ),
    times=phrases(
        """
        the second sunset, the change of shift, the next supply run, the dust season, lights-down,
        the monthly inspection
        """
    ),
    quarrels=phrases(
        """
        who pays for air, a berth sold twice, the split on the last cargo, salvage found in open
        drift, whose code runs the doors, the missing hours in the log
        """
    ),
    weathers=phrases(
        """
        a stutter of bad light, a haze of fine dust, a red glow from the shafts, a drone of tired
        fans, a cold blue shift-light, a silence where the engines should be
        """
    ),
    creatures=phrases(
        """
        station cat, three-legged maintenance drone, glass beetle, vat goldfish, blind cave rat,
        rooftop pigeon with a tag
        """
    ),
)
