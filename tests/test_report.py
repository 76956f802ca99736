"""The report as people use it, in headless Chromium: by mouse and keyboard, at three sizes, on paper; hostile text."""

from __future__ import annotations

import base64
import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import imrparse
from imrparse.reading import Options
from imrparse.record import Error, FailedSource, Failure, Record
from imrparse.report.gathering import Gathered, results_of
from imrparse.report.page import write_page
from imrparse.report.run import make_report
from tests.browser import Page, chromium, colours, console, needs_chromium, requested, resize

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SIZES = {"phone": (390, 844), "laptop": (1280, 800), "wide": (1920, 1080)}
VIEWS = ("#/", "#/letters", "#/items", "#/letter/0", "#/letter/0/disputed_items.0.decision", "#/no-record")
MADE = datetime.date(2026, 1, 2)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as made:
        yield made


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The report of the PDF samples, a copy of one of them, and an input that is no letter."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "recipe.txt").write_text("Two eggs, a cup of flour.")
    paths = [*sorted(samples.glob("*.pdf")), samples / "knee-mri-upheld--labels-first.txt", folder / "recipe.txt"]
    output = folder / "report.html"
    make_report([str(path) for path in paths], Options(), output)
    return output


@pytest.fixture
def page(driver: Chrome, report: Path) -> Iterator[Page]:
    resize(driver, *SIZES["laptop"])
    console(driver)
    requested(driver)
    yield Page(driver, report)
    assert console(driver) == []
    assert requested(driver) <= {report.as_uri(), "about:blank"}


# ---- The summary ------------------------------------------------------------------------------------------------


@needs_chromium
def test_summary_counts_what_gave_no_record(page: Page) -> None:
    page.open("")
    tiles = dict(zip(page.texts(".tiles dt"), page.texts(".tiles dd"), strict=True))
    letters = len(page.run("return JSON.parse(document.getElementById('data').textContent).letters"))
    assert tiles["Gave no record"] == "1"
    assert int(tiles["Letters read"]) == letters
    assert (
        "is a copy of another" in page.find("#view-summary").text or "are copies of another" in page.find("main").text
    )
    page.find(".tiles .doubt a").click()
    assert [text for text in page.texts("#view-no-record tbody th") if "recipe.txt" in text]
    assert page.texts("#view-no-record tbody td")[-1] == "not_a_letter"


@needs_chromium
def test_each_chart_has_words_and_a_table(page: Page) -> None:
    page.open("")
    charts = page.run(
        """return [...document.querySelectorAll("figure.chart")].map((figure) => ({
            name: document.getElementById(figure.getAttribute("aria-labelledby")).textContent,
            definition: figure.querySelector(".definition").textContent,
            title: figure.querySelector("svg > title").textContent,
            description: figure.querySelector("svg > desc").textContent,
            heads: [...figure.querySelectorAll("thead th")].map((head) => head.scope),
            rows: [...figure.querySelectorAll("tbody th")].map((head) => head.scope),
        }))"""
    )
    assert len(charts) == 12
    for chart in charts:
        assert chart["name"] == chart["title"]
        assert len(chart["definition"]) > 40
        assert " n " in chart["description"] or "letters" in chart["description"]
        assert set(chart["heads"]) == {"col"}
        assert set(chart["rows"]) == {"row"}


@needs_chromium
def test_a_group_leads_to_its_rows(page: Page) -> None:
    page.open("")
    page.find("figure[aria-labelledby=h-category] summary").click()
    row = page.all("figure[aria-labelledby=h-category] tbody tr")[0]
    n = row.find_elements("tag name", "td")[0].text
    row.find_element("tag name", "a").click()
    assert page.find("#matches").text.startswith(f"{n.split()[0]} of ")
    assert page.find("h1:focus").text == "Disputed items"


# ---- The table --------------------------------------------------------------------------------------------------


