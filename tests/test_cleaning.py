"""Cleaning: pages to one letter whose every character knows where it came from."""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from pathlib import Path
from string import ascii_lowercase

import pytest

from imrparse.cleaning import clean
from imrparse.letter import Letter
from imrparse.reading import Options, read
from imrparse.reading.text import TextPage
from tests import letters
from tests.conftest import ROOT

SAMPLES = sorted(path.name for path in (ROOT / "samples").iterdir() if path.suffix in (".pdf", ".txt"))
STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\ufffe": "-", "\u00b4": "'", "`": "'", "‑": "-"})
TAKEN_OFF = {"-", "\ufffe", "\u00ad"}
"""Characters that may be missing from a letter: hyphens that only broke a word."""


def cleaned(*pages: str) -> Letter:
    """The letter of these pages."""
    return clean([TextPage(page) for page in pages])


def body(*pages: str) -> str:
    """Its text without running heads."""
    letter = cleaned(*pages)
    return letter.text[: letter.body_end]


def set_apart(*pages: str) -> list[str]:
    """The lines that were taken for running heads and page numbers."""
    letter = cleaned(*pages)
    return letter.text[letter.body_end :].strip("\f").split("\n") if letter.body_end < len(letter.text) else []


def paragraphs(*pages: str) -> list[str]:
    """Its text as prose, a paragraph an entry."""
    letter = cleaned(*pages)
    return letter.paragraphs(0, letter.body_end).split("\n")


# -- the source map --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_every_character_of_a_letter_maps_to_its_source(samples: Path, name: str) -> None:
    document = read(samples / name)
    assert_mapped(clean(document.pages), [page.text for page in document.pages])


def test_by_the_second_reader_too(samples: Path) -> None:
    document = read(samples / "carpal-tunnel-testing.pdf", Options(engine="pdfplumber"))
    assert_mapped(clean(document.pages), [page.text for page in document.pages])


# Text whose characters change in number or place.
ODD_PAGES = [
    # Runs of blanks, tabs, blanks at both ends, blank lines.
    ["  one   two\tthree  \n\n \n   four\n"],
    # Windows line ends, and one without its line feed.
    ["one two\r\nthree\rfour\r\n\r\n"],
    # Ligatures at the beginning, in the middle and at the end of a line.
    ["ﬁrst oﬃce stiﬀ\nﬂat ﬅart\n"],
    # Characters that take no place.
    ["\ufeffa\u200bb c\u00add\u2060e\n\u200b f\n"],
    # A hyphen that stays, one that goes, pdfium's, on pages that end inside a word.
    ["a non-\nMTUS docu-\nmentation\n", "electro\ufffediagnostic and Non\ufffeMTUS and radicu\u00ad\n", "lopathy end"],
    # Nothing on a page.
    ["one\n", "", " \n\n", "two\n"],
    # Characters outside the first plane, and one that lower case makes two of.
    ["𝟓 mg 😀 İstanbul\nnext line\n"],
]


@pytest.mark.parametrize("pages", ODD_PAGES)
def test_characters_that_change_map_to_their_source(pages: list[str]) -> None:
    assert_mapped(cleaned(*pages), pages)


def assert_mapped(letter: Letter, pages: list[str]) -> None:
    """Every character but blanks stands in the source where the letter says, and none of the source is lost."""
    for offset, char in enumerate(letter.text):
        if char.isspace():
            continue
        page, place = letter.locate(offset)
        source = pages[page - 1][place].translate(STRAIGHT)
        assert char in (source, *unicodedata.normalize("NFKC", source)), (offset, char, source)
        assert letter.source_spans(offset, offset + 1) == ((page, place, place + 1),)
    assert len(letter.flat) == len(letter.text)
    kept = Counter(letter.text)
    for text in pages:
        kept.subtract(char for char in "".join(map(expanded, text)) if not char.isspace())
    assert {char for char, count in kept.items() if count < 0} <= TAKEN_OFF
    assert {char for char, count in kept.items() if count > 0 and not char.isspace()} == set()


