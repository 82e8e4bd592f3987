"""Words of the pastoral domain."""

from generation.llm.offline.lexicon.model import Lexicon
from generation.llm.offline.wordlists import phrases, words

VILLAGE = Lexicon(
    name="village",
    label="pastoral",
    cues=words(
        """
        village farm farmer garden gardener forest mountain countryside shepherd beekeeper orchard
        river woodcutter hermit cottage rural valley meadow lake camp ranger park hunter animal fox
        bear wolf cat dog rabbit tree herbalist mushroom winter snow cabin miller nature
        """
    ),
    settings=phrases(
        """
        in a hill village with one bell, on a farm between two rivers, in a cottage at the edge of
        the trees, in a mountain valley closed by snow half the year
        """
    ),
    roles=phrases(
        """
        beekeeper, wandering well-digger, village schoolmaster, mushroom gatherer, keeper of the
        mountain pass
        """
    ),
    mods=phrases(
        """
        Clover, Stone, Barley, Wren, Plum, Mill, Honey, Briar, Snow, Willow, Lamb, Cider, Heather,
        Bell, Hay, Rook, Thistle, Copper, Elder, Lark
        """
    ),
    spots=phrases(
        """
        Mill, Bridge, Well, Orchard, Barn, Chapel, Meadow, Smithy, Inn, Pass, Spring, Cottage,
        Green, Lane, Sheepfold, Weir
        """
    ),
    groups=phrases(
        """
        Elders, Beekeepers, Bell-Ringers, Harvesters, Sisters, Drovers, Choir, Parish, Foresters,
        Newcomers, Council, Spinners
        """
    ),
    items=phrases(
        """
        Bell, Scythe, Quilt, Fiddle, Jug, Almanac, Horseshoe, Basket, Whistle, Lantern, Churn,
        Cradle, Walking Stick, Seed Box
        """
    ),
    events=phrases(
        """
        Flood, Hard Winter, Barn Fire, Wedding, Lost Child, Harvest, Landslide, Late Frost, Wolf
        Year, Homecoming, Dry Summer, Bell Theft
        """
    ),
    laws=phrases(
        """
        Common Right, Water Turn, Gate Rule, Gleaning Right, Hedge Law, Bee Rule, Winter Share,
        Boundary Walk, Sunday Peace, Seed Debt, Fire Duty, Open Door
        """
    ),
    customs=phrases(
        """
        May Dance, Harvest Supper, Apple Night, Bell Sunday, First Milk, Sheep Blessing, Bonfire,
        Bee Telling, Quilt Circle, Snow Visit, Spring Clean, Long Table
        """
    ),
    trades=phrases(
        """
        miller, beekeeper, midwife, wheelwright, goatherd, schoolteacher, thatcher, well-digger,
        postal clerk, cider maker, woodcutter, fiddler, vet, seed merchant
        """
    ),
    objects=phrases(
        """
        willow basket, chipped jug, carved whistle, patched quilt, beeswax candle, tin bucket,
        horseshoe, pressed flower, clay pipe, hand-drawn almanac
        """
    ),
    goods=phrases("apples, firewood, clover honey, raw milk, seed potatoes, wool, goose feathers, cider"),
    smells=phrases("cut hay, woodsmoke, apples in straw, wet earth, warm milk, thyme, frost"),
    sounds=phrases(
        """
        the bell across the fields, the hum of hives, the mill wheel turning, the bark of a fox, the
        settling of rooks, the axe two hills away
        """
    ),
    sights=phrases(
        """
        smoke stands straight over every roof, swallows stitch the evening together, geese hold up
        the traffic, snow fills the cart tracks, plums split on the branch, lamps come out one by
        one
        """
    ),
    dangers=phrases(
        """
        the spring flood, the wolf winter, the surveyors from the city, the late frost, the sickness
        in the hives, the landslide
        """
    ),
    foods=phrases("potato soup, plum dumplings, rye bread, fresh butter, apple cake, sheep's cheese"),
    acts=phrases(
        """
        leaving a gate open, felling a bee tree, counting another's sheep, working on Bell Sunday,
        moving a boundary stone, letting a fire die
        """
    ),
    tasks=phrases(
        """
        split a log, shell a bowl of peas, mend a basket, smoke a hive, fill a lamp, brush snow from
        the step
        """
    ),
    times=phrases("the first snow, haymaking, apple time, lambing, the spring flood, the longest night"),
    quarrels=phrases(
        """
        a boundary stone, water for the lower field, a straying goat, the choir's new hymn, an
        unpaid dowry, the right to the windfalls
        """
    ),
    weathers=phrases(
        """
        a slow snow, a honeyed light, a morning mist, a warm rain, a clean cold wind, a blue evening
        """
    ),
    creatures=phrases("old sheepdog, barn cat, nanny goat, robin, carthorse, hedgehog"),
)