@needs_chromium
def test_filters_and_their_count(page: Page) -> None:
    from selenium.webdriver.support.select import Select

    page.open("#/items")
    everything = page.find("#matches").text
    Select(page.find("#f-category")).select_by_index(1)
    chosen = page.find("#f-category").find_element("css selector", "option:checked").text
    label, count = re.fullmatch(r"(.*) \((\d+)\)", chosen).groups()
    assert page.find("#matches").text.startswith(f"{count} of ")
    assert set(page.texts("#rows .c-category")) == {label}
    assert page.find("#matches").get_attribute("role") == "status"
    page.find("#f-q").send_keys("zorbing lessons")
    assert page.find("#matches").text.startswith("0 of ")
    page.find("#chips .clear").click()
    assert page.find("#matches").text == everything
    assert page.fragment == "#/items"
    assert "1 input gave no record." in everything


@needs_chromium
@pytest.mark.parametrize(
    ("filter", "holds"),
    [
        ("outcome=upheld", lambda letter: letter["outcome"] == "upheld"),
        ("year=2016", lambda letter: (letter["decided"] or "").startswith("2016")),
        ("warning=missing", lambda letter: "missing" in letter["warnings"]),
        ("warning=no+warning", lambda letter: not letter["warnings"]),
        ("copies=no", lambda letter: "copy" not in letter),
        ("priority=", lambda letter: letter["priority"] is None),
        ("class=Opioids", lambda letter: any("Opioids" in item.get("class", ()) for item in letter["items"])),
        (
            "class=Opioids&decision=overturned",
            lambda letter: any(
                "Opioids" in item.get("class", ()) and item["decision"] == "overturned" for item in letter["items"]
            ),
        ),
        ("q=SHOULDER+therapy", lambda letter: "shoulder" in str(letter).lower() and "therapy" in str(letter).lower()),
    ],
)
def test_a_shared_address_shows_its_letters(page: Page, filter: str, holds: Callable[[dict[str, Any]], bool]) -> None:
    page.open(f"#/letters?{filter}")
    letters = page.run("return JSON.parse(document.getElementById('data').textContent).letters")
    expected = [letter["file"] for letter in letters if holds(letter)]
    assert page.texts("#rows .c-file") == expected
    assert 0 <= len(expected) < len(letters)


@needs_chromium
def test_sorting(page: Page) -> None:
    page.open("#/letters")
    as_read = page.texts("#rows .c-days")
    head = page.find("#head [data-key=days]")
    states, orders = [], []
    for _ in range(3):
        head.find_element("tag name", "button").click()
        states.append(head.get_attribute("aria-sort"))
        orders.append(page.texts("#rows .c-days"))
    assert states == ["ascending", "descending", "none"]
    known = sorted(int(days) for days in as_read if days)
    unknown = [""] * as_read.count("")
    assert orders[0] == [*map(str, known), *unknown]
    assert orders[1] == [*map(str, reversed(known)), *unknown]
    assert orders[2] == as_read
    assert {head.get_attribute("scope") for head in page.all("#head th")} == {"col"}


@needs_chromium
def test_many_rows_stand_on_pages(page: Page, sample_lines: list[Record | Failure], tmp_path: Path) -> None:
    gathered = Gathered()
    records = [line for line in sample_lines if isinstance(line, Record)]
    for number in range(120):
        gathered.add([msgspec.structs.replace(records[0], case_number=f"CM16-{number:07}")], text=True)
    write_page(gathered, tmp_path / "many.html", MADE)
    many = Page(page.driver, tmp_path / "many.html")
    many.open("#/letters")
    assert (len(many.all("#rows tr")), many.find("#matches").text) == (50, "120 of 120 letters. Shown: 1–50.")
    many.find("#pages [aria-label='Last page']").click()
    assert (len(many.all("#rows tr")), many.fragment) == (20, "#/letters?page=3")
    many.find("#f-q").send_keys("CM16-0000007")
    assert (len(many.all("#rows tr")), many.fragment) == (1, "#/letters?q=CM16-0000007")
    requested(page.driver)


# ---- A letter ---------------------------------------------------------------------------------------------------


def marked(page: Page) -> str:
    """The words that are marked, in one string."""
    return " ".join(" ".join(page.texts(".page a.w.on")).split())


