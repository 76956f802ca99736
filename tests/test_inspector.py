"""The inspector as a person uses it: keys, mouse, sizes, files that fail, text that means harm."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest
from textual.widgets import Input, Select

from imrparse.inspector import background, letter_screen, show_picture
from imrparse.inspector.app import Inspector, theme_of
from imrparse.inspector.background import Background
from imrparse.inspector.export import ExportScreen
from imrparse.inspector.help import KEYS, HelpScreen
from imrparse.inspector.letter_list import LetterList
from imrparse.inspector.letter_screen import LetterScreen
from imrparse.inspector.list_screen import ListScreen
from imrparse.inspector.text_view import LetterText
from imrparse.reading import Options
from imrparse.record import Record
from tests.conftest import ROOT, Command
from tests.inspecting import (
    Person,
    inspect,
    keys,
    letter,
    listed,
    marked,
    screen,
    selected,
    settled,
    text_on_screen,
    until,
)

SAMPLES = ROOT / "samples"
MODIFIED = SAMPLES / "shoulder-therapy-modified.pdf"
WARNED = SAMPLES / "cognitive-therapy-overturned.pdf"
CLAIM_FILE = SAMPLES / "claim-file.pdf"
EIGHT = SAMPLES / "neck-claim-eight-items.pdf"
NOT_A_LETTER = "Dear Sir, [bold]this[/bold] is no letter at all.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A claim file with two letters, a letter, one with warnings, a damaged PDF and a note."""
    place = tmp_path / "letters"
    place.mkdir()
    for path in (CLAIM_FILE, MODIFIED, WARNED):
        (place / path.name).write_bytes(path.read_bytes())
    (place / "damaged.pdf").write_bytes(CLAIM_FILE.read_bytes()[:2000])
    (place / "note.txt").write_text(NOT_A_LETTER)
    return place


# A letter


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 20), (120, 40)])
def test_the_sections_cited_for_the_second_item_are_six_keys_away(size: tuple[int, int]) -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "n", "n", "down", "down", "down", "down")
        assert selected(app) == "disputed_items.1.expert_reviewer"
        assert "1.4 Opioids for Acute Pain" in screen(app)
        words = "Decision based on MTUS Opioid Treatment 2016, Section(s): 1.4 Opioids for Acute Pain: Opioids for"
        assert marked(app) == [f"{words} Post-operative Pain."]
        assert f"{words} Post-operative Pain." in text_on_screen(app)

    inspect([MODIFIED], look, size=size)


STEPS = [
    ("n", "disputed_items.0"),
    ("n n", "disputed_items.1"),
    ("n n n n", "disputed_items.0"),  # round the end
    ("p", "disputed_items.2"),
    ("n n down down p", "disputed_items.0"),  # from inside an item to the one before it
    ("n down", "disputed_items.0.treatment"),
    ("n right down", "disputed_items.0.decision"),
    ("n down left", "disputed_items.0"),
    ("end", "source"),
    ("end home", "header"),
    ("right right", "form"),
    ("enter down", "form"),
    ("space down", "form"),
    ("right down down left left down", "outcome"),
]


@pytest.mark.parametrize(("pressed", "path"), STEPS, ids=[pressed for pressed, _ in STEPS])
def test_keys_of_the_tree(pressed: str, path: str) -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, *pressed.split())
        assert selected(app) == path

    inspect([MODIFIED], look)


def test_every_value_marks_its_own_words() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "r")
        parsed = letter(app).opened.result  # type: ignore[union-attr]
        for node in letter(app).nodes:
            letter(app).tree_of_record.go_to(node)
            await person.pause()
            assert selected(app) == node.path
            if node.path in parsed.evidence:  # type: ignore[union-attr]
                shown = "".join(marked(app)).split()
                assert "".join(shown) in "".join(parsed.words(node.path).split())  # type: ignore[union-attr]
                text = letter(app).text
                top, height = text.scroll_offset.y, text.scrollable_content_region.height
                first = text._lines[top].start
                last = text._lines[min(top + height, len(text._lines)) - 1].end
                assert first <= text.selected[0].start < last, "the words are not on the screen"

    inspect([SAMPLES / "knee-mri-upheld.pdf"], look, size=(80, 24))


