"use strict";
// What a letter says reaches the page as text only: `make` sets textContent and attributes of fixed names, and every
// address is a fragment of this page that `address` has built. Nothing is ever parsed as markup or run.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const PAGE = 50;
  const BIDI = "t";

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }
  const words = (text) => make("span", { class: BIDI }, text);
  const counted = (number, one, several) => `${number.toLocaleString("en")} ${number === 1 ? one : several}`;

  // ---- Addresses: #/view/…?name=value ---------------------------------------------------------------------------

  function here() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    const [view = "", ...rest] = path.split("/").map(decoded);
    return { view: view || "summary", rest, params: new URLSearchParams(query) };
  }
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }
  function address(view, rest = [], params = null) {
    const path = [view, ...rest.map((part) => encodeURIComponent(part))].join("/");
    const query = params ? params.toString() : "";
    return `#/${path}${query ? `?${query}` : ""}`;
  }
  const replace = (to) => history.replaceState(null, "", to);

  // ---- Rows, filters, columns -----------------------------------------------------------------------------------

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
    { key: "source", label: data.titles.source, of: group("source"), select: true },
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
    { key: "administrator", label: data.titles.administrator, of: group("administrator") },
    { key: "section", label: data.titles.section, of: group("section") },
    { key: "priority", label: "Priority", of: (letter) => one(letter.priority), letter: true },
    { key: "copies", label: "Copies of a letter", of: (letter) => [letter.copy === undefined ? "no" : "yes"], letter: true },
  ];

  const MARKS = { upheld: "▼", overturned: "▲", "partially overturned": "◆", modified: "◆" };
  function verdict(text) {
    if (!text) return make("span", { class: "none" }, "not found");
    return make("span", { class: `verdict ${text.replace(" ", "-")}` }, make("span", { "aria-hidden": "true" }, MARKS[text] || ""), ` ${text}`);
  }
  const list = (values) => words((values || []).join(", "));
  const name = (letter) => letter.case || "no case number";
  function link(row, text) {
    const rest = [row.number, ...(row.item ? [`disputed_items.${row.place}`] : [])];
    return make("a", { href: address("letter", rest), class: BIDI }, text);
  }
  function requests(letter) {
    const [first, ...others] = letter.items;
    if (!first) return make("span", { class: "none" }, "no item found");
    return make("span", {}, words(first.treatment || "not found"), others.length ? make("span", { class: "more" }, ` and ${counted(others.length, "other", "others")}`) : null);
  }
  const overturned = (letter) => letter.items.filter((item) => item.decision === "overturned").length;
  const doubts = (letter) => (letter.doubts ? make("span", { class: "doubts" }, `⚠ ${letter.doubts}`) : "");
  const CASE = { key: "case", label: "Case number", cell: (row) => make("span", {}, link(row, name(row.letter)), row.letter.copy === undefined ? null : make("span", { class: "tag" }, "copy")), sort: (row) => row.letter.case, row: true };
  const DECIDED = { key: "decided", label: "Decided", cell: (row) => row.letter.decided || "", sort: (row) => row.letter.decided, narrow: true };
  const SPECIALTY = { key: "specialty", label: "Specialty", cell: (row) => list(row.letter.specialties), sort: (row) => row.letter.specialties[0] };
  const WARNINGS = { key: "warnings", label: "Warnings", cell: (row) => doubts(row.letter), sort: (row) => row.letter.doubts, number: true };
  const COLUMNS = {
    letters: [
      CASE,
      DECIDED,
      { key: "outcome", label: "Outcome", cell: (row) => verdict(row.letter.outcome), sort: (row) => row.letter.outcome },
      { key: "request", label: "Request", cell: (row) => requests(row.letter), sort: (row) => row.letter.items[0] && row.letter.items[0].treatment, wide: true },
      { key: "items", label: "Items", cell: (row) => `${row.letter.items.length}`, sort: (row) => row.letter.items.length, number: true },
      { key: "overturned", label: "Overturned", cell: (row) => `${overturned(row.letter)}`, sort: (row) => overturned(row.letter), number: true },
      { key: "days", label: "Days", cell: (row) => (row.letter.days === null ? "" : `${row.letter.days}`), sort: (row) => row.letter.days, number: true },
      SPECIALTY,
      { key: "licence", label: "Licence", cell: (row) => list(row.letter.licences), sort: (row) => row.letter.licences[0] },
      WARNINGS,
      { key: "file", label: "File", cell: (row) => words(row.letter.file), sort: (row) => row.letter.file },
    ],
    items: [
      CASE,
      { key: "request", label: "Request", cell: (row) => words(row.item.treatment || "not found"), sort: (row) => row.item.treatment, wide: true },
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

  // ---- The table's view -----------------------------------------------------------------------------------------

  let found = { view: "letters", rows: [] }; // what the table shows: a letter's view steps through it
  let table = null; // the view whose head and filters stand
  let lastTable = "#/letters";
  const NAMES = { letters: "Letters", items: "Disputed items" };

  function showTable(view, params, all = false) {
    if (table !== view) dressTable(view);
    for (const filter of FILTERS.filter((each) => each.select)) fillSelect(filter, params);
    const q = byId("f-q");
    if (q.value !== (params.get("q") || "")) q.value = params.get("q") || "";
    const by = params.get("sort") || "";
    byId("f-sort").value = by;
    const rows = sorted(matching(view, params), view, by);
    found = { view, rows };
    lastTable = address(view, [], params);
    const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1);
    const page = Math.min(last, Math.max(0, (parseInt(params.get("page"), 10) || 1) - 1));
    const part = all ? rows : rows.slice(page * PAGE, (page + 1) * PAGE);
    byId("rows").replaceChildren(...part.map((row) => tableRow(view, row)));
    for (const head of byId("head").children) {
      const state = by === head.dataset.key ? "ascending" : by === `-${head.dataset.key}` ? "descending" : "none";
      head.setAttribute("aria-sort", state);
    }
    sayMatches(view, rows, page, all);
    showPages(page, last);
    showChips(params);
  }

  function sayMatches(view, rows, page, all) {
    const total = view === "items" ? items.length : letters.length;
    const what = view === "items" ? "disputed items" : "letters";
    const inLetters = view === "items" ? `, in ${counted(new Set(rows.map((row) => row.number)).size, "letter", "letters")}` : "";
    const shown = rows.length > PAGE && !all ? ` Shown: ${page * PAGE + 1}–${Math.min(rows.length, (page + 1) * PAGE)}.` : "";
    const failures = data.failures ? ` ${counted(data.failures, "input", "inputs")} gave no record.` : "";
    byId("matches").textContent = `${rows.length.toLocaleString("en")} of ${total.toLocaleString("en")} ${what}${inLetters}.${shown}${failures}`;
  }

  function dressTable(view) {
    table = view;
    byId("h-table").textContent = NAMES[view];
    byId("table").className = `cards of-${view}`;
    byId("head").replaceChildren(
      ...COLUMNS[view].map((column) => {
        const button = make("button", { type: "button" }, column.label, make("span", { class: "arrow", "aria-hidden": "true" }));
        button.addEventListener("click", () => {
          const { params } = here();
          set({ sort: params.get("sort") === column.key ? `-${column.key}` : params.get("sort") === `-${column.key}` ? null : column.key });
        });
        return make("th", { role: "columnheader", scope: "col", "data-key": column.key, class: `c-${column.key}${column.number ? " number" : ""}` }, button);
      }),
    );
    const orders = COLUMNS[view].flatMap((column) => [
      make("option", { value: column.key }, `${column.label}, ascending`),
      make("option", { value: `-${column.key}` }, `${column.label}, descending`),
    ]);
    byId("f-sort").replaceChildren(make("option", { value: "" }, "as read"), ...orders);
    byId("selects").replaceChildren(...FILTERS.filter((each) => each.select).map((filter) => selectField(view, filter)));
  }

  function selectField(view, filter) {
    const counts = new Map();
    for (const row of view === "items" ? items : letters) {
      const each = filter.letter || row.item ? [filter.of(row.letter, row.item)] : row.letter.items.map((item) => filter.of(row.letter, item));
      for (const value of new Set(each.flatMap((values) => (values === undefined ? [] : values.length ? values : [""])))) {
        counts.set(value, (counts.get(value) || 0) + 1);
      }
    }
    filter.values = [...counts.keys()].sort((a, b) => (a === "") - (b === "") || collator.compare(a, b));
    const select = make(
      "select",
      { id: `f-${filter.key}` },
      make("option", { value: "" }, "all"),
      ...filter.values.map((value, index) => make("option", { value: `${index}` }, `${value.replace(/_/g, " ") || "not said"} (${counts.get(value)})`)),
    );
    select.addEventListener("change", () => set({ [filter.key]: select.value === "" ? null : filter.values[Number(select.value)] }));
    return make("div", { class: "field" }, make("label", { for: select.id }, filter.label), select);
  }

  function fillSelect(filter, params) {
    const at = params.has(filter.key) ? filter.values.indexOf(params.get(filter.key)) : -1;
    byId(`f-${filter.key}`).value = at < 0 ? "" : `${at}`;
  }

  function tableRow(view, row) {
    const cells = COLUMNS[view].map((column) => {
      const cell = column.cell(row);
      const empty = cell === "" || cell.textContent === "";
      const attributes = { role: column.row ? "rowheader" : "cell", "data-label": column.label, class: `c-${column.key}${column.number ? " number" : ""}${empty ? " empty" : ""}` };
      return column.row ? make("th", { scope: "row", ...attributes }, cell) : make("td", attributes, cell);
    });
    return make("tr", { role: "row" }, ...cells);
  }

  function showPages(page, last) {
    const to = (text, label, number, off) => {
      const button = make("button", { type: "button", "aria-label": label, "aria-disabled": off ? "true" : null }, text);
      button.addEventListener("click", () => {
        if (off) return;
        set({ page: `${number + 1}` }, false);
        byId("h-table").focus();
        byId("matches").scrollIntoView({ block: "start" });
      });
      return button;
    };
    byId("pages").replaceChildren(
      ...(last
        ? [
            to("«", "First page", 0, page === 0),
            to("‹ Previous", "Previous page", page - 1, page === 0),
            make("span", {}, `Page ${page + 1} of ${last + 1}`),
            to("Next ›", "Next page", page + 1, page === last),
            to("»", "Last page", last, page === last),
          ]
        : []),
    );
  }

  function showChips(params) {
    const chips = FILTERS.filter((filter) => params.has(filter.key) && (filter.key !== "copies" || hasCopies)).map((filter) => {
      const value = params.get(filter.key).replace(/_/g, " ") || "not said";
      const button = make("button", { type: "button", "aria-label": `Remove the filter ${filter.label}: ${value}` }, words(`${filter.label}: ${value}`), make("span", { "aria-hidden": "true" }, " ✕"));
      button.addEventListener("click", () => {
        set({ [filter.key]: null });
        byId("h-table").focus();
      });
      return make("li", {}, button);
    });
    byId("filters-set").textContent = chips.length ? ` (${chips.length} set)` : "";
    if (chips.length || params.get("q")) {
      const clear = make("button", { type: "button", class: "clear" }, "Clear all");
      clear.addEventListener("click", () => {
        const { view } = here();
        replace(address(view));
        showTable(view, new URLSearchParams());
        byId("h-table").focus();
      });
      chips.push(make("li", {}, clear));
    }
    byId("chips").replaceChildren(...chips);
  }

  function set(changes, fromStart = true) {
    const { view, params } = here();
    if (fromStart) params.delete("page");
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) params.delete(key);
      else params.set(key, value);
    }
    replace(address(view, [], params));
    showTable(view, params);
  }

  // ---- A letter's view ------------------------------------------------------------------------------------------

  let open = null; // the letter that is shown: its number, values by place and path, words

  function showLetter(number, path) {
    const letter = data.letters[number];
    const block = byId(`letter-${number}`);
    if (!letter || !block) {
      const loading = letter && document.readyState === "loading";
      byId("h-letter").textContent = loading ? "Loading …" : "No such letter";
      byId("beside").replaceChildren(make("a", { href: lastTable }, "‹ All letters"));
      byId("letter").replaceChildren();
      open = null;
      if (loading) document.addEventListener("DOMContentLoaded", route, { once: true });
      return;
    }
    if (!open || open.number !== number) {
      open = { number, values: [], byPath: new Map(), words: [], selected: null, place: 0 };
      drawLetter(letter, JSON.parse(block.textContent));
    }
    stepThrough(number);
    select(open.byPath.get(path) || null, { focus: null });
  }

  function stepThrough(number) {
    const order = [...new Set(found.rows.map((row) => row.number))];
    const at = order.indexOf(number);
    const step = (to, text) => (to === undefined ? make("span", { class: "none" }, text) : make("a", { href: address("letter", [to]) }, text));
    byId("beside").replaceChildren(
      make("a", { href: lastTable }, `‹ ${NAMES[found.view]}`),
      step(order[at - 1], "Previous letter"),
      step(at < 0 ? undefined : order[at + 1], "Next letter"),
      make("span", { class: "none" }, at < 0 ? "" : `${at + 1} of ${order.length} found`),
    );
  }

  const kindName = (kind) => {
    const text = data.kinds[kind].replace(/-/g, " ");
    return text[0].toUpperCase() + text.slice(1);
  };

  function drawLetter(letter, view) {
    byId("h-letter").replaceChildren(words(name(letter)), " ", verdict(letter.outcome));
    const tree = make("ul", { class: "tree" });
    const warnings = [];
    for (const value of view.values) {
      const element = drawValue(value, 0);
      if (value.path === "warnings") warnings.push(...(value.parts || []));
      else tree.append(element);
    }
    const facts = make("p", { class: "facts" }, words(letter.file));
    if (letter.copy !== undefined) facts.append(make("a", { class: "tag", href: address("letter", [letter.copy]) }, "copy of another letter"));
    byId("letter").replaceChildren(
      facts,
      drawWarnings(warnings),
      make("div", { class: "panes" }, make("section", { class: "pane", "aria-labelledby": "h-values", tabindex: "0" }, make("h2", { id: "h-values" }, "Values"), tree), drawText(view.pages)),
      make("div", { id: "bar", role: "status" }),
    );
  }

  function drawWarnings(warnings) {
    if (!warnings.length) return make("p", { class: "fine" }, "No warnings: every value was read without doubt.");
    const entries = warnings.map((warning) => {
      const part = (name) => (warning.parts || []).find((each) => each.path.endsWith(`.${name}`)) || {};
      const at = warning.doubts && open.byPath.get(warning.doubts);
      const field = part("field").value || "";
      const text = at ? valueLink(at, `${at.label}: ${warning.value}`) : words(`${field}: ${warning.value}`);
      return make("li", {}, text, " ", make("code", {}, part("code").value || ""), part("printed").value ? make("span", { class: BIDI }, ` printed: ${part("printed").value}`) : null);
    });
    return make("section", { class: "warnings", "aria-labelledby": "h-warnings" }, make("h2", { id: "h-warnings" }, `Warnings (${warnings.length})`), make("ol", {}, ...entries));
  }

  const CLOSED = /(^source|\.details|\.modification|citations\.\d+|literature_references\.\d+)$/;

  function drawValue(value, depth) {
    value.index = open.values.length;
    open.values.push(value);
    open.byPath.set(value.path, value);
    value.row = make("li", { class: `value k-${data.kinds[value.kind]} depth-${Math.min(depth, 3)}` });
    const line = make("div", { class: "line" });
    value.row.append(line);
    const below = (value.parts || []).map((part) => {
      part.parent = value;
      return drawValue(part, depth + 1);
    });
    if (!value.places) value.places = (value.parts || []).flatMap((part) => part.places);
    if (below.length) {
      value.below = make("ul", { id: `v-${value.index}` }, ...below);
      value.twist = make("button", { type: "button", class: "twist", "aria-controls": `v-${value.index}`, "aria-label": `Parts of ${value.label}` });
      value.twist.addEventListener("click", () => unfold(value, value.below.hidden));
      line.append(value.twist);
      value.row.append(value.below);
      unfold(value, !CLOSED.test(value.path));
    }
    line.append(valueLink(value));
    if (value.places.length) line.append(make("span", { class: "where" }, `p. ${pagesOf(value.places)}`));
    if (value.confidence !== undefined) line.append(make("span", { class: "where" }, `OCR ${Math.round(value.confidence * 100)}%`));
    if (value.warnings) line.append(make("span", { class: "doubts", title: value.warnings.join("\n") }, "⚠", make("span", { class: "unseen" }, " in doubt: ", value.warnings.join("; "))));
    if (value.found) line.append(make("span", { class: "where" }, "found by: ", words(value.found)));
    return value.row;
  }

  const pagesOf = (places) => [...new Set(places.map((place) => place[0]))].join(", ");

  function unfold(value, open) {
    value.below.hidden = !open;
    value.twist.setAttribute("aria-expanded", open ? "true" : "false");
  }

  function valueLink(value, text = null) {
    const empty = value.value === undefined && !(value.parts || []).length;
    const content = text !== null ? [words(text)] : [make("span", { class: "label" }, value.label), " ", empty ? make("span", { class: "none" }, "not found") : words(value.value || "")];
    const element = make("a", { class: "v", href: address("letter", [open.number, value.path]) }, ...content);
    element.addEventListener("click", (event) => {
      event.preventDefault();
      select(value, { focus: value.places.some((place) => place.length > 1) ? "words" : "value" });
    });
    if (text === null) value.link = element;
    return element;
  }

  function drawText(pages) {
    const pane = make("section", { class: "pane text", "aria-labelledby": "h-text", tabindex: "0" }, make("h2", { id: "h-text" }, "Text of the letter"));
    if (!pages.length) {
      pane.append(make("p", { class: "note" }, "The report was made from records, which do not hold the text of the letter's pages. Run imrparse report on the letter itself to see each value in its words."));
      return pane;
    }
    const used = new Set(pages.flatMap((page) => page.words.map(([, , index]) => open.values[index].kind)));
    pane.append(
      make("div", { class: "legend" }, make("span", { id: "h-legend" }, "Read as:"), make("ul", { "aria-labelledby": "h-legend" }, ...[...used].sort((a, b) => a - b).map((kind) => make("li", {}, make("span", { class: `w k-${data.kinds[kind]}` }, kindName(kind)))))),
      make("p", { class: "unseen" }, "Words that a value was read from are links to it; the arrow keys go from one to the next."),
    );
    for (const page of pages) {
      const text = make("div", { class: "page" });
      let at = 0;
      for (const [start, end, index] of page.words) {
        if (at < start) text.append(page.text.slice(at, start));
        text.append(wordsLink(page, start, end, open.values[index]));
        at = Math.max(at, end);
      }
      text.append(page.text.slice(at));
      pane.append(make("h3", { class: "page-mark" }, `Page ${page.number}`), text);
    }
    if (open.words.length) open.words[0].element.tabIndex = 0;
    pane.addEventListener("keydown", walkWords);
    return pane;
  }

  function wordsLink(page, start, end, value) {
    const element = make("a", { class: `w k-${data.kinds[value.kind]}`, href: address("letter", [open.number, value.path]), title: titleOf(value), tabindex: "-1" }, page.text.slice(start, end));
    element.addEventListener("click", (event) => {
      event.preventDefault();
      if (!String(window.getSelection())) select(value, { focus: "value", from: element });
    });
    open.words.push({ page: page.number, start, end, element });
    return element;
  }

  function titleOf(value) {
    const labels = [];
    for (let each = value; each; each = each.parent) labels.unshift(each.label);
    return labels.join(" › ");
  }

  function walkWords(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = open.words.findIndex((each) => each.element === document.activeElement);
    const next = step && at >= 0 ? open.words[at + step] : null;
    if (!next) return;
    event.preventDefault();
    rove(next.element);
    next.element.focus();
  }

  function rove(element) {
    for (const each of open.words) if (each.element.tabIndex === 0) each.element.tabIndex = -1;
    element.tabIndex = 0;
  }

  const wordsOf = (value) =>
    open.words.filter((each) => value.places.some(([page, start, end]) => page === each.page && start < each.end && each.start < end));

  function select(value, { focus, from = null }) {
    for (const element of byId("letter").querySelectorAll(".on")) element.classList.remove("on");
    for (const element of byId("letter").querySelectorAll("[aria-current]")) element.removeAttribute("aria-current");
    open.selected = value;
    open.place = 0;
    byId("bar").replaceChildren();
    replace(address("letter", value ? [open.number, value.path] : [open.number]));
    if (!value) return;
    for (let above = value.parent; above; above = above.parent) unfold(above, true);
    value.row.classList.add("on");
    value.link.setAttribute("aria-current", "true");
    const marked = wordsOf(value);
    for (const each of marked) each.element.classList.add("on");
    const first = from || (marked[0] && marked[0].element);
    if (first) {
      rove(first);
      if (!from) first.scrollIntoView({ block: "center" });
    }
    if (focus === "words" && first) first.focus({ preventScroll: true });
    else {
      value.row.firstChild.scrollIntoView({ block: focus === "value" ? "center" : "nearest" });
      if (focus === "value") value.link.focus({ preventScroll: true });
    }
    drawBar(value, marked);
  }

  function drawBar(value, marked) {
    const places = value.places.filter((place) => place.length > 1);
    const button = (text, act) => {
      const element = make("button", { type: "button" }, text);
      element.addEventListener("click", act);
      return element;
    };
    const toPlace = (number) => {
      open.place = number % places.length;
      const [page, start] = places[open.place];
      const target = marked.find((each) => each.page === page && each.end > start);
      if (!target) return;
      rove(target.element);
      target.element.scrollIntoView({ block: "center" });
      target.element.focus({ preventScroll: true });
    };
    const where = value.places.length ? `page ${pagesOf(value.places)}` : "no words of its own in the letter";
    byId("bar").replaceChildren(
      make("span", { class: "said" }, make("strong", {}, titleOf(value)), " ", words(value.value === undefined ? "not found" : value.value), ` (${where})`),
      button("To the value", () => {
        value.row.firstChild.scrollIntoView({ block: "center" });
        value.link.focus({ preventScroll: true });
      }),
      places.length ? button("To the words", () => toPlace(0)) : null || "",
      places.length > 1 ? button(`Next of ${places.length} places`, () => toPlace(open.place + 1)) : "",
    );
  }

  // ---- Which view is shown --------------------------------------------------------------------------------------

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
      const back = byId("rows").querySelector(`a[href="${CSS.escape ? address("letter", [before.letter]) : ""}"], a[href^="${address("letter", [before.letter])}/"]`);
      (back || heading).focus({ preventScroll: true });
      return;
    }
    if (!(shown === "letter" && open && open.selected)) {
      window.scrollTo(0, 0);
      heading.focus({ preventScroll: true });
    }
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
})();
