"""The words of a drug request, told apart: names, strengths, quantities, refills, forms, directions.

A small lexer. It knows nothing of how the parts belong together (`drug.py` does); what it cannot tell
is a plain word, and a number that is none of these is kept as a number.
"""

from __future__ import annotations

import functools
from enum import IntEnum, auto
from typing import NamedTuple

import msgspec

from imrparse import catalog
from imrparse.fields.drug_lexicon import DrugName, lexicon
from imrparse.fields.numbers import NUMBER_WORD, NUMBER_WORDS
from imrparse.fields.phrases import words_of
from imrparse.patterns import IGNORECASE, Pattern


class Kind(IntEnum):
    """What a token of a drug request is."""

    DRUG = auto()
    """A name of the lexicon."""
    GROUP = auto()
    """The name of a group of products: "medical food"."""
    REFILLS = auto()
    QUANTITY = auto()
    """A count after `#`, `QTY` or the like."""
    AMOUNT = auto()
    """Grams or millilitres."""
    COUNT = auto()
    """A count of tablets, tubes, boxes …"""
    TIMES = auto()
    """A count after `x` or `times`."""
    STRENGTH = auto()
    FORM = auto()
    MODIFIER = auto()
    """Salt or release of a name: `HCl`, `ER`."""
    DIRECTIONS = auto()
    """How to take it, for how long, when it was dispensed."""
    LEAD = auto()
    """Words that introduce a drug or its base: "compound", "prescription of"."""
    WORD = auto()
    NUMBER = auto()
    MARK = auto()
    """One character of punctuation."""


class Token(NamedTuple):
    """A token with its place; `drug` for a name of the lexicon, `number` and `unit` as printed for a count."""

    kind: Kind
    start: int
    end: int
    text: str
    drug: DrugName | None = None
    number: str | None = None
    unit: str | None = None


class WordsFile(msgspec.Struct, frozen=True):
    """`catalog/drug_words.json`."""

    about: str
    forms: dict[str, str]
    """What the record calls the form that each word names."""
    modifiers: frozenset[str]
    leads: frozenset[str]


_VALUE = r"(?: \d{1,3} (?:,\d{3})+ | \d+ ) (?: \.\d+ )? | \.\d+"
_DAYS = r"(?: hours? | hrs? | h | days? | weeks? | wks? | months? | mos? | minutes? | mins? | years? ) \b"
_DOSE_UNIT = (
    r"(?: tab(?:let)?s? | cap(?:sule)?s? | pills? | patch(?:es)? | drops? | puffs? | sprays? | tsp | teaspoons?"
    r" | pumps? )"
)
_WEIGHT = r"(?: mgs? | mcgs? | [uµμ]gs? | meqs? | iu | milligrams? | micrograms? | international \s units ) (?! [a-z] )"
_UNIT = rf"(?: {_WEIGHT} | (?: gms? | g | grams? | units? | mls? | ccs? ) (?! [a-z] ) | % )"
_PER = (
    r"(?: mgs? | mls? | gms? | g | ccs? | hrs? | hours? | h | act(?:uation)? | doses? | tabs? | sprays? | puffs? | day"
    r" | vial | packets? | sachets? | scoops? | capfuls? ) (?! [a-z] )"
)
_MEASURE = (
    r"(?: grams? | gms? | grms? | gr | g | mls? | millilit(?:er|re)s? | ccs? | fl\.?\s*oz | oz | ounces? ) (?! [a-z] )"
)
_DATE = r"\d\d?[/-]\d\d?[/-]\d{2,4}"