def expanded(char: str) -> str:
    """What a character of a page becomes, hyphens at line ends aside."""
    if char in "\u00ad\u200b\u2060\ufeff":
        return ""
    return unicodedata.normalize("NFKC", char) if "\ufb00" <= char <= "\ufb06" else char.translate(STRAIGHT)


def test_a_span_over_two_pages_is_one_span_a_page() -> None:
    pages = ["first page\nends in the\n", "middle of this\nsentence.\n"]
    letter = cleaned(*pages)
    start = letter.text.index("ends")
    spans = letter.source_spans(start, letter.text.index("middle of") + len("middle of"))
    assert [pages[span.page - 1][span.start : span.end] for span in spans] == ["ends in the", "middle of"]


# -- characters ------------------------------------------------------------------------------------------------

# (as printed, as cleaned)
CHARACTERS = [
    # Blanks of every width become one blank, and none at a line's ends.
    ("10\u00a0mg\u2009#60", "10 mg #60"),
    ("\u00a0 two  blanks\ttab \u3000", "two blanks tab"),
    # Curly quotes, primes and accents used as quotes.
    ("the worker’s “full” ‘duty’", "the worker's \"full\" 'duty'"),
    ("7\u2032 x 5\u00b4", "7' x 5'"),
    # Ligatures.
    ("oﬃce ﬁnding, ﬂexion, stiﬀ, baﬄe", "office finding, flexion, stiff, baffle"),
    # Hyphens of other kinds; a dash stays a dash.
    ("non‑certified L4‐5", "non-certified L4-5"),
    ("2013–2014 — end", "2013–2014 — end"),
    # Characters without width.
    ("elec\u00adtro\u200bmyo\u200dgraphy\ufeff", "electromyography"),
    # Bullets of symbol fonts.
    ("\uf0b7 first ● second ▪ third", "• first • second • third"),
    # Signs that are part of a name or number stay.
    ("Lidoderm® 5% ½ µg ± 3°", "Lidoderm® 5% ½ µg ± 3°"),
]


@pytest.mark.parametrize(("printed", "expected"), CHARACTERS)
def test_look_alikes_become_one(printed: str, expected: str) -> None:
    assert body(f"{printed}\n") == expected


# -- hyphens at line ends ----------------------------------------------------------------------------------------

# (end of one line, beginning of the next, what the letter says), with "-" for any of the hyphens below
HYPHENS = [
    # A compound with a capital keeps its hyphen.
    ("Decision based on Non-", "MTUS Citation", "Non-MTUS"),
    ("a brand, Levo-", "Dromoran, was", "Levo-Dromoran"),
    # Beginnings after which English writes a hyphen.
    ("an x-", "ray of", "x-ray"),
    ("a follow-", "up visit", "follow-up"),
    ("for anti-", "inflammatory effect", "anti-inflammatory"),
    ("over a six-", "month course", "six-month"),
    ("for long-", "term use", "long-term"),
    # Numbers and levels.
    ("at C5-", "6 and", "C5-6"),
    ("at L4-", "L5 and", "L4-L5"),
    ("from 2013-", "2014 on", "2013-2014"),
    # A word broken in two: its second half is no word.
    ("without documen-", "tation of", "documentation"),
    ("the medi-", "cation was", "medication"),
    ("no treat-", "ment was", "treatment"),
    # Words of the field that end in no such half.
    ("the electro-", "diagnostic study", "electrodiagnostic"),
    ("signs of radicu-", "lopathy were", "radiculopathy"),
    ("the guide-", "lines say", "guidelines"),
]


@pytest.mark.parametrize(
    "hyphen", ["-\n", "\ufffe", "-\r\n", "- \n", "‐\n"], ids=["text", "pdfium", "crlf", "blank", "U+2010"]
)
@pytest.mark.parametrize(("end", "beginning", "word"), HYPHENS)
def test_a_hyphen_at_a_line_end_belongs_to_a_word_or_only_broke_it(
    end: str, beginning: str, word: str, hyphen: str
) -> None:
    text = body(f"The letter says: {end[:-1]}{hyphen}{beginning} in its text.\n")
    assert word in text
    assert "\n" not in text


