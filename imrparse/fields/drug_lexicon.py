"""The lexicon of drugs: names as people write them, to generic name and the state's drug class."""

from __future__ import annotations

import functools
from typing import NamedTuple

import msgspec

from imrparse import catalog
from imrparse.fields.phrases import PhraseBook


class DrugEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of `catalog/drugs.json`."""

    generic: str
    """Parts of a combination are joined by `/`, in the order of the label."""
    class_: str | None = msgspec.field(name="class")
    """The state's drug class; None where its list has none that fits."""
    brands: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Other spellings of the generic name: abbreviations, salts, misspellings that recur."""
    group: bool = False
    """Whether the names are those of a group of products, of which a request may name one beside them:
    "Medical food: Theramine"."""


class DrugFile(msgspec.Struct, frozen=True):
    """`catalog/drugs.json`."""

    about: str
    drug_classes: tuple[str, ...]
    drugs: tuple[DrugEntry, ...]


class DrugName(NamedTuple):
    """A name of the lexicon and the drug that it names."""

    entry: DrugEntry
    brand: bool


@functools.cache
def lexicon() -> PhraseBook[DrugName]:
    """Every name of `catalog/drugs.json`; of two drugs with one name the first in the file has it."""
    book: PhraseBook[DrugName] = PhraseBook()
    drugs = catalog.load("drugs", DrugFile).drugs
    for entry in drugs:
        for brand in entry.brands:
            book.add(brand, DrugName(entry, brand=True))
            first, _, second = brand.partition(" ")
            if first.isupper() and second.isalpha():  # the blank of "MS Contin" gets lost
                book.add(first + second, DrugName(entry, brand=True))
        # a compound's list of parts is no name: a request that prints it asks for each part
        generic = () if entry.class_ == "Topical Compounds" else (entry.generic,)
        for name in (*generic, *entry.also):
            book.add(name, DrugName(entry, brand=False))
    return book