@needs_chromium
def test_clicks_lead_both_ways(page: Page) -> None:
    number = number_of(page, "shoulder-therapy-modified.pdf")
    page.open(f"#/letter/{number}")
    page.find("a.v[href$='/disputed_items.1.decision']").click()
    assert marked(page) == "Upheld"
    assert page.run("return document.activeElement.classList.contains('w')")
    assert in_sight(page, ".page a.w.on")
    assert page.fragment == f"#/letter/{number}/disputed_items.1.decision"
    page.find(".page a.w[href$='/disputed_items.2.treatment']").click()
    assert page.find(".value.on > .line").text.startswith("Treatment Cold therapy unit")
    assert page.run("return document.activeElement.classList.contains('v')")
    assert in_sight(page, ".value.on > .line")
    assert page.fragment == f"#/letter/{number}/disputed_items.2.treatment"
    assert "Disputed item 3 › Treatment" in page.find("#bar").text


def number_of(page: Page, name: str) -> int:
    """The place in the report of the letter in a file of this name."""
    page.open("#/letters")
    files = page.run("return JSON.parse(document.getElementById('data').textContent).letters.map((each) => each.file)")
    return next(number for number, file in enumerate(files) if file.endswith(name))


def in_sight(page: Page, selector: str) -> bool:
    """Whether it is inside its pane and the window."""
    return page.run(
        """const box = document.querySelector(arguments[0]).getBoundingClientRect();
        const pane = document.querySelector(arguments[0]).closest(".pane").getBoundingClientRect();
        return box.top >= Math.max(0, pane.top) && box.bottom <= Math.min(innerHeight, pane.bottom);""",
        selector,
    )


@needs_chromium
def test_each_value_leads_to_the_words_of_its_evidence(page: Page, samples: Path) -> None:
    """For all values with places: what is marked is what the evidence says, page by page, also with copies of words."""
    name = "shoulder-therapy-modified.pdf"
    parsed = imrparse.parse(samples / name)
    page.open(f"#/letter/{number_of(page, name)}")
    found = page.run(
        """return Object.fromEntries([...document.querySelectorAll(".tree a.v")].map((link) => {
            link.click();
            const path = location.hash.split("/").slice(3).join("/");
            return [path, [...document.querySelectorAll(".page a.w.on")].map((each) => each.textContent).join("")];
        }))"""
    )
    narrow = [path for path in found if path in parsed.evidence]
    assert len(narrow) > 60
    for path in narrow:
        assert "".join(parsed.words(path).split()) in "".join(found[path].split()), path


@needs_chromium
def test_warnings_lead_to_their_values(page: Page) -> None:
    number = number_of(page, "neck-injections-letter-2013.pdf")
    page.open(f"#/letter/{number}")
    warning = page.find(".warnings li a")
    label = warning.text.partition(":")[0]
    warning.click()
    assert page.find(".value.on > .line").text.startswith(label)


@needs_chromium
def test_a_shared_address_shows_its_value_and_back_returns(page: Page) -> None:
    number = number_of(page, "restoration-program-mixed.pdf")
    page.open(f"#/letter/{number}/disputed_items.0.decision")
    assert page.find(".value.on .label").text.startswith("Decision")
    page.open("#/letters?outcome=partially+overturned&sort=-decided")
    link = page.all("#rows a")[1]
    name = link.text
    link.click()
    assert page.find("#h-letter").text.startswith(name)
    assert name in page.driver.title
    page.all("a.v")[2].click()
    page.all("a.v")[3].click()
    page.driver.back()
    assert page.fragment == "#/letters?outcome=partially+overturned&sort=-decided"
    assert page.focus == name
    page.driver.forward()
    assert page.find("#h-letter").text.startswith(name)


@needs_chromium
@pytest.mark.parametrize(
    "address", ["#/letter/999", "#/letter/x", "#/letter/%E0%A4%A", "#/nowhere", "#/letter/0/no.such.value"]
)
def test_addresses_that_lead_nowhere(page: Page, address: str) -> None:
    page.open(address)
    assert len([each for each in page.all("main > section") if each.is_displayed()]) == 1