# (letter, what it says where the line ends): what is printed whole elsewhere decides
HYPHENS_ELSEWHERE = [
    ("The backpain record. It was back-\npain again.\n", "was backpain again"),
    ("The back-pain record. It was back-\npain again.\n", "was back-pain again"),
    ("The micro-current unit and a micro-\ncurrent lead.\n", "a micro-current lead"),
    # … but not the halves of another broken word.
    ("No docu-\nmentation of it, and no docu-\nmentation of that.\n", "no documentation of that"),
]


@pytest.mark.parametrize(("text", "expected"), HYPHENS_ELSEWHERE)
def test_what_the_letter_prints_elsewhere_decides(text: str, expected: str) -> None:
    assert expected in body(text)


# (letter, its text): hyphens at a line end that join nothing
DASHES = [
    # A hyphen after a blank is a dash, and the line end stays.
    ("The worker -\nshe is 45 - rests.\n", "The worker -\nshe is 45 - rests."),
    # A line of hyphens is a rule.
    ("One\n-----\nTwo\n", "One\n-----\nTwo"),
    # Before a bracket or a sign.
    ("see page 5-\n(continued)\n", "see page 5-\n(continued)"),
    # At the letter's very end.
    ("to be contin-\n", "to be contin-"),
    # A line that begins with a hyphen is a list's.
    ("the drugs:\n- Norco\n- Soma\n", "the drugs:\n- Norco\n- Soma"),
    # Percentages of a compound are joined as they stand.
    ("Flurbiprofen 10%-\nCyclobenzaprine 5%\n", "Flurbiprofen 10%-Cyclobenzaprine 5%"),
]


@pytest.mark.parametrize(("text", "expected"), DASHES)
def test_hyphens_that_break_no_word(text: str, expected: str) -> None:
    assert body(text) == expected


def test_a_soft_hyphen_at_a_line_end_goes() -> None:
    assert body("electro\u00ad\nmyography of the arm\n") == "electromyography of the arm"


@pytest.mark.parametrize(("end", "beginning"), [("cervi", "cal"), ("long", "itudinal"), ("re", "quested")])
def test_a_soft_hyphen_never_belongs_to_the_word(end: str, beginning: str) -> None:
    assert body(f"It was {end}\u00ad\n{beginning} in March\n") == f"It was {end}{beginning} in March"


def test_hyphens_as_pdfium_prints_them() -> None:
    # The page itself: pdfium says which of its hyphens it took for a word's.
    pages = ["The Non-\nMTUS citation and no docu-\nmentation of the worker -\nshe rests - were found."]
    document = read(bytes(letters.pdf_of(*pages).output()))
    assert (
        clean(document.pages).text
        == "The Non-MTUS citation and no documentation of the worker -\nshe rests - were found."
    )


# -- running heads -----------------------------------------------------------------------------------------------

PROSE = [
    f"Sentence number {word} of the letter says something of its own."
    for word in ["one", "two", "three", "four", "five"]
]


def paged(head: list[str], foot: list[str], pages: int = 3) -> list[str]:
    """Pages of prose; `{n}` in a head or foot is the page's number, `{count}` how many there are."""
    return [
        "\n".join(line.format(n=n + 1, count=pages) for line in [*head, PROSE[n], *foot]) + "\n" for n in range(pages)
    ]


# (head, foot): lines that belong to the page
RUNNING = [
    # Page numbers alone, at either end, and with their count.
    ([], ["{n}"]),
    (["{n}"], []),
    ([], ["Page {n}"]),
    ([], ["Page {n} of {count}"]),
    ([], ["{n} of {count}"]),
    ([], ["- {n} -"]),
    ([], ["{n}/{count}"]),
    # The form's own heads.
    (["Final Determination Letter for IMR Case Number CM16-0012345 {n}"], []),
    (["Final Determination Letter for IMR Case Number CM16-0012345", "Page {n} of {count}"], []),
    ([], ["Final Determination Letter for IMR Case Number CM16-0012345          {n}"]),
    ([], ["CM16-0012345          {n}"]),
    ([], ["CM16-0012345   Page {n} of {count}"]),
    ([], ["Final Letter of Determination   Form Effective 12.09.13   Page {n}"]),
    # A letterhead on every page, with telephone numbers and a blank line.
    (
        [
            "MAXIMUS FEDERAL SERVICES, INC.",
            "Independent Medical Review",
            "P.O. Box 138009",
            "Sacramento, CA 95813-8009",
        ],
        [],
    ),
    # A head and a foot at once, whose digits differ.
    (["Reviewed for the State of California"], ["Printed 4/{n}/2016", "Page {n}"]),
]


