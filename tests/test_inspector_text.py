"""The text pane's lines, and pages as pictures: what needs no screen."""

from __future__ import annotations

import base64
import io
import itertools
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw
from rich.cells import cell_len

import imrparse
from imrparse.errors import ImrparseError
from imrparse.evidence import Span
from imrparse.inputs import Input
from imrparse.inspector import page_picture, show_picture
from imrparse.inspector.opened import Opened, opened, read_results, summary
from imrparse.inspector.page_picture import merged
from imrparse.inspector.shown_text import Line, ShownText, character_at, line_of, normalised, raw
from imrparse.inspector.terminal_pictures import commands, protocol, sixel
from imrparse.outline import PageText, letter_pages, outline
from imrparse.reading import Box, Options
from imrparse.terminal.palette import DARK, LIGHT
from imrparse.terms import Kind
from tests.conftest import ROOT

SAMPLES = ROOT / "samples"


def plain(text: str) -> ShownText:
    return ShownText(text, ((0, "page 1"),), {})


def lines(text: str, width: int) -> list[str]:
    shown = plain(text)
    return [shown.text[line.start : line.end] for line in shown.lines(width) if not line.mark]


@pytest.mark.parametrize(
    ("text", "width", "wanted"),
    [
        ("one two three", 80, ["one two three"]),
        ("one two three", 8, ["one two ", "three"]),
        ("one two three", 7, ["one two ", "three"]),
        ("immobilization", 5, ["immob", "iliza", "tion"]),
        ("a\r\nb\nc\rd\x0ce\u2028f", 80, ["a", "b", "c", "d", "e", "f"]),
        ("a\n\nb", 80, ["a", "", "b"]),
        ("double\ufffespaced", 80, ["double-", "spaced"]),  # pdfium's hyphen at a line's end
        ("a\tb\x1b[31m\x07", 80, ["a b\ufffd[31m\ufffd"]),
        ("\u6b66\u5668\u5668", 4, ["\u6b66\u5668", "\u5668"]),  # two cells each
        ("\u6b66", 1, ["\u6b66"]),
        ("", 80, []),
    ],
)
def test_lines(text: str, width: int, wanted: list[str]) -> None:
    assert lines(text, width) == wanted


@given(st.text(), st.integers(1, 30))
def test_lines_lose_no_words_and_fit(text: str, width: int) -> None:
    shown = plain(text)
    made = [line for line in shown.lines(width) if not line.mark]
    assert len(shown.text) == len(text), "offsets are those of the letter"
    assert all(before.end <= after.start for before, after in itertools.pairwise(made))
    kept = "".join(shown.text[line.start : line.end] for line in made)
    assert "".join(kept.split()) == "".join(shown.text.split())
    for line in made:
        words = shown.text[line.start : line.end]
        assert cell_len(words.rstrip(" ")) <= max(width, 2) or len(words) == 1


def test_the_character_under_a_column_and_the_line_of_an_offset() -> None:
    shown = plain("ab \u6b66c\nnext")
    first, second = [line for line in shown.lines(80) if not line.mark]
    assert [character_at(shown.text, first, cell) for cell in range(7)] == [0, 1, 2, 3, 3, 4, 5]
    assert [line_of(shown.lines(80), offset) for offset in (0, 4, 6, 9)] == [1, 1, 2, 2]
    assert second == Line(6, 10)


def test_pages_are_marked_and_offsets_follow() -> None:
    shown = raw((PageText(4, "xxfirst", 2, 7), PageText(6, "second", 0, 6)))
    assert shown.source == "firstsecond"
    assert [line.mark or shown.text[line.start : line.end] for line in shown.lines(80)] == [
        "page 4",
        "first",
        "page 6",
        "second",
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [("b c", [(2, 5), (6, 9)]), ("B  C", [(2, 5), (6, 9)]), ("(", [(10, 11)]), ("", []), ("  ", []), ("z", [])],
)
def test_find(words: str, found: list[tuple[int, int]]) -> None:
    assert plain("a b\nc b C (").find(words) == [Span(*span) for span in found]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".pdf", ".txt"}))