def test_a_concluded_value_marks_what_it_was_concluded_from() -> None:
    async def look(person: Person, app: Inspector) -> None:
        letter(app).tree_of_record.go_to(letter(app).opened.outline.by_path["disputed_items.0.expert_reviewer.basis"])  # type: ignore[union-attr]
        await person.pause()
        assert marked(app)[0].startswith("Decision based on MTUS Shoulder Complaints")
        assert "concluded from the words marked" in screen(app)

    inspect([MODIFIED], look)


def test_warnings_are_marked_and_stepped_through() -> None:
    async def look(person: Person, app: Inspector) -> None:
        assert "! Header" in screen(app)
        await keys(person, "w")
        assert selected(app) == "case_number"
        assert "the letter's case number was not found" in screen(app)
        await keys(person, "w", "w")
        assert selected(app) == "dates.injury"
        await keys(person, "W")
        assert selected(app) == "dates.assigned"
        await keys(person, *"WW")
        assert selected(app) == "priority"

    inspect([WARNED], look)


def test_a_warning_of_no_one_value_is_found_in_the_list(tmp_path: Path) -> None:
    """The first letter of a claim file whose last page is lost has warnings of all its items."""
    text = (SAMPLES / "neck-claim-eight-items--form-feeds-crlf.txt").read_bytes()
    (tmp_path / "cut.txt").write_bytes(text[: int(len(text) * 0.6)])

    async def look(person: Person, app: Inspector) -> None:
        missed = {warning.message for warning in letter(app).opened.record.warnings}  # type: ignore[union-attr]
        for _ in range(40):
            await keys(person, "w")
            node = letter(app).node
            missed -= {w.message for w in node.warnings} or {node.value}  # type: ignore[union-attr]
            if not missed:
                break
        assert not missed

    inspect([tmp_path / "cut.txt"], look)


def test_without_warnings_the_key_says_so() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "w")
        assert "no warning in this letter" in screen(app)

    inspect([MODIFIED], look)


def test_search_goes_from_hit_to_hit_and_to_the_value() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "slash", *"lowest", "space", *"DOSE")
        assert "1 of 1" in screen(app)
        assert "lowest dose" in text_on_screen(app)
        await keys(person, "escape")
        assert selected(app) == "disputed_items.1.rationale"
        await keys(person, "slash")
        app.screen.query_one("#search-words", Input).value = "norco"
        await keys(person, "end")
        first = letter(app).text.hit
        await keys(person, "enter", "down", "up")
        assert letter(app).text.hit == (first + 1) % len(letter(app).text.hits)
        await keys(person, "escape")
        assert not app.screen.query_one("#search").display

    inspect([MODIFIED], look)


def test_search_finds_words_over_line_ends_and_values_that_are_not_printed() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "r", "slash")
        field = app.screen.query_one("#search-words", Input)
        field.value = "Physical Medicine & Rehabilitation"
        await person.pause()
        assert "1 of 1" in screen(app)
        field.value = "hydrocodone/acetaminophen"
        await keys(person, "enter")
        assert selected(app) == "disputed_items.1.drug.ingredients.0.generic"
        field.value = "nowhere at all"
        await person.pause()
        assert "not in the letter" in screen(app)

    inspect([MODIFIED], look)


def test_copy_gives_a_value_or_the_json_of_its_parts() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "n", "down", "down", "y")
        assert app.clipboard == "overturned"
        await keys(person, "n", "y")
        assert json.loads(app.clipboard)["drug"]["class"] == "Opioids"
        await keys(person, "home", "y")
        assert json.loads(app.clipboard)["dates"]["injury"] == "2016-06-08"

    inspect([MODIFIED], look)


