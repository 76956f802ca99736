// The table, its filters and its pages. Their state is in the address, so that a view can be shared.

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
