"""How fast the report of many letters is in headless Chromium: first paint, the table, a filter, a letter.

python benchmarks/report.py [LETTERS]     2,000 letters are the default; needs chromium and chromium-driver (Debian)

The letters are the samples over and over, each time with other case numbers, dates and decisions, so that none counts
as a copy. A filter's time is that of the script from the key or choice to the finished table, layout included.
"""

from __future__ import annotations

import dataclasses
import datetime
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import msgspec
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from imrparse.pipeline import ParsedLetter, parse
from imrparse.report.gathering import Gathered
from imrparse.report.page import write_page

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5

PAINT = """
const paint = performance.getEntriesByType("paint").find((each) => each.name === "first-contentful-paint");
const loaded = performance.getEntriesByType("navigation")[0];
return [paint.startTime, performance.getEntriesByName("shown")[0].startTime, loaded.domInteractive];
"""
FILTER = """
const [id, value, kind] = arguments;
const field = document.getElementById(id);
const start = performance.now();
field.value = value;
field.dispatchEvent(new Event(kind, { bubbles: true }));
document.body.offsetHeight;
return performance.now() - start;
"""
CLICK = """
const start = performance.now();
arguments[0].click();
document.body.offsetHeight;
return performance.now() - start;
"""
OPEN = """
const start = performance.now();
location.hash = arguments[0];
window.dispatchEvent(new Event("hashchange"));
document.body.offsetHeight;
return performance.now() - start;
"""


def varied(count: int) -> Iterator[ParsedLetter]:
    """`count` letters that differ."""
    chance = random.Random(1)
    samples = [parse(path) for path in sorted((ROOT / "samples").glob("*.pdf"))]
    for number in range(count):
        sample = samples[number % len(samples)]
        received = datetime.date(2013 + number % 8, 1, 1) + datetime.timedelta(days=chance.randrange(365))
        decision = received + datetime.timedelta(days=chance.randrange(20, 90))
        record = msgspec.structs.replace(
            sample.record,
            case_number=f"CM{received:%y}-{number:07}",
            dates=msgspec.structs.replace(sample.record.dates, application_received=received, decision=decision),
            disputed_items=tuple(
                msgspec.structs.replace(item, decision=chance.choice(("upheld", "upheld", "overturned")))
                for item in sample.record.disputed_items
            ),
        )
        yield dataclasses.replace(sample, record=record)


def browser(folder: str) -> webdriver.Chrome:
    """Headless Chromium without anything of its own to do."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        f"--user-data-dir={folder}",
        "--window-size=1280,800",
    ):
        options.add_argument(argument)
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        gathered = Gathered()
        start = time.perf_counter()
        for letter in varied(count):
            gathered.add([letter], text=True)
        gathering = time.perf_counter() - start
        start = time.perf_counter()
        write_page(gathered, path, datetime.date(2026, 1, 1))
        print(f"letters {count}, file {path.stat().st_size / 1e6:.1f} MB")
        print(f"made: views {gathering:.1f} s, page {time.perf_counter() - start:.1f} s")
        driver = browser(f"{folder}/profile")
        try:
            measure(driver, path.as_uri(), count)
        finally:
            driver.quit()


def measure(driver: webdriver.Chrome, address: str, count: int) -> None:
    for view in ("#/", "#/letters", "#/items", f"#/letter/{count - 1}"):
        times = []
        for _ in range(ROUNDS):
            driver.get("about:blank")
            driver.get(address + view)
            times.append(driver.execute_script(PAINT))
        paint, shown, loaded = ([round(time) for time in each] for each in zip(*times, strict=True))
        print(
            f"{view:16} first paint {median(paint)} ms (most {max(paint)}), view shown {median(shown)} ms, "
            f"whole file read {median(loaded)} ms"
        )
    for view in ("#/letters", "#/items"):
        driver.get("about:blank")
        driver.get(address + view)
        steps = [
            *(("f-q", "cervical epidural"[:end], "input") for end in range(1, 18)),
            ("f-q", "", "input"),
            *(("f-category", str(option), "change") for option in range(5)),
            ("f-category", "", "change"),
            ("f-sort", "-specialty", "change"),
            ("f-sort", "request", "change"),
        ]
        times = [driver.execute_script(FILTER, *step) for step in steps]
        heads = driver.find_elements("css selector", "#head button")
        times += [driver.execute_script(CLICK, head) for head in heads]
        print(
            f"{view:16} filter and sort: median {median(times):.0f} ms, most {max(times):.0f} ms of {len(times)} steps"
        )
    times = [driver.execute_script(OPEN, f"#/letter/{number}") for number in range(0, count, max(1, count // 20))]
    print(f"{'a letter':16} opened: median {median(times):.0f} ms, most {max(times):.0f} ms")


if __name__ == "__main__":
    main()