def test_raw_and_joined_text_mark_the_same_words() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "n", "n", "down", "down", "down", "down")
        joined = marked(app)
        assert "joined text" in screen(app)
        await keys(person, "r")
        assert "raw text" in screen(app)
        assert letter(app).text.shown.source == "".join(page.text for page in letter(app).opened.pages)  # type: ignore[union-attr]
        assert [words.split() for words in marked(app)] == [words.split() for words in joined]
        await keys(person, "r")
        assert marked(app) == joined

    inspect([MODIFIED], look)


def test_a_click_in_the_text_selects_the_value_that_was_read_there() -> None:
    async def look(person: Person, app: Inspector) -> None:
        rows = screen(app).splitlines()
        for words, path in (
            ("CM17-0400388", "case_number"),
            ("06/08/2016", "dates.injury"),
            ("hotel", "patient.occupation"),
        ):
            pane = letter(app).text.region
            y = next(y for y, row in enumerate(rows) if y >= pane.y and words in row[pane.x :])
            x = rows[y].index(words, pane.x)
            await person.click(offset=(x + 1, y))
            await person.pause()
            assert selected(app) == path
            rows = screen(app).splitlines()

    inspect([MODIFIED], look, size=(120, 50))


def test_a_click_on_the_forms_own_words_or_below_the_text_changes_nothing() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "n")
        await person.click("#text", offset=(4, 0))
        await person.click("#text", offset=(4, 55))
        assert selected(app) == "disputed_items.0"

    inspect([SAMPLES / "two-issues-review-2013.pdf"], look, size=(200, 60))


def test_a_click_in_the_tree_selects_and_the_sign_opens() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await person.click("#tree", offset=(6, 1))
        await person.pause()
        assert selected(app) == "outcome"
        await person.click("#tree", offset=(0, 0))
        await person.pause()
        assert "IMR case number" in screen(app)

    inspect([MODIFIED], look)


def test_left_and_right_in_the_text_go_from_value_to_value() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "tab", "right")
        assert isinstance(app.focused, LetterText)
        seen = [selected(app)]
        for _ in range(4):
            await keys(person, "right")
            seen.append(selected(app))
        assert seen == ["dates.assigned", "dates.injury", "dates.decision", "dates.ur_denial", "priority"]
        await keys(person, "left")
        assert selected(app) == "dates.ur_denial"
        await keys(person, "end", "home", "pagedown", "pageup", "down", "up")
        assert letter(app).text.scroll_offset.y == 0

    inspect([MODIFIED], look)


def test_a_smaller_window_keeps_the_words_on_the_screen() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "p", "down", "down", "down", "down")
        before = selected(app)
        for width, height in ((200, 60), (80, 24), (60, 20), (40, 12), (100, 30)):
            await person.resize_terminal(width, height)
            await person.pause(0.1)
            assert selected(app) == before
            tree, text = letter(app).tree_of_record.region, letter(app).text.region
            assert (tree.bottom <= text.y) == (width < letter_screen.NARROW), "one above the other where it is narrow"
            assert marked(app)[0].split()[0] in text_on_screen(app)
            assert all(len(line) <= width for line in screen(app).splitlines())

    inspect([MODIFIED], look)


def test_dark_and_light() -> None:
    async def look(person: Person, app: Inspector) -> None:
        dark = app.export_screenshot()
        await keys(person, "d")
        assert not app.current_theme.dark
        assert app.export_screenshot() != dark
        await keys(person, "d")
        assert app.current_theme.dark

    inspect([MODIFIED], look)


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        ({}, "textual-dark"),
        ({"COLORFGBG": "15;0"}, "textual-dark"),
        ({"COLORFGBG": "0;15"}, "textual-light"),
        ({"COLORFGBG": "0;default;15"}, "textual-light"),
        ({"COLORFGBG": "0;15", "TEXTUAL_THEME": "nord"}, "nord"),
    ],
)
def test_the_theme_follows_the_terminal(environment: dict[str, str], theme: str) -> None:
    assert theme_of(environment) == theme