@pytest.mark.parametrize(("head", "foot"), RUNNING)
def test_lines_of_the_page_are_set_apart(head: list[str], foot: list[str]) -> None:
    pages = paged(head, foot)
    assert body(*pages) == "\n".join(PROSE[:3])
    assert len(set_apart(*pages)) == 3 * (len(head) + len(foot))


def test_a_letterhead_that_the_first_page_lacks_is_set_apart() -> None:
    first, *others = paged(["Review of the case of an injured worker"], [], pages=4)
    first = first.split("\n", 1)[1]
    assert body(first, *others) == "\n".join(PROSE[:4])


# Text without page ends: lines that are a page's foot, once the case number was printed.
@pytest.mark.parametrize(
    "foot", ["CM16-0012345", "CM16-0012345 (redacted)", "Maximus Federal Services CM16-0012345 1/2"]
)
def test_feet_inside_a_text_are_set_apart(foot: str) -> None:
    text = f"Case Number:\nCM16-0012345\n{PROSE[0]}\n{foot}\n{PROSE[1]}\n"
    assert body(text) == f"Case Number:\nCM16-0012345\n{PROSE[0]}\n{PROSE[1]}"
    assert set_apart(text) == [foot]


def test_another_letters_case_number_stays() -> None:
    text = f"Case Number:\nCM16-0012345\n{PROSE[0]}\nCM15-0000111\nwas another."
    assert body(text) == text


# Pages whose first or last lines belong to the letter.
NOT_RUNNING = [
    # Items that fall on page tops alike: words of the letter are never a head.
    [
        "one\n",
        "MAXIMUS guideline: the same\ntwo\n",
        "MAXIMUS guideline: the same\nthree\n",
        "MAXIMUS guideline: the same\nfour\n",
    ],
    [
        "Decision rationale: the same words\na\n",
        "Decision rationale: the same words\nb\n",
        "Decision rationale: the same words\nc\n",
    ],
    # A number that does not count up with the pages is a value: a line of a table, a dose, a year.
    ["The count was\n60\n", "tablets a month\nand later\n45\n", "a month.\n"],
    ["It fell to\n3\n", "3\nand rose to\n", "3\n"],
    # Two pages that begin alike are chance.
    ["Norco 10/325 mg\nwas given.\n", "Norco 10/325 mg\nwas stopped.\n"],
    # One page has no running head.
    ["12\nLetter\n13\n"],
]


@pytest.mark.parametrize("pages", NOT_RUNNING)
def test_lines_of_the_letter_stay(pages: list[str]) -> None:
    assert set_apart(*pages) == []
    assert body(*pages) == "\n".join("".join(pages).splitlines())


def test_a_head_inside_a_text_without_page_breaks_is_set_apart() -> None:
    # Text pasted from a PDF has the head in the middle of a sentence.
    text = f"{PROSE[0]}\nFinal Determination Letter for IMR Case Number CM16-0012345 2\n{PROSE[1]}\n"
    assert body(text) == "\n".join(PROSE[:2])


def test_a_number_over_the_page_break_counts_up_by_chance_only_at_the_edge() -> None:
    pages = [f"{PROSE[n]}\n{PROSE[n]}\n{n + 1}\n{PROSE[n]}\n{PROSE[n]}\n" for n in range(3)]
    assert set_apart(*pages) == []


# -- paragraphs --------------------------------------------------------------------------------------------------

FIRST = (
    "The worker fell from a ladder and hurt the left shoulder. He was given rest, ice and ibuprofen for some "
    "weeks, and "
    "he went to nine visits of physical therapy, which helped him to lift his arm above the head again."
)
SECOND = (
    "On the last visit he had pain at night and could not lie on the left side. The doctor asked for an MRI, because "
    "the plain films had shown nothing and the strength of the arm had not come back as he had hoped it would."
)