def test_both_texts_show_the_same_words_for_each_value(name: str) -> None:
    for parsed in imrparse.parse_all(SAMPLES / name):
        made = outline(parsed)
        joined = normalised(parsed.letter, parsed.letter_evidence, made)
        printed = raw(letter_pages(parsed), made)
        assert len(joined.source) == len(parsed.letter.text)
        for node in made.walk():
            words = ["".join(text.source[a:b] for a, b in text.places(node)) for text in (joined, printed)]
            one, other = (re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", each)) for each in words)
            assert one == other, node.path


# Summaries of the list


def test_a_summary_is_found_by_name_case_number_and_request() -> None:
    (result,) = read_results(Input(str(SAMPLES / "shoulder-therapy-modified.pdf")), Options())
    row = summary(result)
    assert row.status == "partially overturned"
    assert row.holds("norco SHOULDER-therapy")
    assert row.holds("cm17-0400388")
    assert not row.holds("norco knee")


# Pictures


def shown_picture(path: Path, page: int, value: str) -> tuple[Image.Image, Opened]:
    source = Input(str(path))
    letter = opened(source, read_results(source, Options())[0], Options())
    assert letter.outline is not None
    return page_picture.page_picture(letter, page, letter.outline.by_path[value]), letter


def changed(change: Callable[[pypdfium2.PdfPage], None], tmp_path: Path) -> Path:
    """A sample whose first page is shown in another way."""
    document = pypdfium2.PdfDocument(SAMPLES / "knee-mri-upheld.pdf")
    change(document[0])
    document.save(tmp_path / "changed.pdf")
    return tmp_path / "changed.pdf"


@pytest.mark.parametrize(
    "change",
    [
        lambda page: None,
        lambda page: page.set_rotation(90),
        lambda page: page.set_rotation(180),
        lambda page: page.set_rotation(270),
        lambda page: page.set_cropbox(20, 30, 590, 780),
        lambda page: (page.set_cropbox(20, 30, 590, 780), page.set_rotation(90)),
    ],
    ids=["as it is", "turned", "upside down", "turned back", "cropped", "cropped and turned"],
)
def test_the_marker_lies_over_the_words(change: Callable[[pypdfium2.PdfPage], None], tmp_path: Path) -> None:
    """The words under the marker are the value's: their ink is there, and read by their own characters' boxes."""
    path = changed(change, tmp_path)
    picture, _ = shown_picture(path, 1, "case_number")
    document = pypdfium2.PdfDocument(path)
    width, height = document[0].get_size()
    assert picture.size == (pytest.approx(width * 2, abs=2), pytest.approx(height * 2, abs=2))
    red, green, blue = ImageChops.difference(picture, Image.new("RGB", picture.size, (255, 227, 77))).split()
    apart = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    inside = picture.crop(apart.point([255] + [0] * 255).getbbox())  # what is yellow
    dark = sum(value < 100 for value in inside.convert("L").tobytes())
    assert 0.05 < dark / (inside.width * inside.height) < 0.6, "there is writing under the marker"
    long, short = max(inside.size), min(inside.size)
    assert 4 < long / short < 12, "as wide as CM16-0400117 is"


def test_every_value_of_a_page_has_its_frame() -> None:
    picture, letter = shown_picture(SAMPLES / "knee-mri-upheld.pdf", 1, "reviewer.text")
    assert letter.outline is not None
    kinds = {segment.node.kind for segment in letter.outline.segments(1)}
    colours = {colour for _, colour in picture.getcolors(1 << 24) or ()}
    for kind in kinds:
        assert tuple(bytes.fromhex(LIGHT[kind][1:])) in colours, kind


def test_boxes_of_one_line_are_joined() -> None:
    boxes = [Box(0, 0, 5, 10), None, Box(6, 1, 9, 9), Box(0, 20, 4, 30), Box(4, 20, 4, 30), Box(4, 20, 9, 31)]
    assert merged(boxes) == [Box(0, 0, 9, 10), Box(0, 20, 9, 31)]
    assert merged([None]) == []
    down = [Box(0, 0, 10, 5), Box(1, 6, 9, 9), Box(0, 9, 10, 14), Box(20, 0, 30, 4)]
    assert merged(down) == [Box(0, 0, 10, 14), Box(20, 0, 30, 4)], "on a page that is turned, lines run down"


def test_text_has_no_picture() -> None:
    with pytest.raises(ImrparseError, match="no look of their own"):
        shown_picture(SAMPLES / "knee-mri-upheld--labels-first.txt", 1, "case_number")


@pytest.mark.parametrize(
    ("environment", "how"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "iterm"),  # which ssh takes along
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-256color"}, None),
        ({}, None),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, None),
        ({"TERM": "xterm-kitty", "TMUX": "socket"}, None),
        ({"TERM": "xterm-256color", "IMRPARSE_PICTURES": "sixel"}, "sixel"),
        ({"TERM": "xterm-kitty", "IMRPARSE_PICTURES": "none"}, None),
    ],
)
def test_which_terminals_show_pictures(environment: dict[str, str], how: str | None) -> None:
    assert protocol(environment) == how