def test_help_names_every_key_that_is_bound() -> None:
    told = " ".join(key for _, rows in KEYS for key, _ in rows)
    names = {"slash": "/", "question_mark": "?", "right_square_bracket": "]", "left_square_bracket": "["}
    for owner in (LetterScreen, ListScreen, Inspector):
        for binding in owner.BINDINGS:
            key = binding.key  # type: ignore[union-attr]
            assert names.get(key, key) in told.split(), key

    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert "next, previous disputed item" in screen(app)
        await keys(person, "escape")
        assert isinstance(app.screen, LetterScreen)

    inspect([MODIFIED], look)


def test_escape_in_the_only_letter_says_how_to_leave_and_q_leaves() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "escape")
        assert "q ends" in screen(app)
        await keys(person, "q")
        assert not app.is_running

    inspect([MODIFIED], look)


# Export


def test_export_writes_the_record_and_never_overwrites_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "e")
        assert isinstance(app.screen, ExportScreen)
        await keys(person, "enter")
        file = tmp_path / "CM17-0400388.json"
        written = msgspec.json.decode(file.read_bytes(), type=Record)
        assert written.evidence["disputed_items.1.decision"]  # type: ignore[index]
        assert written.disputed_items == letter(app).opened.record.disputed_items  # type: ignore[union-attr]
        file.write_text("mine")
        await keys(person, "e", "enter")
        assert "exists" in screen(app)
        assert file.read_text() == "mine"
        await keys(person, "escape", "e", "enter", "enter")
        assert file.read_text() != "mine"
        file.write_text("mine")
        await keys(person, "e", "enter", "2", "enter")
        assert file.read_text() == "mine", "the second enter is for another name"
        assert (tmp_path / "CM17-0400388.json2").exists()
        await keys(person, "e")
        await until(person, lambda: bool(app.screen.query("#file")))
        app.screen.query_one("#file", Input).value = str(tmp_path / "no" / "such" / "folder.json")
        await keys(person, "enter")
        await until(person, lambda: "cannot be written" in screen(app))

    inspect([MODIFIED], look)


# Pictures


def test_the_picture_of_the_page_is_written_and_its_place_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(show_picture, "_folder", lambda: tmp_path)
    monkeypatch.setattr(show_picture, "opened_by_system", lambda path, environment: bool(asked.append(path)))
    monkeypatch.setenv("IMRPARSE_PICTURES", "none")

    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "n", "n", "v")
        await until(person, lambda: bool(asked))
        await person.pause()
        assert asked == [tmp_path / "CM17-0400388-page-2.png"]
        assert "page 2 as a picture" in screen(app)

    inspect([MODIFIED], look)
    assert (tmp_path / "CM17-0400388-page-2.png").read_bytes().startswith(b"\x89PNG")


def test_a_terminal_that_shows_pictures_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import contextmanager

    shown: list[tuple[str, int]] = []

    @contextmanager
    def suspended(app: Inspector):  # type: ignore[no-untyped-def]
        yield

    monkeypatch.setattr(Inspector, "suspend", suspended)
    monkeypatch.setattr(show_picture, "_on_terminal", lambda picture, how, page: shown.append((how, page)))
    monkeypatch.setenv("IMRPARSE_PICTURES", "kitty")

    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "v")
        await until(person, lambda: bool(shown))

    inspect([MODIFIED], look)
    assert shown == [("kitty", 1)]


def test_text_has_no_picture_and_says_so() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "v")
        await until(person, lambda: "no picture of page 1" in screen(app))

    inspect([SAMPLES / "knee-mri-upheld--labels-first.txt"], look)


