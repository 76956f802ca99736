"""The products of a request, or the parts of a compound: names and strengths put together.

A name opens a part, a strength closes it; what stands in parentheses after a name is its brand or its
composition; directions ("take one by mouth daily") end the list of names, and after them only what is
measured or counted is a product. Whatever may be a product and was taken for none is doubted.
"""

from __future__ import annotations

from typing import NamedTuple

from imrparse.evidence import Doubt, Span
from imrparse.fields.drug_lexicon import DrugName
from imrparse.fields.drug_pairing import joins, order_of
from imrparse.fields.drug_words import Kind, Token


class Part(NamedTuple):
    """One product or part of a compound, as tokens."""

    name: tuple[Token, ...]
    strength: tuple[Token, ...] = ()

    @property
    def drugs(self) -> list[DrugName]:
        """The lexicon's names among the words of the name."""
        return [token.drug for token in self.name if token.drug]

    @property
    def span(self) -> Span:
        """From the first to the last word of the name."""
        return Span(self.name[0].start, self.name[-1].end)


# looking a member up at its enumeration takes longer than comparing it
_DRUG, _WORD, _MODIFIER, _MARK = Kind.DRUG, Kind.WORD, Kind.MODIFIER, Kind.MARK
_STRENGTH, _NUMBER, _DIRECTIONS = Kind.STRENGTH, Kind.NUMBER, Kind.DIRECTIONS
_COUNTS = (Kind.QUANTITY, Kind.COUNT, Kind.REFILLS)
# "Extra strength Tylenol", "TG Ice cream: …"
_PASSED_OVER = (Kind.LEAD, Kind.FORM, Kind.GROUP, Kind.DIRECTIONS)
# an unknown name in a list of names: longer, and it is a remark
_LONGEST_LISTED = 3