@needs_chromium
def test_an_item_leads_to_its_place_in_the_letter(page: Page) -> None:
    page.open("#/items?q=norco+10/325mg&copies=no")
    page.all("#rows a")[0].click()
    assert re.fullmatch(r"#/letter/\d+/disputed_items\.\d", page.fragment)
    assert page.focus.startswith("Disputed item")
    assert in_sight(page, ".page .w.on")


@needs_chromium
def test_records_without_text_say_so(page: Page, sample_lines: list[Record | Failure], tmp_path: Path) -> None:
    lines = tmp_path / "records.jsonl"
    lines.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in sample_lines))
    make_report([str(lines)], Options(), tmp_path / "records.html")
    records = Page(page.driver, tmp_path / "records.html")
    records.open("")
    assert "Of 3 letters the report holds values without the text" in records.find("#view-summary").text
    records.open("#/letter/1/disputed_items.0.rationale")
    assert "holds no text" in records.find(".pane.text").text
    rationale = sample_lines[2].disputed_items[0].rationale.split("\n")[0]
    assert rationale in records.find(".value.on > .line").text
    requested(page.driver)


# ---- Without a mouse --------------------------------------------------------------------------------------------


@needs_chromium
def test_by_keyboard_alone(page: Page) -> None:
    from selenium.webdriver import Keys

    page.open("#/letters")
    page.press(Keys.TAB)
    assert page.focus == "Skip to the content"
    page.press(Keys.ENTER)
    assert page.run("return document.activeElement.id") == "main"
    page.tab_to("#f-q")
    page.press("shoulder therapy")
    page.tab_to("#head [data-key=case] button")
    page.press(Keys.ENTER)
    assert page.find("#head [data-key=case]").get_attribute("aria-sort") == "ascending"
    page.tab_to("#rows a")
    outline = page.run("return getComputedStyle(document.activeElement).outlineStyle")
    name = page.focus
    page.press(Keys.ENTER)
    assert page.run("return document.activeElement.id") == "h-letter"
    assert page.focus.startswith(name)
    page.tab_to("a.v[href$='/dates.decision']")
    page.press(Keys.ENTER)
    words = page.focus
    page.press(Keys.ARROW_RIGHT)
    assert page.run("return document.activeElement.classList.contains('w')")
    assert page.focus != words
    page.press(Keys.ENTER)
    assert page.run("return document.activeElement === document.querySelector('.value.on a.v')")
    assert page.run("return getComputedStyle(document.activeElement).outlineStyle") == outline == "solid"
    page.driver.back()
    assert page.focus == name


@needs_chromium
@pytest.mark.parametrize("view", VIEWS)
def test_what_a_screen_reader_needs(page: Page, view: str) -> None:
    page.open(view)
    faults = page.run(
        """const faults = [], seen = new Set();
        const visible = (each) => each.checkVisibility();
        for (const each of document.querySelectorAll("[id]")) {
            if (seen.has(each.id)) faults.push(`id twice: ${each.id}`);
            seen.add(each.id);
        }
        for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"])
            for (const each of document.querySelectorAll(`[${name}]`))
                for (const id of each.getAttribute(name).split(" "))
                    if (!document.getElementById(id)) faults.push(`${name} to nothing: ${id}`);
        for (const each of document.querySelectorAll("input, select"))
            if (!each.labels.length) faults.push(`no label: ${each.id}`);
        for (const each of [...document.querySelectorAll("a, button")].filter(visible))
            if (!(each.textContent.trim() || each.getAttribute("aria-label"))) faults.push(each.outerHTML);
        for (const each of document.querySelectorAll("[tabindex]"))
            if (each.tabIndex > 0) faults.push(`tabindex above 0: ${each.outerHTML}`);
        const heads = [...document.querySelectorAll("h1, h2, h3, h4")].filter(visible);
        const levels = heads.map((each) => Number(each.tagName[1]));
        if (levels.filter((level) => level === 1).length !== 1) faults.push(`h1: ${levels}`);
        if (levels.some((level, at) => at && level > levels[at - 1] + 1)) faults.push(`a level left out: ${levels}`);
        for (const each of document.querySelectorAll("th"))
            if (!each.getAttribute("scope")) faults.push(`th without scope: ${each.textContent}`);
        return faults;"""
    )
    assert faults == []
    assert {each.aria_role for each in page.all("body > header, body > main, body > footer")} == {
        "banner",
        "main",
        "contentinfo",
    }
    assert page.run("return document.documentElement.lang") == "en"