def test_a_file_that_has_changed_since_gives_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(MODIFIED.read_bytes())

    async def look(person: Person, app: Inspector) -> None:
        path.write_bytes(EIGHT.read_bytes())
        await keys(person, "v")
        await until(person, lambda: "has changed" in screen(app))

    inspect([path], look)


# Inputs that fail


def test_a_damaged_file_shows_its_error(tmp_path: Path) -> None:
    (tmp_path / "damaged.pdf").write_bytes(CLAIM_FILE.read_bytes()[:2000])

    async def look(person: Person, app: Inspector) -> None:
        assert "No record" in screen(app)
        assert "[damaged_pdf]" in screen(app)
        assert not letter(app).text.display
        await keys(person, "n", "w", "y", "r", "v", "e", "slash", "escape")  # nothing to do, nothing breaks
        assert isinstance(app.screen, LetterScreen)

    inspect([tmp_path / "damaged.pdf"], look)


def test_what_is_no_letter_shows_its_error_and_its_text(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOT_A_LETTER)

    async def look(person: Person, app: Inspector) -> None:
        assert "[not_a_letter]" in screen(app)
        assert "[bold]this[/bold] is no letter" in screen(app)
        await keys(person, "slash", *"no", "enter", "escape", "tab", "right")

    inspect([tmp_path / "note.txt"], look)


@pytest.mark.parametrize("name", ["missing.pdf", "folder"])
def test_a_path_that_leads_nowhere_shows_its_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()

    async def look(person: Person, app: Inspector) -> None:
        if isinstance(app.screen, ListScreen):
            await keys(person, "enter")
            await settled(person, app)
        assert "No record" in screen(app)

    inspect([tmp_path / name], look)


# The list


def test_an_archive_of_letters_is_a_list_and_its_pages_have_pictures(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "letters.zip", "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    pictures: list[int] = []
    monkeypatch.setattr(show_picture, "_show", lambda app, opened, picture, page: pictures.append(page))

    async def look(person: Person, app: Inspector) -> None:
        await until(person, lambda: isinstance(app.screen, ListScreen) and len(app.screen.letters.rows) == 6)
        await keys(person, "enter")
        await settled(person, app)
        assert "CM17-0405511" in screen(app)
        await keys(person, "v")
        await until(person, lambda: pictures == [4])
        await keys(person, "escape", "end", "up", "enter")
        await settled(person, app)
        await until(person, lambda: "[bold]this[/bold] is no letter" in screen(app))

    inspect([tmp_path / "letters.zip"], look)


def test_the_list_has_a_row_for_each_letter_and_each_failure(folder: Path) -> None:
    async def look(person: Person, app: Inspector) -> None:
        text = screen(app)
        assert "6 letters (2 upheld" not in text
        assert "6 letters" in text
        for words in ("claim-file.pdf, pages 4-5", "claim-file.pdf, pages 7-8", "partially overturned", "x failed"):
            assert words in text
        await keys(person, "down", "enter")
        await settled(person, app)
        assert letter(app).opened.record.case_number == "CM17-0409982"  # type: ignore[union-attr]
        assert "2 of 6" in screen(app)

    inspect([folder], look)


def test_a_file_with_several_letters_becomes_a_list() -> None:
    async def look(person: Person, app: Inspector) -> None:
        await until(person, lambda: isinstance(app.screen, ListScreen) and len(app.screen.letters.rows) == 2)

    inspect([CLAIM_FILE], look)


def test_from_letter_to_letter_and_back_to_the_list(folder: Path) -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "enter")
        await settled(person, app)
        for _ in range(2):
            await keys(person, "right_square_bracket")
            await until(person, lambda: letter(app).opened is not None)
        await until(person, lambda: "7 warnings" in screen(app))
        await keys(person, "left_square_bracket")
        await until(person, lambda: "CM17-0409982" in screen(app))
        await keys(person, "escape")
        assert listed(app).letters.cursor == 1
        await keys(person, "end", "home", "pagedown", "pageup", "enter")
        await settled(person, app)
        assert "CM17-0405511" in screen(app)

    inspect([folder], look)