# weights and percentages: 10mg, 10/325mg, 7.5-325 mg, 10mg/1ml, 25 mcg/hr, 2.5%-2.5%, 50,000 units
_STRENGTH = rf"""
        (?<! [\w.] )
        (?: (?: {_VALUE} ) (?: \s* [/–-] \s* (?: {_VALUE} ) ){{1,5}} \s* {_UNIT}
          | (?: {_VALUE} ) \s* (?: -? {_WEIGHT} | % | percent \b | units? (?! [a-z] ) )
          | (?: {_VALUE} ) \s* (?: gms? | g | mls? ) (?= \s* / \s* \d* \s* {_PER} )
          | (?: {_VALUE} ) \s* (?: gms? | g | grams? ) (?= \s+ (?: IV | intravenous | IM | intramuscular ) \b )
        )
        (?: \s* [/–-] \s* (?: (?: {_VALUE} ) \s* (?: {_UNIT} | {_PER} ) | {_PER} ) ){{0,5}}"""

# two or three numbers without a unit: 10/325
_BARE_STRENGTH = rf"(?<! [\w.] ) (?: {_VALUE} ) (?: \s* [/–-] \s* (?: {_VALUE} ) ){{1,5}} (?! [\w%] | \s* {_DAYS} )"

# with 2 refills, refills x2, no refills, RF: 1
_REFILLS = r"""
        \b (?: with | w/ | x | plus ) \s* (?P<n1> COUNT ) \s* (?: \( \s* \d+ \s* \) \s* )?
            (?: additional | monthly | more | extra )? \s* (?: refills? | RF ) \b (?! \s* [:x\#=]? \s* \d )
      | \b (?: refills? | RF ) \b [\s:=\#(]{0,4} (?: (?: x | times | of ) [\s:=\#(]{0,4} )? (?P<n2> COUNT )
          (?! [\d%] | \s*
          (?: mg | tab | cap ) )
      | \b (?: refs? [\s.:=\#(]{1,4} | RF \s? x \s? ) (?P<n9> \d\d? ) (?! [\d.,%/] | \s* mg )
      | \b (?P<none> no | without | zero ) \s+ (?: additional \s+ )? refills? \b"""
_COUNTED_REFILLS = r"""
        (?<! [\d.] ) (?P<n8> COUNT ) \s* (?: \( \s* \d+ \s* \) \s* )? (?: additional | monthly | more | extra )? \s*
            (?: refills? | RF ) \b (?! \s* [:x\#=]? \s* \d )"""

# 1-2 tabs orally, one by mouth, 2 times daily, 14 days, 30 day supply, 1/1/2016
_COUNTED_DIRECTIONS = rf"""
        \d\d?/\d\d?/\d{{2,4}} \b (?! \s* (?: % | mg ) )
      | (?<! [\w.\#] ) COUNT (?: \s* (?: - | to | or | / ) \s* COUNT )? \s*
            (?: {_DAYS} (?: [\s-]* (?: supply | course | coverage ) )? | - {_DAYS}
              | (?: {_DOSE_UNIT} \b )? \s*
                (?: po | p\.o\. | by \s mouth | oral(?:ly)? (?! \s (?: tab | cap ) ) | sublingual | every
                    | each | q\.? \s? \d
                  | q\.? (?: d | hs | am | pm ) \b | [bt]\.?i\.?d | q\.?i\.?d | daily | nightly | once | twice
                      | three \s times
                  | COUNT \s* (?: x | times ) | (?: x | times ) \s* (?: a | per | daily | day | each | every )
                  | per \s (?: day | week | month ) | a \s day | at \s | as \s needed | prn | in \s the
                      | before | after ) \b
            )"""