CONTRAST = """
const channel = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
const ground = (each) => {
    for (; each; each = each.parentElement) {
        const colour = numbers(getComputedStyle(each).backgroundColor);
        if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
};
const faint = new Set();
for (const each of document.querySelectorAll("body *")) {
    const own = [...each.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !each.checkVisibility() || each.closest("noscript, script, style")) continue;
    const style = getComputedStyle(each);
    const ink = numbers(each.closest("svg") ? style.fill : style.color);
    const [a, b] = [light(ink), light(ground(each))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.add(`${contrast.toFixed(1)} ${each.tagName} ${each.className.baseVal ?? each.className}`);
}
return [...faint];
"""


@needs_chromium
@pytest.mark.parametrize("view", ["#/", "#/items", "#/letter/0/disputed_items.0.decision"])
def test_words_can_be_told_from_their_ground(page: Page, view: str) -> None:
    """A contrast of 4.5 (Web Content Accessibility Guidelines 2, 1.4.3)."""
    page.open(view)
    for scheme in ("dark", "light"):
        colours(page.driver, scheme)
        assert page.run(CONTRAST) == [], scheme


# ---- Sizes and paper --------------------------------------------------------------------------------------------


@needs_chromium
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_stands_out_of_the_window(page: Page, view: str) -> None:
    page.open(view)
    page.run("for (const each of document.querySelectorAll('details')) each.open = true")
    for name, size in SIZES.items():
        resize(page.driver, *size)
        assert page.run("return document.documentElement.scrollWidth - innerWidth") <= 0, name


@needs_chromium
@pytest.mark.parametrize("view", ["#/", "#/letters", "#/letter/0"])
def test_paper_has_it_all(page: Page, view: str, tmp_path: Path) -> None:
    import pypdfium2

    page.open(view)
    printed = page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    document = pypdfium2.PdfDocument(base64.b64decode(printed["data"]))
    text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    text = "".join(text.replace("\ufffe", "-").split())
    letters = page.run("return JSON.parse(document.getElementById('data').textContent).letters")
    if view == "#/":
        assert text.count("95%interval") > 12
    elif view == "#/letters":
        assert all((letter["case"] or letter["file"][-20:]) in text for letter in letters)
    else:
        last = page.run("return JSON.parse(document.getElementById('letter-0').textContent).pages.at(-1).text")
        assert "".join(last.split())[-60:] in text


@needs_chromium
def test_without_scripts_the_figures_are_there(page: Page) -> None:
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.open("")
        assert "runs no scripts" in page.find("noscript").text
        assert page.find("#view-summary").is_displayed()
        assert "recipe.txt" in page.find("#view-no-record").text
    finally:
        page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


# ---- Hostile text -----------------------------------------------------------------------------------------------

HOSTILE = (
    "</script><script>hacked=1</script><img src=x onerror=hacked=1><svg onload=hacked=1>"
    "\"'`><a href='javascript:hacked=1'>{{7*7}}${7*7}&lt;b&gt;<!--]]>%s\U0001f600\u2028\u2029"
    "\u202egnp\u2066\x07\x1b[31m"
)
FIXED = {
    "form",
    "priority",
    "outcome",
    "decision",
    "basis",
    "sex",
    "kind",
    "per",
    "length_unit",
    "unit",
    "system",
    "side",
}
"""Fields whose words are the record's own, as those of `source` in a citation."""