def test_a_picture_for_kitty_and_iterm_is_the_png_in_base64() -> None:
    picture = Image.effect_noise((200, 200), 90).convert("RGB")
    kitty = commands(picture, "kitty", 20, 18)
    parts = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", kitty)
    assert "".join(f"\x1b_G{head};{data}\x1b\\" for head, data in parts) == kitty
    assert all(len(data) <= 4096 for _, data in parts)
    assert [head[-3:] for head, _ in parts] == ["m=1"] * (len(parts) - 1) + ["m=0"]
    assert "a=T,f=100,r=20" in parts[0][0]
    sent = Image.open(io.BytesIO(base64.b64decode("".join(data for _, data in parts))))
    assert sent.tobytes() == picture.tobytes()
    iterm = re.fullmatch(
        r"\x1b\]1337;File=inline=1;[^:]*height=20;size=(\d+):(.*)\x07", commands(picture, "iterm", 20, 18)
    )
    assert iterm is not None
    assert len(base64.b64decode(iterm[2])) == int(iterm[1])


def drawn(commands: str) -> Image.Image:
    """What a terminal makes of sixels, by the manual."""
    found = re.fullmatch(r'\x1bPq"1;1;(\d+);(\d+)(.*)\x1b\\', commands, re.DOTALL)
    assert found is not None
    picture = Image.new("RGB", (int(found[1]), int(found[2])))
    palette: dict[int, tuple[int, ...]] = {}
    x = y = colour = 0
    for token in re.finditer(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|(\$)|(-)|(?:!(\d+))?([?-~])", found[3]):
        number, red, green, blue, back, down, count, dots = token.groups()
        if number:
            colour = int(number)
            if red:
                palette[colour] = tuple(round(int(part) * 255 / 100) for part in (red, green, blue))
        elif back:
            x = 0
        elif down:
            x, y = 0, y + 6
        else:
            run = int(count or 1)
            for column in range(x, x + run):
                for bit in range(6):
                    if (ord(dots) - 63) >> bit & 1:
                        picture.putpixel((column, y + bit), palette[colour])
            x += run
    return picture


@pytest.mark.parametrize("size", [(1, 1), (7, 5), (40, 13), (64, 64)])
def test_sixels_draw_the_picture(size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).ellipse([0, 0, size[0] - 1, size[1] - 1], fill="#3333cc", outline="#ff0000")
    made = drawn(sixel(picture))
    assert made.size == size
    differences = [abs(one - other) for one, other in zip(picture.tobytes(), made.tobytes(), strict=True)]
    assert max(differences) <= 3, "sixel colours are per cent"


def test_a_picture_is_no_higher_than_the_terminal() -> None:
    made = drawn(commands(Image.new("RGB", (300, 400), "white"), "sixel", 5, 20))
    assert made.size == (75, 100)


@pytest.mark.parametrize(
    ("environment", "opens"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"SSH_CONNECTION": "x"}, False),
    ],
)
def test_a_file_is_opened_where_there_is_a_desktop(
    environment: dict[str, str], opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(show_picture.sys, "platform", "linux")
    monkeypatch.setattr(show_picture.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(show_picture.subprocess, "Popen", lambda command, **_: started.append(command))
    assert show_picture.opened_by_system(Path("page.png"), environment) is opens
    assert started == ([["/usr/bin/xdg-open", "page.png"]] if opens else [])


# Colours


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [value / 255 for value in bytes.fromhex(colour[1:])]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_can_be_read_on_dark_and_on_light(kind: Kind) -> None:
    assert contrast(DARK[kind], "#1e1e1e") >= 4.5
    assert contrast(LIGHT[kind], "#d8d8d8") >= 4.5