# take 1 tab, every 4-6 hours, twice daily, for 30 days, DOS: 1/1/2016
_DIRECTIONS = rf"""
        \b (?: DOS | dates? \s of \s service | dispensed | provided | filled ) \b [\s:]* (?: on \s* )?
            (?: {_DATE} [\s,&-]* (?: and | to | through )? \s* )*
      | \b (?: take | apply | use | inject | chew | place | dissolve | insert | sig ) \b :?
            (?: \s* (?: up \s to \s )? (?: COUNT (?: \s* (?: - | to | or ) \s* COUNT )? | a )
                (?: \s* {_DOSE_UNIT} \b )? )?
      | \b (?: every | each | q\.? | for | x | per | times | over ) \s* COUNT (?: \s* (?: - | to
          | or ) \s* COUNT )? [\s-]* {_DAYS}
      | \b (?: once | twice | every | each | daily | nightly | b\.?i\.?d | t\.?i\.?d | q\.?i\.?d | q\.? \s? \d?
          (?: h | hs | d | am | pm )
          | MME \b [\s:=]* \d* | MED \s* [:=] \s* \d+ (?: \s* mg )?
          | qhs | prn | as \s needed | po | p\.o\. | by \s mouth | orally | at \s bedtime | for | because | due | until
          | to \s (?: affected | skin | area | the ) | max (?:imum)? | not \s to \s exceed | may \s repeat ) \b"""

# #60, #60 grams, QTY: 60.00, quantity of sixty (60)
_QUANTITY = rf"""
        (?: \# | (?<! [a-z] ) (?: qty | quantity | count | disp (?:ense)? | total | amount | amt | number ) \b \.? )
            [\s:=.\#(]{{0,4}} (?: (?: of | is | x ) [\s:=\#(]{{0,4}} )? (?P<n3> COUNT ) (?: \s* \( \s* \d+ \s* \) )?
            (?: [\s-]* (?P<u3> {_MEASURE} ) )?"""
# 60 tablets, sixty (60) capsules, one box
_COUNT = r"""
        (?<! [\w./-] ) (?P<n6> COUNT ) \s* (?: \( \s* \d+ \s* \) \s* )?
        (?: tab(?:let)?s? | cap(?:sule)?s? | caplets? | pills? | patch(?:es)? | pads | packets? | packs? | lozenges?
          | suppositor(?:y|ies) | box(?:es)? | bottles? | tubes? | containers? | vials? | kits? | syringes?
          | pens? | inhalers? | jars? | sheets | strips? | films? | wafers? | troches? | sprays | softgels? | doses
          | ampules? ) (?! [a-z] )"""
_TIMES = r"(?<! [a-z\d] ) (?: x | times ) \s* (?P<n7> COUNT ) (?! \s* (?: a | per | daily | refills? | / ) \b )"


def _tokens(count: str, first: str) -> Pattern:
    """The lexer for numbers that look like `count` and begin with `first`; a letter begins everything else."""
    source = rf"""
        (?= {first} )
        (?: (?P<strength> {_STRENGTH} )
          | (?P<directions> {_COUNTED_DIRECTIONS} )
          | (?P<refills> {_COUNTED_REFILLS} )
          | (?P<quantity> (?<! [\w./-] ) (?P<n4> COUNT ) [\s-]* (?: count | ct | \# ) (?! [a-z\d] ) )
          | (?P<amount> (?<! [\w./] ) (?P<n5> COUNT ) [\s-]* (?P<u5> {_MEASURE} ) )
          | (?P<count> {_COUNT} )
          | (?P<strength> {_BARE_STRENGTH} )
          | (?P<number> \d+ (?: [.,] \d+ )* )
        )
      | (?= [A-Za-z] )
        (?: (?P<refills> {_REFILLS} )
          | (?P<directions> {_DIRECTIONS} )
          | (?P<quantity> {_QUANTITY} )
          | (?P<times> {_TIMES} )
          | (?P<word> [A-Za-z] [\w'.®™]* (?: - (?! \d+ (?: \.\d+ )? \s* (?: mg | % ) ) [A-Za-z0-9]+ )* )
        )
      | (?= \# ) (?P<quantity> {_QUANTITY} )
      | (?P<mark> [^\s\w] )
        """
    return Pattern(source.replace("COUNT", count), IGNORECASE)