def rows_of(app: Inspector) -> list[str]:
    return [row.name for row in listed(app).letters.rows]


def test_filter_by_outcome_by_warning_and_by_words(folder: Path) -> None:
    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "o", "down", "enter")
        assert rows_of(app) == ["claim-file.pdf, pages 4-5"]
        assert "1 of 6 letters" in screen(app)
        app.screen.query_one("#outcome", Select).value = "failed"
        await person.pause()
        assert rows_of(app) == ["damaged.pdf", "note.txt"]
        await keys(person, "escape", "w", "down", "enter")
        await person.pause()
        assert isinstance(app.focused, LetterList), "the next key is for the rows"
        assert rows_of(app) == ["cognitive-therapy-overturned.pdf"]
        app.screen.query_one("#warning", Select).value = "missing"
        await person.pause()
        assert rows_of(app) == ["cognitive-therapy-overturned.pdf"]
        app.screen.query_one("#warning", Select).value = "no warning"
        await person.pause()
        assert len(rows_of(app)) == 3
        await keys(person, "escape", "slash", *"NORCO", "enter")
        assert rows_of(app) == ["shoulder-therapy-modified.pdf"]
        await keys(person, "escape")
        assert len(rows_of(app)) == 6

    inspect([folder], look)


def test_a_click_opens_a_letter(folder: Path) -> None:
    async def look(person: Person, app: Inspector) -> None:
        await person.click(LetterList, offset=(10, 0))
        assert isinstance(app.screen, ListScreen), "the heading opens nothing"
        await person.click(LetterList, offset=(10, 2))
        await settled(person, app)
        assert letter(app).opened.record.case_number == "CM17-0409982"  # type: ignore[union-attr]

    inspect([folder], look)


def test_a_big_folder_is_read_where_somebody_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "READ_UNASKED", 10)
    for number in range(120):
        (tmp_path / f"{number:03}.txt").write_text(f"{NOT_A_LETTER} {number}")

    async def look(person: Person, app: Inspector) -> None:
        await person.pause(0.5)
        read = app.background.read_count  # type: ignore[union-attr]
        assert 10 <= read < 60, "those on the screen and the first ones"
        await keys(person, "end")
        await until(person, lambda: app.background.inputs[-1].rows is not None)  # type: ignore[union-attr]
        assert app.background.inputs[60].rows is None  # type: ignore[union-attr]
        app.screen.query_one("#outcome", Select).value = "failed"
        await until(person, lambda: app.background.read_count == 120 and len(rows_of(app)) == 120)  # type: ignore[union-attr]

    inspect([tmp_path], look, size=(80, 24))


def test_letters_that_were_let_go_are_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "KEPT", 1)

    async def look(person: Person, app: Inspector) -> None:
        assert len(app.background._kept) == 1  # type: ignore[union-attr]
        await keys(person, "enter")
        await settled(person, app)
        assert letter(app).opened.record.case_number == "CM17-0405511"  # type: ignore[union-attr]

    inspect([folder], look)


def test_a_fault_ends_the_inspector_and_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(background, "read_results", broken)
    with pytest.raises(ZeroDivisionError):
        inspect([MODIFIED], lambda person, app: asyncio.sleep(0))


def test_the_thread_ends_when_it_is_told_to(folder: Path) -> None:
    reader = Background([str(folder)], Options(), changed=lambda: None, broken=lambda error: None)
    reader.start()
    assert reader.stop(10)


# Text that means harm


