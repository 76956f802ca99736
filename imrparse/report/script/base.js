// What a letter says reaches the page as text only: `make` sets text and attributes of fixed names, and every address
// is a fragment of this page that `address` has built. Nothing is ever parsed as markup or run.

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const PAGE = 50;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
const words = (text) => make("span", { class: "t" }, text);
const counted = (number, one, several) => `${number.toLocaleString("en")} ${number === 1 ? one : several}`;

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
function replace(to) {
  try {
    history.replaceState(null, "", to);
  } catch {
    // Browsers refuse more than some hundred changes in half a minute: the address then stays behind what is shown.
  }
}
