// Which rows the table has: filters, order, and what stands in its columns.

const letters = data.letters.map((letter, number) => ({ number, letter, item: null }));
const items = letters.flatMap((row) =>
  row.letter.items.map((item, place) => ({ number: row.number, letter: row.letter, item, place })),
);
const hasCopies = data.letters.some((letter) => letter.copy !== undefined);
byId("items-count").textContent = items.length.toLocaleString("en");

const one = (value) => (value === null || value === undefined ? [] : [value]);
const group = (key) => (letter, item) => (item ? item[key] : undefined);
// `of` gives a row's values, [] where the letter does not say, undefined where it is not asked. Filters of items hold
// for a letter of which one item has them all.
const FILTERS = [
  { key: "outcome", label: "Outcome of the letter", of: (letter) => one(letter.outcome), letter: true, select: true },
  { key: "decision", label: "Decision on the item", of: (_, item) => (item ? one(item.decision) : undefined), select: true },
  { key: "category", label: data.titles.category, of: group("category"), select: true },
  { key: "class", label: data.titles.class, of: group("class"), select: true },
  { key: "source", label: "Reviewer cites", of: group("source"), select: true },
  { key: "specialty", label: data.titles.specialty, of: group("specialty"), select: true },
  { key: "california", label: data.titles.california, of: group("california"), select: true },
  { key: "year", label: data.titles.year, of: group("year"), select: true },
  {
    key: "warning",
    label: "Warnings",
    letter: true,
    select: true,
    of: (letter) => (letter.warnings.length ? ["any", ...letter.warnings] : ["no warning"]),
  },
  { key: "administrator", label: "Claims administrator cites", of: group("administrator") },
  { key: "section", label: "Reviewer cites section", of: group("section") },
  { key: "priority", label: "Priority", of: (letter) => one(letter.priority), letter: true },
  { key: "copies", label: "Copies of a letter", of: (letter) => [letter.copy === undefined ? "no" : "yes"], letter: true },
];

const MARKS = { upheld: "▼", overturned: "▲", "partially overturned": "◆", modified: "◆" };
function verdict(text) {
  if (!text) return make("span", { class: "none" }, "not found");
  return make("span", { class: `verdict ${text.replace(" ", "-")}` }, make("span", { "aria-hidden": "true" }, MARKS[text] || ""), `\u00a0${text}`);
}
const list = (values) => words((values || []).join(", "));
const name = (letter) => letter.case || "no case number";
function link(row, text) {
  const rest = [row.number, ...(row.item ? [`disputed_items.${row.place}`] : [])];
  return make("a", { href: address("letter", rest), class: "t" }, text);
}
function requests(letter) {
  const [first, ...others] = letter.items;
  if (!first) return make("span", { class: "none" }, "no item found");
  return make("span", {}, words(first.treatment || "not found"), others.length ? make("span", { class: "more" }, ` and ${counted(others.length, "other", "others")}`) : null);
}
const overturned = (letter) => letter.items.filter((item) => item.decision === "overturned").length;
const doubts = (letter) => (letter.doubts ? make("span", { class: "doubts" }, `⚠ ${letter.doubts}`) : "");
const CASE = { key: "case", label: "Case number", cell: (row) => make("span", {}, link(row, name(row.letter)), row.letter.copy === undefined ? null : make("span", { class: "tag" }, "copy")), sort: (row) => row.letter.case, row: true };
const DECIDED = { key: "decided", label: "Decided", cell: (row) => row.letter.decided || "", sort: (row) => row.letter.decided };
const SPECIALTY = { key: "specialty", label: "Specialty", cell: (row) => list(row.letter.specialties), sort: (row) => row.letter.specialties[0] };
const WARNINGS = { key: "warnings", label: "Warnings", cell: (row) => doubts(row.letter), sort: (row) => row.letter.doubts, number: true };
const COLUMNS = {
  letters: [
    CASE,
    DECIDED,
    { key: "outcome", label: "Outcome", cell: (row) => verdict(row.letter.outcome), sort: (row) => row.letter.outcome },
    { key: "request", label: "Request", cell: (row) => requests(row.letter), sort: (row) => row.letter.items[0] && row.letter.items[0].treatment },
    { key: "overturned", label: "Overturned", cell: (row) => `${overturned(row.letter)} of ${row.letter.items.length}`, sort: (row) => overturned(row.letter), number: true },
    { key: "days", label: "Days", cell: (row) => (row.letter.days === null ? "" : `${row.letter.days}`), sort: (row) => row.letter.days, number: true },
    SPECIALTY,
    WARNINGS,
    { key: "file", label: "File", cell: (row) => words(row.letter.file), sort: (row) => row.letter.file },
  ],
  items: [
    CASE,
    { key: "request", label: "Request", cell: (row) => words(row.item.treatment || "not found"), sort: (row) => row.item.treatment },
    { key: "decision", label: "Decision", cell: (row) => verdict(row.item.decision), sort: (row) => row.item.decision },
    { key: "category", label: "Category", cell: (row) => list(row.item.category), sort: (row) => row.item.category[0] },
    { key: "class", label: "Drug class", cell: (row) => list(row.item.class), sort: (row) => row.item.class && row.item.class[0] },
    { key: "source", label: "Reviewer cites", cell: (row) => list(row.item.source), sort: (row) => row.item.source.join() || null },
    SPECIALTY,
    DECIDED,
    WARNINGS,
  ],
};

function haystack(row) {
  if (row.hay === undefined) {
    const { letter } = row;
    const of = row.item ? [row.item] : letter.items;
    const parts = [letter.case, letter.file, ...letter.specialties, ...letter.warnings];
    for (const item of of) parts.push(item.treatment, item.decision, ...[item.category, item.class, item.source, item.section].flat());
    row.hay = parts.filter(Boolean).join("\n").toLowerCase();
  }
  return row.hay;
}

function matching(view, params) {
  const sought = (params.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
  const set = FILTERS.filter((filter) => params.has(filter.key)).map((filter) => ({ ...filter, value: params.get(filter.key) }));
  const holds = (filter, letter, item) => {
    const values = filter.of(letter, item);
    return values !== undefined && (filter.value === "" ? !values.length : values.includes(filter.value));
  };
  const ofLetters = set.filter((filter) => filter.letter);
  const ofItems = set.filter((filter) => !filter.letter);
  const all = (filters, letter, item) => filters.every((filter) => holds(filter, letter, item));
  return (view === "items" ? items : letters).filter(
    (row) =>
      all(ofLetters, row.letter) &&
      (!ofItems.length || (row.item ? all(ofItems, row.letter, row.item) : row.letter.items.some((item) => all(ofItems, row.letter, item)))) &&
      sought.every((word) => haystack(row).includes(word)),
  );
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
function sorted(rows, view, by) {
  const down = by.startsWith("-");
  const column = COLUMNS[view].find((each) => each.key === by.replace(/^-/, ""));
  if (!column) return rows;
  const keyed = rows.map((row) => ({ row, key: column.sort(row) ?? null }));
  const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return (a.key === null) - (b.key === null); // what is not said stands last
    return down ? compare(b.key, a.key) : compare(a.key, b.key);
  });
  return keyed.map((each) => each.row);
}