def test_lines_of_one_paragraph_are_one() -> None:
    assert paragraphs(letters.wrapped(FIRST)) == [FIRST]


@pytest.mark.parametrize("width", [60, 80, 95])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n \n", "\n\n\n\n"], ids=["early", "blank", "blanks", "four"])
def test_paragraphs_are_told_by_a_line_ended_early_or_a_blank_line(between: str, width: int) -> None:
    text = letters.wrapped(FIRST, width) + between + letters.wrapped(SECOND, width)
    assert paragraphs(text) == [FIRST, SECOND]


@pytest.mark.parametrize("width", [60, 80, 95])
def test_double_spacing_makes_no_paragraphs(width: int) -> None:
    text = f"{letters.wrapped(FIRST, width)}\n{letters.wrapped(SECOND, width)}\n"
    assert paragraphs(text.replace("\n", " \n\n")) == [FIRST, SECOND]


def test_a_page_break_inside_a_sentence_makes_no_paragraph() -> None:
    lines = letters.wrapped(FIRST).split("\n")
    assert paragraphs(f"{lines[0]}\n", "\n".join(lines[1:])) == [FIRST]


def test_a_page_break_inside_a_double_spaced_sentence_makes_no_paragraph() -> None:
    lines = letters.wrapped(FIRST).split("\n")
    assert paragraphs(" \n\n".join(lines[:1]) + " \n\n\n\n\n\n" + " \n\n".join(lines[1:])) == [FIRST]


def test_a_page_break_between_paragraphs_keeps_them_apart() -> None:
    assert paragraphs(letters.wrapped(FIRST), letters.wrapped(SECOND)) == [FIRST, SECOND]


# (lines, paragraphs)
LISTS = [
    # Bullets are paragraphs, though no line ends early.
    (f"{FIRST[:94]}:\n• first point\n• second point", 3),
    ("Criteria:\n• pain for three months\n• no relief from drugs\n• a clear plan", 4),
    # Numbered points, whose lines end early.
    (f"{letters.wrapped(FIRST)}\n1. Pain for three months.\n2. No relief from drugs.\n3. A clear plan.", 4),
    # A line that goes on in lower case is the same sentence, however short the line before it.
    ("The worker was\nseen in March.", 1),
    # A short line without a full stop is no paragraph's end by itself.
    (f"{FIRST[:90]}\nOn the same day", 1),
]


@pytest.mark.parametrize(("text", "count"), LISTS)
def test_lists(text: str, count: int) -> None:
    assert len(paragraphs(text)) == count


def test_paragraphs_of_a_page_are_told_by_white_space() -> None:
    # Lines that all end alike: only the distance between them tells.
    page = (
        "The worker fell from a ladder at\nwork and hurt the left shoulder.\n\n"
        "The doctor gave him rest and ice.\nHe did not get well by that care."
    )
    document = read(bytes(letters.pdf_of(page).output()))
    letter = clean(document.pages)
    assert letter.paragraphs(0, letter.body_end).split("\n") == [
        "The worker fell from a ladder at work and hurt the left shoulder.",
        "The doctor gave him rest and ice. He did not get well by that care.",
    ]


# -- time --------------------------------------------------------------------------------------------------------

# Long inputs, each of which should take a few hundredths of a second.
LONG_INPUTS = [
    # Pages of nothing but a number that does not count up: each is compared with every other.
    ["12\n"] * 400,
    # Lines that end in hyphens: for each, a pattern of its own is compiled and searched for in the whole letter.
    ["".join(f"and the word foo{a}{b}-\nbar that follows\n" for a in ascii_lowercase for b in ascii_lowercase[:16])],
]


@pytest.mark.parametrize("pages", LONG_INPUTS, ids=["numbers", "hyphens"])
def test_a_long_input_takes_little_time(pages: list[str]) -> None:
    start = time.process_time()
    cleaned(*pages)
    assert time.process_time() - start < 0.2