HOSTILE = (
    "\x1b[31mred\x1b]52;c;aGk=\x07 [bold]b[/bold] [link=x]y[/link] [@click=app.quit]z[/] \u202eabc\x9b2J $x {y} \x00"
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A letter with escapes and markup in its prose and in its name."""
    text = (SAMPLES / "knee-mri-upheld--labels-first.txt").read_text()
    words = re.search(r"Decision rationale:", text)
    assert words is not None
    path = tmp_path / "[red]evil\x1b[31m.txt"
    path.write_text(f"{text[: words.end()]} {HOSTILE.replace(chr(0), '')} {text[words.end() :]}")
    return path


def test_a_letters_text_is_neither_markup_nor_an_escape(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def look(person: Person, app: Inspector) -> None:
        await keys(person, "n")
        for path in ("disputed_items.0.rationale", "source.path", "source"):
            letter(app).tree_of_record.go_to(letter(app).opened.outline.by_path[path])  # type: ignore[union-attr]
            await person.pause()
            text = screen(app)
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
            assert "[bold]b[/bold]" in text or "[red]evil" in text
        await keys(person, "y", "r", "e", "enter")
        assert app.is_running
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", screen(app))

    inspect([hostile], look, size=(200, 60))


def test_a_hostile_name_in_the_list(hostile: Path) -> None:
    async def look(person: Person, app: Inspector) -> None:
        assert "[red]evil" in screen(app)
        assert "\x1b" not in screen(app)
        await keys(person, "slash", *"evil", "enter", "enter")
        await settled(person, app)
        assert "\x1b" not in screen(app)

    inspect([hostile.parent], look)


# Long letters


def test_a_letter_of_300_pages_is_drawn_a_screen_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (SAMPLES / "neck-claim-eight-items--form-feeds-crlf.txt").read_bytes().decode()
    at = text.rindex("Decision rationale:") + len("Decision rationale:")
    line = "The neck was examined again, and the range of its motion is written down in degrees.\r\n"
    (tmp_path / "long.txt").write_text(text[:at] + f"{line * 50}\f" * 300 + text[at:], newline="")
    drawn: list[int] = []
    draw = LetterText.render_line
    monkeypatch.setattr(LetterText, "render_line", lambda self, y: drawn.append(y) or draw(self, y))

    async def look(person: Person, app: Inspector) -> None:
        assert len(letter(app).opened.pages) > 300  # type: ignore[union-attr]
        pressed = (
            "n",
            "p",
            "down",
            "down",
            "down",
            "down",
            "down",
            "tab",
            "end",
            "pageup",
            "home",
            "pagedown",
            "r",
            "d",
        )
        for key in pressed:
            drawn.clear()
            await keys(person, key)
            assert len(drawn) <= 6 * 30, f"{key} drew {len(drawn)} lines"
        await keys(person, "slash", *"degrees")
        assert re.search(r"\d+ of 15000", screen(app))
        await person.resize_terminal(80, 24)
        await person.pause()

    inspect([tmp_path / "long.txt"], look)


# The command


def test_without_a_terminal_it_points_to_show(imrparse_command: Command) -> None:
    done = imrparse_command("inspect", MODIFIED)
    assert done.returncode == 2
    assert b"inspect needs a terminal" in done.stderr
    assert b"imrparse show" in done.stderr
    assert done.stdout == b""


def test_help_lists_the_main_keys(imrparse_command: Command) -> None:
    help_text = " ".join(imrparse_command("inspect", "--help").stdout.decode().split())
    for words in (
        "n p next",
        "w W next",
        "/ search",
        "y copy",
        "r raw",
        "v picture",
        "e export",
        "? all keys",
        "q quit",
    ):
        assert words in help_text


@pytest.mark.parametrize("arguments", [["--version"], ["parse", str(MODIFIED)], ["schema"]])
def test_other_commands_load_nothing_of_it(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from imrparse.cli import main\n"
        f"sys.argv = ['imrparse', *{arguments!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "sys.exit(any(name.split('.')[0] == 'textual' or 'inspector' in name for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0
