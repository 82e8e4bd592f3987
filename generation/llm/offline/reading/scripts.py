"""Scripts other than Latin: where their words part, how names are told, which words say little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generation.llm.offline.banks import bank

_NONE = re.compile(r"(?!)")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")
_DENSE = frozenset({"Korean", "Japanese", "Chinese"})  # a character says as much as two letters


@dataclass(frozen=True, slots=True)
class Script:
    """`letters` is a range for a pattern. `joints` part words besides spaces, where `spaced` is false; `endings` are
    cut off a word; `breaks` end a phrase; `named` has a name as its first group that matched. `last`: the noun that
    says who stands at the end of a phrase. `cue` calls up the region where people's names come from.
    """

    language: str
    letters: str
    cue: str = ""
    last: bool = False
    spaced: bool = True
    joints: re.Pattern[str] = _NONE
    endings: re.Pattern[str] = _NONE
    named: re.Pattern[str] = _NONE
    breaks: re.Pattern[str] = _NONE

    def words(self, section: str) -> frozenset[str]:
        """Its `stops`, which say little, its words for `he` and `she`."""
        return frozenset(
            word for line in bank("scripts").get(f"{self.language}.{section}", ()) for word in line.split()
        )


KOREAN = Script(
    "Korean",
    r"\uac00-\ud7a3",
    cue="korean",
    last=True,
    endings=re.compile(
        r"(?<=..)(?:에서는|에서|에게|으로|까지|부터|처럼|하는|하던|의|은|는|이|가|을|를|에|와|과|로|도)$"
    ),
    named=re.compile(
        r"(?:이름은|이름이) ?([^\W\d_]{2,5}?)(?=이고|이며|이다|인|[\s,.]|$)|([^\W\d_]{2,6}?)\W?이?라는 이름"
    ),
)
JAPANESE = Script(
    "Japanese",
    r"\u3041-\u30ff",
    cue="japanese",
    last=True,
    spaced=False,
    joints=re.compile(r"[^\u4e00-\u9fff々〆\u30a1-\u30ff]+|(?<=[\u4e00-\u9fff])(?=[\u30a1-\u30ff])"),
    named=re.compile(
        r'(?:名前は|名は)"?([^\s,."]{1,10}?)"?(?=です|だ|で|[,.]|$)|"?([^\s,."のはがをにで]{1,10})"?という'
    ),
)
CHINESE = Script(
    "Chinese",
    r"\u3400-\u9fff",
    cue="chinese",
    last=True,
    spaced=False,
    joints=re.compile(
        r"[的了是着们她他它这那被把和与在]|[一每][个個位名只隻座家艘条條群天晚]|以及|因为|但是|虽然|从不|害怕|喜欢|没有|名叫|叫做|名为"
    ),
    endings=re.compile(r"(?<=..)[里裡中上下]$"),
    named=re.compile(r'(?:名叫|叫做|叫作|名为|名為|名字叫|叫)"?([^\s,."的]{2,6}?)"?(?=的|[,.]|$)'),
)
RUSSIAN = Script(
    "Russian",
    r"\u0400-\u04ff",
    cue="russian",
    named=re.compile(r"(?:по имени|по прозвищу|зовут|звали) ([\u0400-\u042f][\w-]+(?: [\u0400-\u042f][\w-]+)?)"),
)
GREEK = Script(
    "Greek",
    r"\u0370-\u03ff\u1f00-\u1fff",
    cue="greek",
    named=re.compile(r"(?:με το όνομα|που λέγεται|ονόματι|λέγεται) ([\u0386-\u03ab][\w-]+(?: [\u0386-\u03ab][\w-]+)?)"),
)
ARABIC = Script(
    "Arabic",
    r"\u0600-\u06ff",
    cue="arabian",
    named=re.compile(r"(?:واسمها|واسمه|اسمها|اسمه|يدعى|تدعى|يُدعى|تُدعى) ([^\s,.]+)"),
)
HEBREW = Script(
    "Hebrew",
    r"\u0590-\u05ff",
    cue="israeli",
    named=re.compile(r"(?:בשם|ששמו|ששמה|שמו|שמה) ([^\s,.]+)"),
)
HINDI = Script(
    "Hindi",
    r"\u0900-\u097f",
    cue="indian",
    last=True,
    breaks=re.compile(" (?:जो|जिस\\S*|कि) "),
    named=re.compile(r"(\S+) (?:नाम का|नाम की|नाम के|नामक)|नाम (\S+) (?:है|था|थी)"),
)
THAI = Script(
    "Thai",
    r"\u0e00-\u0e7f",
    cue="thai",
    spaced=False,
    joints=re.compile(r"ที่|ซึ่ง|ใน|ของ|และ|กับ|แห่ง|เป็น|แต่|เพื่อ|จาก|โดย|ผู้|บน|ใต้|กลัว|ชอบ|ชื่อ|ทุก"),
    named=re.compile(r"ชื่อ(?:ว่า)? ?([^\s,.]{2,20}?)(?=[\s,.]|ที่|ซึ่ง|ผู้|ใน|$)"),
)
SCRIPTS = (KOREAN, JAPANESE, CHINESE, RUSSIAN, GREEK, ARABIC, HEBREW, HINDI, THAI)
OTHER = Script("a script of its own", "", last=True)


def script_of(text: str) -> Script | None:
    """The script in which most of `text` is written; None for Latin and where there are no letters."""
    latin = len(_LATIN.findall(text))
    counts = dict(_counted(text))
    if counts["Japanese"]:
        counts["Japanese"] += counts.pop("Chinese")
    best = max(counts, key=lambda language: counts[language])
    if counts[best]:
        return None if latin > counts[best] else next(script for script in SCRIPTS if script.language == best)
    return OTHER if len(_LETTER.findall(text)) > 2 * latin else None


def _counted(text: str) -> Iterator[tuple[str, int]]:
    for script in SCRIPTS:
        found = len(re.findall(f"[{script.letters}]", text))
        yield script.language, found * (2 if script.language in _DENSE else 1)