# number words tried everywhere take half of the time, and most requests have none
_IN_DIGITS = _tokens(rf"(?: {_VALUE} )", r"[\d.]")
_IN_DIGITS_OR_WORDS = _tokens(rf"(?: {_VALUE} | {NUMBER_WORD} (?! [a-z] ) )", rf"[\d.] | {NUMBER_WORD} (?! [a-z] )")
_BRAND_FORMS = frozenset(("gel", "patch", "patches", "cream", "lotion", "ointment", "pad", "spray"))
# a name does not run on behind these
_CROSSED = frozenset(")];")
_NUMBER_GROUPS = {
    Kind.REFILLS: ("n1", "n2", "n8", "n9"),
    Kind.QUANTITY: ("n3", "n4"),
    Kind.AMOUNT: ("n5",),
    Kind.COUNT: ("n6",),
    Kind.TIMES: ("n7",),
}
_KINDS = {kind.name.lower(): kind for kind in Kind}


def tokens_of(text: str) -> list[Token]:
    """The tokens of a drug request in order; names of the lexicon are never cut."""
    words = words_of(text)
    pattern = _IN_DIGITS if NUMBER_WORDS.isdisjoint(words.known) else _IN_DIGITS_OR_WORDS
    tokens: list[Token] = []
    position = 0
    for match in lexicon().find(words.keys):
        start, end, drug = words.starts[match.first], words.ends[match.last - 1], match.meaning
        if match.last - match.first > 1 and not _CROSSED.isdisjoint(text[start:end]):
            end, drug = _uncrossed(text, start, end, drug)
        _scan(pattern, text, (position, start), tokens)
        # "Voltaren gel" is a name of its own in the lexicon, and yet its gel is a form
        name, _, last = text[start:end].rpartition(" ")
        cut = start + len(name) if drug.brand and last.lower() in _BRAND_FORMS else end
        kind = Kind.GROUP if drug.entry.group else Kind.DRUG
        tokens.append(Token(kind, start, cut, text[start:cut], drug=drug))
        position = cut
    _scan(pattern, text, (position, len(text)), tokens)
    return tokens


def _uncrossed(text: str, start: int, end: int, drug: DrugName) -> tuple[int, DrugName]:
    """The end and meaning of a name of several words, cut where a closing bracket parts them: "(Zofran) ODT"."""
    name = text[start:end]
    cut = min((at for mark in _CROSSED if (at := name.find(mark)) > 0), default=0)
    before = lexicon().get(name[:cut]) if cut and "(" not in name[:cut] else None
    return (start + cut, before) if before else (end, drug)


def _scan(pattern: Pattern, text: str, span: tuple[int, int], tokens: list[Token]) -> None:
    """Append the tokens of `text` within `span`."""
    if not text[span[0] : span[1]].strip():
        return
    for match in pattern.finditer(text, *span):
        kind = _KINDS[match.lastgroup or ""]
        number = unit = None
        if kind is Kind.WORD:
            kind = _kind_of_word(match.group())
        elif kind in _NUMBER_GROUPS:
            number = next((match[name] for name in _NUMBER_GROUPS[kind] if match[name]), "0")  # "no refills" has none
            unit = match["u3"] or match["u5"]
        tokens.append(Token(kind, match.start(), match.end(), match.group(), number=number, unit=unit))


@functools.lru_cache(maxsize=5_000)
def _kind_of_word(word: str) -> Kind:
    lower = word.lower().rstrip(".")
    file = catalog.load("drug_words", WordsFile)
    if lower in file.forms:
        return Kind.FORM
    if lower in file.modifiers:
        return Kind.MODIFIER
    return Kind.LEAD if lower in file.leads else Kind.WORD


def form_name(token: Token) -> str | None:
    """What the record calls the form of a token: `tablet` for "60 tabs"; None for "2 boxes"."""
    last = token.text.lower().split()[-1].rstrip(".")
    file: WordsFile = catalog.load("drug_words", WordsFile)
    return file.forms.get(last)