def poisoned(value: Any, name: str = "") -> Any:
    """A record's builtins with hostile text in each place that takes any."""
    if isinstance(value, dict):
        return {key: poisoned(each, key) for key, each in value.items() if key != "evidence"}
    if isinstance(value, (list, tuple)):
        return [poisoned(each, name) for each in value]
    own = name in FIXED or name in {"source", "schema_version"} or re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
    return f"{value[:20]}{HOSTILE}" if isinstance(value, str) and not own else value


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A report of records with hostile text in every field, and of a letter with it on its page and in its name."""
    gathered = Gathered()
    for name in ("neck-claim-eight-items.pdf", "shoulder-therapy-modified.pdf", "opioid-review-2014.pdf"):
        record = msgspec.to_builtins(imrparse.parse(samples / name).record)
        record["warnings"] = [{"code": "missing", "field": "disputed_items.0.drug", "message": "x", "printed": "y"}]
        gathered.add([msgspec.convert(poisoned(record), Record)], text=True)
    folder = tmp_path_factory.mktemp("hostile") / "<"
    folder.mkdir()
    letter = folder / "script><img src=x onerror=hacked=1>\u202e.txt"
    text = (samples / "compound-creams-upheld--windows-1252.txt").read_text(encoding="cp1252")
    for place in ("29 y/o female call center", "Baclofen 5%", "Lidocaine patches are"):
        text = text.replace(place, f"{place} {HOSTILE}")
    letter.write_text(text, encoding="utf-8")
    for results in results_of([str(letter)], Options()):
        gathered.add(results, text=True)
    gathered.add([Failure(source=FailedSource(path=HOSTILE), error=Error(code=HOSTILE, message=HOSTILE))], text=True)
    assert (len(gathered.records), len(gathered.failures)) == (4, 1)
    output = folder / "report.html"
    write_page(gathered, output, MADE)
    return output


@needs_chromium
def test_hostile_text_is_only_shown(driver: Chrome, hostile: Path) -> None:
    page = Page(driver, hostile)
    resize(driver, *SIZES["laptop"])
    console(driver)
    requested(driver)
    for view in ("#/", "#/letters", "#/items", "#/no-record", *(f"#/letter/{number}" for number in range(4))):
        page.open(view)
        assert page.run("return typeof hacked") == "undefined", view
        assert (
            page.run("return document.querySelectorAll('img, iframe, object, svg[onload], [onerror], base').length")
            == 0
        )
        links = page.run("return [...document.querySelectorAll('a')].map((each) => each.getAttribute('href'))")
        assert all(link.startswith("#") for link in links)
        assert "</script><script>hacked=1" in page.run("return document.body.textContent"), view
        assert not re.search(
            "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f]", page.run("return document.body.innerText")
        )
        assert page.run("return document.querySelectorAll('body > *').length") == 6 + 4
    for selector in ("a.v", "a.w", "#bar button", "button.twist"):
        page.run("for (const each of document.querySelectorAll(arguments[0])) each.click()", selector)
    assert page.run("return typeof hacked") == "undefined"
    assert console(driver) == []
    assert {address.partition("?")[0] for address in requested(driver)} <= {hostile.as_uri(), "about:blank"}


@needs_chromium
def test_the_policy_forbids_other_scripts_and_requests(driver: Chrome, hostile: Path) -> None:
    page = Page(driver, hostile)
    page.open("")
    directives = driver.execute_async_script(
        """const done = arguments[0], broken = [];
        document.addEventListener("securitypolicyviolation", (event) => broken.push(event.effectiveDirective));
        const script = document.createElement("script");
        script.textContent = "hacked = 1";
        const picture = new Image();
        picture.src = "http://127.0.0.1:9/x.png";
        document.body.append(script, picture);
        fetch("http://127.0.0.1:9/").catch(() => setTimeout(() => done(broken), 50));"""
    )
    assert sorted(directives) == ["connect-src", "img-src", "script-src-elem"]
    assert page.run("return typeof hacked") == "undefined"
    console(driver)
    requested(driver)
