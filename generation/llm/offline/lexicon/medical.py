"""Words of the medical drama domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

MEDICAL = Lexicon(
    name="medical",
    label="medical drama",
    cues=words(
        """
        nurse doctor hospital clinic surgeon physician medic paramedic ambulance patient patients
        ward therapist psychiatrist psychologist hospice midwife veterinarian vet pharmacist
        emergency dentist icu healer night-shift
        """
    ),
    settings=phrases(
        """
        in a city hospital on its third renovation, in a clinic above a pharmacy, in a small ward
        with a view of the railway, in a field hospital of borrowed tents
        """
    ),
    roles=phrases("night-shift nurse, country doctor, ambulance driver, ward clerk, trauma surgeon"),
    mods=phrases(
        """
        Vigil, Gauze, White Coat, Pulse, Linen, Iodine, Night Bell, Ward, Lamp, Quiet, Saline,
        Visitor, Elevator, Chart, Green Curtain, Needle, Fourth Floor, Rain, Corridor, Candle
        """
    ),
    spots=phrases(
        """
        Ward, Corridor, Pharmacy, Chapel, Rooftop, Canteen, Waiting Room, Archive, Ambulance Bay,
        Nurses' Station, Linen Room, Lift, Garden, Stairwell, Laboratory, Reception
        """
    ),
    groups=phrases(
        """
        Night Shift, Residents, Union, Volunteers, Board, Porters, Surgeons, Long-Stay Patients,
        Families, Dispatch, Chaplaincy, Sunday Crew
        """
    ),
    items=phrases(
        """
        Stethoscope, Chart, Pager, Thermos, Badge, Lamp, Key, Music Player, Notebook, Blanket,
        Prescription, Clock, Photograph, Wheelchair
        """
    ),
    events=phrases(
        """
        Blackout, Long Night, Winter Outbreak, Transfer, Strike, Code, Inspection, Discharge,
        Anniversary, Complaint, Flood, Miracle
        """
    ),
    laws=phrases(
        """
        Silence, Visiting Hour, Handover Rule, Confidence, Two-Signature Rule, Triage, Hand-Washing
        Rule, Bed Limit, Last Wish Rule, Oath, Phone Rule, Shift Limit
        """
    ),
    customs=phrases(
        """
        Three O'Clock Tea, Shift Handover, Birthday Round, Farewell Bell, Crane Night, Window Wave,
        Cake Table, Night Round, First-Name Day, Roof Break, Card Wall, Lucky Pen
        """
    ),
    trades=phrases(
        """
        night porter, head nurse, anaesthetist, pharmacist, ambulance driver, hospital cook,
        radiographer, junior doctor, chaplain, cleaner, ward clerk, physiotherapist, blood courier,
        switchboard operator
        """
    ),
    objects=phrases(
        """
        steel thermos, paper crane, cracked pager, borrowed cardigan, clipboard, pocket torch, roll
        of tape, unopened letter, folding chair, wristband
        """
    ),
    goods=phrases(
        """
        clean linen, vending-machine coffee, saline bags, paper masks, donated books, cut flowers,
        spare blankets, pain relief
        """
    ),
    smells=phrases(
        """
        disinfectant, burnt coffee, warm linen, rain on coats, lilies, hand soap, instant noodles
        """
    ),
    sounds=phrases(
        """
        the beep of a monitor, the squeak of trolley wheels, the sigh of the lift doors, the rain on
        the ambulance bay, the cough behind a curtain, the vending machine dropping a can
        """
    ),
    sights=phrases(
        """
        corridor lights dim to amber at ten, paper cranes hang above one bed, the city blinks
        through the blinds, shoes wait in pairs by the lockers, steam lifts from paper cups,
        visitors sleep in their coats
        """
    ),
    dangers=phrases(
        """
        the understaffed hour, the mistake on the chart, the winter outbreak, the inspection, the
        bed nobody wants, the call that comes too late
        """
    ),
    foods=phrases(
        """
        instant noodles, canteen rice, peeled oranges, convenience-store sandwiches, sweet tea, rice
        balls
        """
    ),
    acts=phrases(
        """
        saying the night is quiet, promising a recovery, waking a sleeping relative, skipping
        handover, sitting on an empty bed, throwing away a get-well card
        """
    ),
    tasks=phrases(
        """
        refill a paper cup, smooth a blanket, check a drip, straighten a chart, label a vial, roll
        down a sleeve
        """
    ),
    times=phrases(
        """
        the shift change, the three o'clock lull, visiting hours, the first ambulance of the night,
        dawn rounds, the winter rush
        """
    ),
    quarrels=phrases(
        """
        a misread chart, the holiday rota, the last free bed, who spoke to the family, a missing
        signature, the closing of the fourth floor
        """
    ),
    weathers=phrases(
        """
        a hum of lamps, a rain-streaked dark, a blue hour before dawn, a hush after visiting time, a
        smell of snow from the open door, a flat white light
        """
    ),
    creatures=phrases(
        """
        roof pigeon, therapy dog, stray cat of the ambulance bay, aquarium fish, moth in the
        corridor, crow on the helipad
        """
    ),
)