class PartsBuilder:
    """Puts names and strengths together, token by token.

    Args:
        tokens: the tokens of one request, from `drug_words.tokens_of`.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.parts: list[Part] = []
        self.doubts: list[Doubt] = []
        self._order = order_of(tokens)
        self._end = 0
        """The index after the last name that was taken."""
        self._pending: Token | None = None
        """A strength that stands before the name it belongs to: "5% lidocaine"."""
        self._loose: list[Token] = []
        """Strengths that belong to no name."""
        self._directed = False
        """Whether directions have begun."""

    def build(self) -> list[Part]:
        """All parts, in order."""
        index = 0
        while index < len(self.tokens):
            index = self._step(index)
        if not self.parts:
            self._take_group()
        if self._pending:
            self._loose.insert(0, self._pending)
        self._pair_in_order()
        self.doubts += [Doubt("unread", "ingredients", f"{t.text!r} belongs to no ingredient") for t in self._loose]
        if not self._order.certain:
            self._doubt("it is not certain which strength belongs to which name")
        return self.parts

    def _doubt(self, message: str) -> None:
        self.doubts.append(Doubt("uncertain", "ingredients", message))

    def _step(self, index: int) -> int:
        token = self.tokens[index]
        kind = token.kind
        if kind is _DRUG or kind is _WORD:
            return self._name(index)
        if kind is _MARK:
            return self._aside(index) if token.text in "([" and self.parts else index + 1
        if kind is _STRENGTH or (kind is _NUMBER and self._is_bare_strength(index)):
            self._strength(index)
        elif kind is _DIRECTIONS:
            self._directed = self._directed or bool(self.parts)
        return index + 1

    def _take_group(self) -> None:
        """The group of products of a request that names none of them: "Medical food, #60"."""
        token = next((token for token in self.tokens if token.kind is Kind.GROUP), None)
        if token:
            self.parts.append(Part((token,), (self._pending,) if self._pending else ()))
            self._pending = None

    def _pair_in_order(self) -> None:
        """As many strengths behind several names as there are names: "Ketoprofen, Lidocaine 20%, 5%"."""
        parts = self.parts
        if not self._loose or len(parts) != len(self._loose) + 1 or not parts[-1].strength:
            return
        if self._loose[0].start > parts[-1].strength[0].start and not any(part.strength for part in parts[:-1]):
            strengths = [parts[-1].strength[0], *self._loose]
            self.parts = [part._replace(strength=(s,)) for part, s in zip(parts, strengths, strict=True)]
            self._loose = []
            self._doubt("strengths behind several names were given to them in order")

    def _is_bare_strength(self, index: int) -> bool:
        """Whether a number without a unit follows a name of the lexicon directly: "Soma 350 #90"."""
        before = self.tokens[index - 1] if index else None
        return bool(before and before.kind in (_DRUG, _MODIFIER) and self.parts and not self.parts[-1].strength)

    def _strength(self, index: int) -> None:
        token = self.tokens[index]
        if self._directed:
            # "25mg at bedtime for a week, then 50mg"; not "max 3000mg a day"
            if self.tokens[index - 1].kind is not _DIRECTIONS:
                self._loose.append(token)
        elif self.parts and not self.parts[-1].strength and not self._order.leading:
            self.parts[-1] = self.parts[-1]._replace(strength=(token,))
        elif self._pending is None:
            self._pending = token
        else:
            self._loose.append(token)

    def _aside(self, index: int) -> int:
        """What stands in parentheses after a name: a brand, a composition, a strength, a count."""
        close = next(
            (i for i in range(index + 1, len(self.tokens)) if self.tokens[i].text in (")", "]")), len(self.tokens)
        )
        inside = self.tokens[index + 1 : close]
        named = any(token.kind is _DRUG for token in inside)
        strengths = [token for token in inside if token.kind is _STRENGTH]
        percentages = [token for token in strengths if "%" in token.text]
        outer = self.parts[-1]
        if named and not outer.drugs and not outer.strength and len(percentages) > 1:
            # "FCL (Flurbiprofen 20%, Baclofen 2%)": a private name, and what it is made of
            self.parts.pop()
            return index + 1
        if named and inside[0].kind is Kind.LEAD and joins(inside[0]):
            return index + 1  # "Norco 10/325mg (and Soma 350mg)"
        if strengths and not self._directed:
            if not outer.strength and (len(strengths) == 1 or not named):
                self.parts[-1] = outer._replace(strength=(strengths.pop(0),))
            if not named and not any(token.kind is _DIRECTIONS for token in inside):
                self._loose += strengths
        return close + 1

    def _name(self, index: int) -> int:
        """A name from its first word on; the index after its last."""
        end = self._end_of_name(index)
        run = tuple(self.tokens[index:end])
        strong = any(token.kind is _DRUG for token in run)
        follower = self.tokens[end].kind if end < len(self.tokens) else None
        led = self._pending is not None and (self._order.leading or follower is not _STRENGTH)
        measured = led or (follower is _STRENGTH and not self._order.leading)
        if strong:
            taken = self._takes_known(index, run, measured or (follower in _COUNTS and self._is_added(index)))
        else:
            taken = self._takes_unknown(index, end, measured)
        if not taken:
            return end
        strength = (self._pending,) if led and self._pending else ()
        if self._pending and not led:
            self._loose.append(self._pending)
        self._pending = None
        self._directed = False
        self.parts.append(Part(run, strength))
        self._end = end
        return end

    def _is_added(self, index: int) -> bool:
        """Whether a name is one more behind "and" or a comma; not "for use with Naproxen"."""
        before = self.tokens[index - 1]
        return bool(index) and joins(before) and not before.text.lower().startswith("w")

    def _takes_known(self, index: int, run: tuple[Token, ...], measured: bool) -> bool:
        """Whether a name of the lexicon is a product or part of its own."""
        if self._is_alias(index, run, measured):
            return False
        if self._directed and not measured:
            self._doubt(f"{run[0].text!r} stands after the directions and was taken for no ingredient")
            return False
        return True

    def _takes_unknown(self, index: int, end: int, measured: bool) -> bool:
        """Whether words that the lexicon lacks are a product or part."""
        if self._directed or measured:
            return not self._directed
        return self._takes_listed(index, end) if self.parts else not self._is_introduction(index, end)

    def _is_introduction(self, index: int, end: int) -> bool:
        """Whether unknown words before the first name are none themselves.

        "NPC1: Gabapentin 10%" has a private name, "featuring 10% Ketamine" a verb; "Zzyzx Lidocaine" may have a brand.
        """
        if not any(token.kind is _DRUG for token in self.tokens[end:]):
            return False
        following = next(token for token in self.tokens[end:] if token.kind not in _PASSED_OVER or joins(token))
        if following.kind is _DRUG:
            words = " ".join(token.text for token in self.tokens[index:end])
            self._doubt(f"{words!r} stands before a name and was left out")
            return True
        return following.text == ":" or (following.kind is _STRENGTH and self._order.leading)

    def _takes_listed(self, index: int, end: int) -> bool:
        """Whether unknown words behind a name are one more of a list: "Naproxen, Zzyzxol and Omeprazole"."""
        if end - index > _LONGEST_LISTED or not joins(self.tokens[index - 1]):
            return False
        following = self.tokens[end] if end < len(self.tokens) else None
        if following and following.kind in _COUNTS:
            return True
        if following and joins(following) and any(t.kind is _DRUG for t in self.tokens[end + 1 : end + 3]):
            return True
        if self.tokens[index - 1].text.lower() in ("and", "plus", "&", "+"):
            words = " ".join(token.text for token in self.tokens[index:end])
            self._doubt(f"{words!r} was taken for no ingredient")
        return False

    def _is_alias(self, index: int, run: tuple[Token, ...], measured: bool) -> bool:
        """Whether a name repeats the one before it: "Naproxen Sodium Anaprox 550mg", "Norco or hydrocodone".

        Brands of one drug may be products that differ ("Theramine and Sentra PM"), and a drug may be asked for
        twice ("OxyContin and oxycodone"): what a joining word or a count parts is no repetition.
        """
        if not self.parts or (measured and self.parts[-1].strength):
            return False
        mine, theirs = Part(run).drugs, self.parts[-1].drugs
        if not {drug.entry.generic for drug in mine} & {drug.entry.generic for drug in theirs}:
            return False
        between = self.tokens[self._end : index]
        if any(token.kind in _COUNTS or (joins(token) and token.text not in ",/") for token in between):
            return False
        if any(token.text == "," for token in between):
            if mine[0].brand and theirs[0].brand:
                return False
            self._doubt(f"{run[0].text!r} was taken for another name of {self.parts[-1].name[0].text!r}")
        return True

    def _end_of_name(self, index: int) -> int:
        """The index after the last word of the name that begins at `index`.

        A name of the lexicon takes along its salt and release, and whatever a slash or hyphen joins to it;
        an unknown name runs on over plain words until something else comes.
        """
        known = self.tokens[index].kind is _DRUG
        end = index + 1
        while end < len(self.tokens):
            token = self.tokens[end]
            following = self.tokens[end + 1] if end + 1 < len(self.tokens) else None
            if token.kind is _MODIFIER or (token.kind is _WORD and not known):
                end += 1
            elif token.kind is _DRUG and not known:
                break
            elif token.text in ("/", "-") and following and following.kind in (_DRUG, _WORD):
                known = known or following.kind is _DRUG
                end += 2
            else:
                break
        return end
