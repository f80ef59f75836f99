"""The words of made-up texts: the common ones of the field, some far more often than others, and made-up ones.

No common word is the name of a real concern, side effect, condition or medicine, and no made-up word is within one
letter of a real name: a test holds both, so that nobody who looks for something real finds something made up.
"""

import math

from app.authoring.invented import draws

_NOUNS = """
skin treatment laser light layer collagen area session surface device heat tissue tone texture energy clinic
specialist result pulse handpiece depth beam minute week person tip wave cheek gel setting cell fibre change
moisture visit plan room hand cover film cloth pad lamp timer mirror chair screen lens filter shade edge
corner pass stroke sweep grid point line row pattern map mark frame note card form list record photograph
consultation appointment question answer choice reason method approach programme series course phase stage
cycle rhythm pace speed rate level degree amount dose mixture fluid water salt mineral protein enzyme extract
base carrier tray tube cap valve pump hose sensor meter gauge dial switch display reading signal current
voltage field pressure suction air breeze mist steam foam sponge brush roller stamp comb strip sheet wrap
sleeve glove gown towel pillow blanket lotion toner cleanser rinse soap scent colour coolness comfort firmness
glow brightness softness smoothness balance support structure network bridge channel gap space distance angle
direction turn rest pause break morning evening night month season year beginning middle end summary
"""
_ADJECTIVES = """
gentle warm short deeper upper treated even fine cool clear small careful visible soft natural smooth thin
broad narrow bright steady slow quick clean dry moist fresh firm elastic outer inner middle shallow precise
regular repeated single double partial whole early later final first second usual modern simple complex
controlled measured guided planned chosen agreed personal typical common ordinary separate mixed filtered
cooled heated focused scattered spread shaped rounded flat curved straight level quiet calm patient thorough
brief long gradual subtle marked slight moderate general local nearby distant neutral pale plain
"""
_VERBS = """
treated warmed cleaned cooled covered checked improved renewed smoothed prepared passed moved placed guided
supported adjusted measured repeated planned reached spread mixed lifted pressed held turned marked explained
shown discussed chosen started finished stopped resumed lowered raised widened narrowed filtered focused
shaped loosened firmed refreshed balanced protected shielded wiped rinsed dried softened brightened noted
recorded photographed compared tested set fixed attached removed exchanged stored opened closed
"""
NOUNS, ADJECTIVES, VERBS = (draws.ranked(listed.split()) for listed in (_NOUNS, _ADJECTIVES, _VERBS))
"""The common words, the first of each list said most: an even draw takes them as often as Zipf's law says."""

_FIRST = """
zor vex jil kwo xan yub zim vok jar kez xil zub vaj joz kix yav zen vuk jev xob zad vib juk kov xur yez zol
vax jum kaz xev zik vog jan kub xim yod zev vul jop kyx xoz zab vid jek kuv xar yiz zug vom jyr kev zax xuj
yok vez
"""
_SECOND = """
bo de gu ka lo mi nu pa ra vo zu be do ga ki lu mo ne pu ro va zi ba du go ke li mu na po ru ve za bu da gi ko
le ma no pe ri vu
"""
_THIRD = """
vo zu xi ja ke wo vi zo xa je ku wi va ze xo ji ko wu ve za xu jo ka we vu zi xe ju ki wa
"""
_FOURTH = """
x z k v lz rk xt nz mb rv zk lk rz vk nk mz xa zo vi ju ko xe za vu ji ke xo ze va jo ki xi zu ve ja ku
"""
_PARTS = tuple(listed.split() for listed in (_FIRST, _SECOND, _THIRD, _FOURTH))
COUNT = math.prod(len(parts) for parts in _PARTS)
"""How many made-up words there are."""
VOCABULARY, RARE = range(10_000), range(10_000, 60_000)
"""The numbers of the made-up words that the vocabulary takes, and of those that come up in texts now and then."""
_STEP = 1_299_709
"""A prime that shares no factor with COUNT, so that neighbours do not look alike and no word comes twice."""


def rare(draw: draws.Draw) -> str:
    """Return a made-up word that comes up in texts: the first of them often, most of them almost never."""
    return made_up(RARE[int(len(RARE) * draw.fraction() * draw.fraction() * draw.fraction())])


def made_up(number: int) -> str:
    """Return the made-up word with this number; each of the numbers below COUNT has its own."""
    left = number * _STEP % COUNT
    word = ""
    for parts in _PARTS:
        left, place = divmod(left, len(parts))
        word += parts[place]
    return word
