// A letter: the tree of its values, and its text with the words that each value was read from.

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
    open = { number, values: [], byPath: new Map(), words: [], links: [], selected: null, place: 0 };
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
  open.pages = new Map(view.pages.map((page) => [page.number, page.text]));
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

const FEW = 8; // more warnings than these would push the letter out of sight

function drawWarnings(warnings) {
  if (!warnings.length) return make("p", { class: "fine" }, "No warnings.");
  const entries = warnings.map((warning) => {
    const part = (name) => (warning.parts || []).find((each) => each.path.endsWith(`.${name}`)) || {};
    const at = warning.doubts && open.byPath.get(warning.doubts);
    const field = part("field").value || "";
    const text = at ? valueLink(at, `${at.label}: ${warning.value}`) : words(`${field}: ${warning.value}`);
    return make("li", {}, text, " ", make("code", {}, part("code").value || ""), part("printed").value ? make("span", { class: "t" }, ` printed: ${part("printed").value}`) : null);
  });
  const title = make("h2", { id: "h-warnings" }, `Warnings (${warnings.length})`);
  const all = make("details", { open: warnings.length <= FEW }, make("summary", {}, title), make("ol", {}, ...entries));
  return make("section", { class: "warnings", "aria-labelledby": "h-warnings" }, all);
}

// Without those that lie in another.
function apart(places) {
  const holds = ([page, start, end], [other, from, to]) => page === other && start <= from && to <= end;
  return places.filter((place, at) => !places.some((other, before) => before !== at && holds(other, place) && (before < at || !holds(place, other))));
}

const CLOSED = /(^source|\.details|\.modification|citations\.\d+|literature_references\.\d+)$/;

function drawValue(value, depth) {
  const whole = value.parent;
  if (value.path.startsWith(".")) value.path = whole.path + value.path;
  if (value.kind === undefined) value.kind = whole.kind;
  if (value.value === true) value.value = textAt(...value.places[0]);
  value.index = open.values.length;
  open.values.push(value);
  open.byPath.set(value.path, value);
  value.row = make("li", { class: `value k-${data.kinds[value.kind]} depth-${Math.min(depth, 3)}${value.parts ? " whole" : ""}` });
  const line = make("div", { class: "line" });
  value.row.append(line);
  const below = (value.parts || []).map((part) => {
    part.parent = value;
    return drawValue(part, depth + 1);
  });
  if (!value.places) value.places = apart((value.parts || []).flatMap((part) => part.places));
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

const textAt = (page, start, end) => open.pages.get(page).slice(start, end);
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
    pane.append(make("p", { class: "note" }, "This report holds no text of the letter's pages: it was made from a file of records, or without the text. Run imrparse report on the letter itself to see each value in its words."));
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
  open.links = open.words.filter((each) => !each.gap);
  if (open.links.length) open.links[0].element.tabIndex = 0;
  pane.addEventListener("keydown", walkWords);
  return pane;
}

function wordsLink(page, start, end, value) {
  const said = page.text.slice(start, end);
  const attributes = { class: `w k-${data.kinds[value.kind]}` };
  const gap = !said.trim(); // a blank between the words of two parts: marked with the whole, but no place to go to
  if (!gap) Object.assign(attributes, { href: address("letter", [open.number, value.path]), title: titleOf(value), tabindex: "-1" });
  const element = make(gap ? "span" : "a", attributes, said);
  open.words.push({ page: page.number, start, end, element, gap });
  if (!gap) {
    element.addEventListener("click", (event) => {
      event.preventDefault();
      if (!String(window.getSelection())) select(value, { focus: "value", from: element });
    });
  }
  return element;
}

function titleOf(value) {
  const labels = [];
  for (let each = value; each; each = each.parent) labels.unshift(each.label);
  return labels.join(" › ");
}

function walkWords(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const at = open.links.findIndex((each) => each.element === document.activeElement);
  const next = step && at >= 0 ? open.links[at + step] : null;
  if (!next) return;
  event.preventDefault();
  rove(next.element);
  next.element.focus();
}

function rove(element) {
  for (const each of open.links) if (each.element.tabIndex === 0) each.element.tabIndex = -1;
  element.tabIndex = 0;
}

const wordsOf = (value) =>
  open.words.filter((each) => value.places.some(([page, start, end]) => page === each.page && start < each.end && each.start < end));

const beside = () => window.matchMedia("(min-width: 60rem)").matches; // as in the style sheet
// Scrolls a pane that scrolls by itself, and the page no more than is needed to have the pane in sight.
function bring(element) {
  const pane = element.closest(".pane");
  if (pane && pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).overflowY === "auto") {
    const above = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += above - (pane.clientHeight - Math.min(element.offsetHeight, pane.clientHeight)) / 2;
    pane.scrollIntoView({ block: "nearest" });
  } else element.scrollIntoView({ block: "center" });
}

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
  const links = marked.filter((each) => !each.gap);
  const first = from || (links[0] && links[0].element);
  if (first) {
    rove(first);
    if (!from) bring(first);
  }
  if (focus !== "words" || beside()) bring(value.row.firstChild);
  if (focus === "words" && first) first.focus({ preventScroll: true });
  else if (focus === "value") value.link.focus({ preventScroll: true });
  drawBar(value, links);
}

function drawBar(value, links) {
  const places = value.places.filter((place) => place.length > 1);
  const button = (text, act) => {
    const element = make("button", { type: "button" }, text);
    element.addEventListener("click", act);
    return element;
  };
  const toPlace = (number) => {
    open.place = number % places.length;
    const [page, start] = places[open.place];
    const target = links.find((each) => each.page === page && each.end > start);
    if (!target) return;
    rove(target.element);
    bring(target.element);
    target.element.focus({ preventScroll: true });
  };
  const where = value.places.length ? `page ${pagesOf(value.places)}` : "no words of its own in the letter";
  byId("bar").replaceChildren(
    make("span", { class: "said" }, make("strong", {}, titleOf(value)), " ", words(value.value === undefined ? "not found" : value.value), ` (${where})`),
    button("To the value", () => {
      bring(value.row.firstChild);
      value.link.focus({ preventScroll: true });
    }),
    places.length ? button("To the words", () => toPlace(0)) : "",
    places.length > 1 ? button(`Next of ${places.length} places`, () => toPlace(open.place + 1)) : "",
  );
}
