"""The words of a drug request, told apart: names, strengths, quantities, refills, forms, directions.

A small lexer. It knows nothing of how the parts belong together (`drug.py` does); what it cannot tell
is a plain word, and a number that is none of these is kept as a number.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from imrparse.fields.drug_lexicon import DrugName, lexicon
from imrparse.fields.numbers import NUMBER_WORD
from imrparse.fields.phrases import Match, words_of
from imrparse.patterns import IGNORECASE, Pattern


class Kind(Enum):
    """What a token of a drug request is."""

    DRUG = auto()
    """A name of the lexicon."""
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


_VALUE = r"(?: \d{1,3} (?:,\d{3})+ | \d+ ) (?: \.\d+ )? | \.\d+"
_COUNT = rf"(?: {_VALUE} | {NUMBER_WORD} (?! [a-z] ) )"
_DAYS = r"(?: hours? | hrs? | h | days? | weeks? | wks? | months? | mos? | minutes? | mins? | years? ) \b"
_DOSE_UNIT = r"(?: tab(?:let)?s? | cap(?:sule)?s? | pills? | patch(?:es)? | drops? | puffs? | sprays? | tsp | teaspoons? | pumps? | applications? )"
_UNIT = (
    r"(?: mgs? | mcgs? | [uµμ]gs? | gms? | g | grams? | meqs? | iu | units? | milligrams? | micrograms? | international \s units"
    r" | mls? | ccs? ) (?! [a-z] ) | %"
)
_PER = r"(?: mgs? | mls? | gms? | g | ccs? | hrs? | hours? | h | act(?:uation)? | doses? | tabs? | sprays? | inh | puffs? | day | vial ) (?! [a-z] )"

_TOKEN = Pattern(
    rf"""
    (?P<refills>            # "with 2 refills", "refills x2", "no refills", "RF: 1"
        (?<! [\d.] ) (?: (?: with | w/ | x | plus | \+ ) \s* )? (?P<n1> {_COUNT} ) \s* (?: \( \s* \d+ \s* \) \s* )?
            (?: additional | monthly | more | extra )? \s* (?: refills? | RF ) \b (?! \s* [:x\#=]? \s* \d )
      | \b (?: refills? | RF ) \b [\s:=\#(]* (?: x | times | of )? [\s:=\#(]* (?P<n2> {_COUNT} ) (?! [\d%] | \s* (?: mg | tab | cap ) )
      | \b (?P<none> no | without | zero ) \s+ (?: additional \s+ )? refills? \b
    )
  | (?P<directions>         # "DOS: 1/1/2016", "take 1 tab", "1-2 tabs orally", "every 4-6 hours", "twice daily", "14 days"
        \b (?: DOS | dates? \s of \s service | dispensed | provided | filled ) \b [\s:]* (?: on \s* )? (?: \d\d?[/-]\d\d?[/-]\d{{2,4}} [\s,&-]* (?: and | to | through )? \s* )*
      | \b \d\d?/\d\d?/\d{{2,4}} \b
      | \b (?: take | apply | use | inject | chew | place | dissolve | insert | sig ) \b :? (?: \s* (?: up \s to \s )? (?: {_COUNT} | a ) (?: \s* (?: - | to | or ) \s* {_COUNT} )? (?: \s* {_DOSE_UNIT} \b )? )?
      | (?<! [\w.\#] ) {_COUNT} (?: \s* (?: - | to | or | / ) \s* {_COUNT} )? \s* (?: {_DOSE_UNIT} \b )? \s*
            (?: po | p\.o\. | by \s mouth | oral(?:ly)? (?! \s (?: tab | cap ) ) | sublingual | every | each | q\.? \s? \d | q\.? (?: d | hs | am | pm ) \b | [bt]\.?i\.?d | q\.?i\.?d | daily | nightly
              | once | twice | three \s times | {_COUNT} \s* (?: x | times ) | (?: x | times ) \s* (?: a | per | daily | day | each | every ) | per \s (?: day | week | month )
              | a \s day | at \s | as \s needed | prn | in \s the | before | after ) \b
      | \b (?: every | each | q\.? | for | x | per | times | over ) \s* {_COUNT} (?: \s* (?: - | to ) \s* {_COUNT} )? [\s-]* {_DAYS}
      | (?<! [\w.\#] ) {_COUNT} (?: \s* (?: - | to ) \s* {_COUNT} )? [\s-]* {_DAYS} (?: [\s-]* (?: supply | course | coverage ) )?
      | \b (?: once | twice | every | each | daily | nightly | b\.?i\.?d | t\.?i\.?d | q\.?i\.?d | q\.? \s? \d? (?: h | hs | d | am | pm ) | qhs | prn | as \s needed
          | po | p\.o\. | by \s mouth | orally | at \s bedtime | for | because | due | until | to \s (?: affected | skin | area | the ) | max (?:imum)? | not \s to \s exceed | sig | may \s repeat ) \b
    )
  | (?P<quantity>           # "#60", "#60 grams", "QTY: 60.00", "quantity of sixty (60)", "60 count"
        (?: \# | (?<! [a-z] ) (?: qty | quantity | count | disp (?:ense)? | total | amount | amt | number ) \b \.? ) [\s:=.\#(]* (?: of | is | x )? [\s:=\#(]*
            (?P<n3> {_COUNT} ) (?: \s* \( \s* \d+ \s* \) )? (?: [\s-]* (?P<u3> grams? | gms? | grms? | gr | g | mls? | millilit(?:er|re)s? | ccs? | fl\.?\s*oz | oz | ounces? ) (?! [a-z] ) )?
      | (?<! [\w./-] ) (?P<n4> {_COUNT} ) [\s-]* (?: count | ct | \# ) (?! [a-z\d] )
    )
  | (?P<strength>           # "10mg", "10/325mg", "7.5-325 mg", "10mg/1ml", "25 mcg/hr", "2.5%-2.5%", "50,000 units", "10/325"
        (?<! [\w.] )
        (?: (?: {_VALUE} ) (?: \s* [/-] \s* (?: {_VALUE} ) )+ \s* (?: {_UNIT} | \b (?! \s* (?: {_DAYS} | weeks? ) ) )
          | (?: {_VALUE} ) \s* -? (?: mgs? | mcgs? | [uµμ]gs? | meqs? | iu | milligrams? | micrograms? | international \s units ) (?! [a-z] )
          | (?: {_VALUE} ) \s* (?: % | percent \b )
          | (?: {_VALUE} ) \s* units? (?! [a-z] )
          | (?: {_VALUE} ) \s* (?: gms? | g | mls? ) (?= \s* / \s* \d* \s* (?: ml | mg | gm | g | hr ) )
        )
        (?: \s* [/-] \s* (?: (?: {_VALUE} ) \s* (?: {_UNIT} | {_PER} ) | {_PER} ) )*
        (?: \s* [/-] \s* (?: {_VALUE} ) (?= \s* [/-] \s* (?: {_VALUE} ) \s* % ) )*
    )
  | (?P<amount> (?<! [\w./] ) (?P<n5> {_COUNT} ) [\s-]* (?P<u5> grams? | gms? | grms? | gr | g | mls? | millilit(?:er|re)s? | ccs? | fl\.?\s*oz | oz | ounces? ) (?! [a-z] ) )
  | (?P<count>              # "60 tablets", "sixty (60) capsules", "one box"
        (?<! [\w./-] ) (?P<n6> {_COUNT} ) \s* (?: \( \s* \d+ \s* \) \s* )?
        (?: tab(?:let)?s? | cap(?:sule)?s? | caplets? | pills? | patch(?:es)? | pads | packets? | packs? | lozenges? | suppositor(?:y|ies) | box(?:es)? | bottles? | tubes?
          | containers? | vials? | kits? | syringes? | pens? | inhalers? | jars? | sheets | strips? | films? | wafers? | troches? | sprays | softgels? | doses | ampules? ) (?! [a-z] )
    )
  | (?P<times> (?<! [a-z\d] ) (?: x | times ) \s* (?P<n7> {_COUNT} ) (?! \s* (?: a | per | daily | refills? | / ) \b ) )
  | (?P<form> \b (?: tab(?:let)?s? | cap(?:sule)?s? | caplets? | softgels? | pills? | creams? | gels? | ointments? | oint | lotions? | patch(?:es)? | pads? | solution | soln | suspension
        | (?: nasal | oral ) \s (?: spray | suspension | solution | tab(?:let)?s? | cap(?:sule)?s? | syrup | liquid ) | sprays? | eye \s drops? | ear \s drops? | drops | suppositor(?:y|ies) | lozenges? | films? | inhalers? | syrup | elixir
        | liquid | powder | kits? | troches? | foam | roll [\s-] on | shampoo | balm | paste | wafers? | vials? | ampules? | pens? | syringes? ) \b (?! [/-] \w ) )
  | (?P<modifier> \b (?: HCl | hydrochloride | hydrobromide | HBr | sodium | sod | potassium | pot | citrate | tartrate | succinate | maleate | besylate | mesylate | fumarate | bitartrate | sulfate | acetate
        | phosphate | magnesium | calcium | pamoate | bromide | tromethamine | benzoate | oxalate | propionate | ER | XR | SR | CR | DR | EC | IR | LA | XL | CD | ODT | DS | HP | HFA | ES | EX | forte
        | (?: extended | delayed | immediate | sustained | controlled | modified ) [\s-] release | dose [\s-]? pa(?:c)?k | diskus ) \b )
  | (?P<lead> \b (?: associated | surgical | services? | retro (?:spective)? | prospective | continued? | ongoing | continuation | additional | initial | trial | post | pre | op | operative | postoperative | preoperative
        | compound (?:ed|s)? | topical | topicals | transdermal | prescriptions? | rx | prescribed | medications? | medicines? | meds | drugs? | brand | generic | names? | pharmacy | purchase | request | requests | requested | of | the | a | an | and | one
        | unknown | unspecified | quantity | qty | refills? | supply | coverage | month | months | monthly | container | bottle | tube | box | jar | oral | new | medical | foods? | pain | use | usage | in | base | w
        | strength | dosage | dose | frequency | duration | count | units? | with | to | or | vs | authorization | unlisted | compounding | ointment | no | not | specified | provided | given | listed | as | per | relief | on | from | at ) \b )
  | (?P<number> \d [\d.,]* )
  | (?P<word> [A-Za-z] [\w'.®™]* (?: - (?! \d+ (?: \.\d+ )? \s* (?: mg | % ) ) [A-Za-z0-9]+ )* )
  | (?P<mark> [^\s\w] )
    """,
    IGNORECASE,
)
_BRAND_FORMS = frozenset(("gel", "patch", "patches", "cream", "pad", "spray"))
_COUNTED = frozenset((Kind.REFILLS, Kind.QUANTITY, Kind.AMOUNT, Kind.COUNT, Kind.TIMES))
_NUMBER_GROUPS = ("n1", "n2", "n3", "n4", "n5", "n6", "n7")
_KINDS = {kind.name.lower(): kind for kind in Kind}


def drug_names(text: str) -> list[tuple[int, int, DrugName]]:
    """The names of the lexicon in a text, with their places."""
    words = words_of(text)
    matches: list[Match[DrugName]] = lexicon().find(words)
    return [(words[m.first].start, words[m.last - 1].end, m.meaning) for m in matches]


def tokens_of(text: str) -> list[Token]:
    """The tokens of a drug request in order; names of the lexicon are never cut."""
    tokens: list[Token] = []
    position = 0
    for start, end, drug in drug_names(text):
        tokens += _tokens_between(text, position, start)
        # "Voltaren gel" is a name of its own in the lexicon, and yet its gel is a form
        name, _, last = text[start:end].rpartition(" ")
        cut = start + len(name) if drug.brand and last.lower() in _BRAND_FORMS else end
        tokens.append(Token(Kind.DRUG, start, cut, text[start:cut], drug=drug))
        position = cut
    return tokens + _tokens_between(text, position, len(text))


def _tokens_between(text: str, start: int, end: int) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(text, start, end):
        kind = _KINDS[match.lastgroup or ""]
        number = unit = None
        if kind in _COUNTED:
            groups = match.groupdict()
            number = "0" if groups["none"] else next(groups[name] for name in _NUMBER_GROUPS if groups[name])
            unit = groups["u3"] or groups["u5"]
        tokens.append(Token(kind, match.start(), match.end(), match.group(), number=number, unit=unit))
    return tokens
