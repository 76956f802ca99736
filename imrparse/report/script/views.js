// Which view is shown, by the address; Back and Forward; paper.

const VIEWS = { summary: "view-summary", letters: "view-table", items: "view-table", letter: "view-letter", "no-record": "view-no-record" };
const scrolled = new Map();
let current = null;

function route() {
  if (location.hash && !location.hash.startsWith("#/")) return; // the skip link
  const { view, rest, params } = here();
  const shown = VIEWS[view] ? view : "summary";
  const before = current;
  current = { view: shown, hash: location.hash, letter: rest[0] };
  for (const id of new Set(Object.values(VIEWS))) byId(id).hidden = id !== VIEWS[shown];
  for (const each of document.querySelectorAll("nav [data-view]")) {
    if (each.dataset.view === shown) each.setAttribute("aria-current", "page");
    else each.removeAttribute("aria-current");
  }
  if (shown === "letters" || shown === "items") showTable(shown, params);
  if (shown === "letter") showLetter(Number(rest[0]), rest[1]);
  const heading = byId(VIEWS[shown]).querySelector("h1");
  document.title = `IMR letters: ${heading.textContent}`;
  if (before && before.view === shown && shown !== "letter") return;
  if (!before) return;
  if (before.view === "letter" && VIEWS[shown] === "view-table") {
    window.scrollTo(0, scrolled.get(lastTable) || 0);
    const back = byId("rows").querySelector(`a[href="${address("letter", [Number(before.letter)])}"], a[href^="${address("letter", [Number(before.letter)])}/"]`);
    (back || heading).focus({ preventScroll: true });
    return;
  }
  if (shown === "letter" && open && open.selected) {
    open.selected.link.focus({ preventScroll: true });
    return;
  }
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (event.target.closest && event.target.closest("#rows a")) scrolled.set(lastTable, window.scrollY);
});
window.addEventListener("hashchange", route);
byId("filter-form").addEventListener("submit", (event) => event.preventDefault());
byId("f-q").addEventListener("input", () => set({ q: byId("f-q").value || null }));
byId("f-sort").addEventListener("change", () => set({ sort: byId("f-sort").value || null }));
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});

// On paper: all rows that match, and every table of a chart.
const opened = [];
window.addEventListener("beforeprint", () => {
  if (VIEWS[current.view] === "view-table") showTable(current.view, here().params, true);
  for (const each of document.querySelectorAll("#view-summary details:not([open])")) {
    each.open = true;
    opened.push(each);
  }
});
window.addEventListener("afterprint", () => {
  if (VIEWS[current.view] === "view-table") showTable(current.view, here().params);
  while (opened.length) opened.pop().open = false;
});

if (window.matchMedia("(max-width: 50rem)").matches) byId("filters").open = false;
found = { view: "letters", rows: letters };
route();
performance.mark("shown"); // benchmarks/report.py reads it
(window.requestIdleCallback || setTimeout)(() => [...letters, ...items].forEach(haystack)); // so that the first key is no slower
