/* The page that finds, as a sheet over this one: a field, and a list of what the server has found. Nothing is kept. */

/* How one asks and what an answer says of the sign-in: of app.js, which imports this module. Two that import each other
   would each stand in the other's hashed name. */
let accept, headers;

const PAUSE = 150; // after a letter

/* The page of what was found; null where there is none, undefined where one has been signed out: app.js says so. */
async function ask(address, text, signal) {
  const url = new URL(address);
  url.searchParams.set("q", text);
  const answer = await fetch(url, { headers: headers(), cache: "no-store", signal });
  if (!accept(answer.status, (name) => answer.headers.get(name))) return undefined;
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById("found") && page;
}

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/* What one has typed stands out in the names. */
function mark(name, words) {
  const text = name.textContent;
  const at = words.map((word) => [text.toLowerCase().indexOf(word), word.length]).find(([place]) => place >= 0);
  if (at) name.replaceChildren(text.slice(0, at[0]), make("mark", {}, text.slice(at[0], at[0] + at[1])), text.slice(at[0] + at[1]));
}

/* The sections of the page as groups of a list, its links as options. */
function groups(page, words) {
  let number = 0;
  return [...page.querySelectorAll("#found section")].map((section, place) => {
    const label = make("p", { id: `find-group-${place}` }, section.querySelector("h2").textContent);
    const options = [...section.querySelectorAll("a")].map((link) => {
      const option = make("div", { role: "option", id: `find-${++number}`, "aria-selected": "false", "data-href": link.getAttribute("href") });
      option.append(...document.adoptNode(link).childNodes);
      mark(option.querySelector("b"), words);
      return option;
    });
    return make("div", { role: "group", "aria-labelledby": label.id }, label, ...options);
  });
}

function style(href) {
  if (document.querySelector(`link[href="${href}"]`)) return null;
  const sheet = make("link", { rel: "stylesheet", href });
  const is = new Promise((done) => ["load", "error"].forEach((kind) => sheet.addEventListener(kind, done)));
  document.head.append(sheet);
  return is;
}

let isOpening = false;

export async function open(link, app) {
  if (isOpening) return;
  ({ accept, headers } = app);
  isOpening = true;
  const [page] = await Promise.all([ask(link.href, "").catch(() => null), style(link.dataset.find)]);
  isOpening = false;
  if (page === undefined) return undefined;
  if (!page) return location.assign(link.href);

  const label = page.querySelector("label[for=q]").textContent;
  const list = make("div", { role: "listbox", id: "find-list", "aria-label": label });
  const field = make("input", {
    type: "text",
    role: "combobox",
    maxlength: "60",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": label,
    placeholder: label,
    "aria-autocomplete": "list",
    "aria-controls": "find-list",
    "aria-expanded": "true",
  });
  const close = make("button", { type: "button", class: "icon", "aria-label": link.dataset.close }, make("kbd", {}, "Esc"));
  const said = make("p", { role: "status" });
  const foot = document.adoptNode(page.getElementById("find-keys"));
  foot.hidden = false;
  const dialog = make("dialog", { class: "palette", "aria-label": page.querySelector("h1").textContent });
  const line = make("div", { class: "ask" }, page.querySelector(".find svg"), field, close);
  dialog.append(line, list, said, foot);

  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function show(found, text) {
    list.replaceChildren(...groups(found, text.toLowerCase().split(/\s+/).filter(Boolean)));
    const words = found.querySelector("[data-said]");
    said.textContent = words.textContent.trim();
    said.className = words.className;
    field.setAttribute("aria-expanded", String(options().length > 0));
    choose(text ? options()[0] : null);
  }

  let asking, pause;
  async function look() {
    asking?.abort();
    asking = new AbortController();
    const text = field.value.trim();
    try {
      const found = await ask(link.href, text, asking.signal);
      if (found === undefined) dialog.close(); // what is written on the page stays there
      else if (found) show(found, text);
      else location.assign(link.href);
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = document.body.dataset.offline;
    }
  }
  field.addEventListener("input", () => {
    clearTimeout(pause);
    asking?.abort(); // what was found for other letters is not opened by the Enter that comes now
    choose(null);
    pause = setTimeout(look, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const by = { ArrowDown: 1, ArrowUp: -1 } [event.key];
    if (by && all.length) choose(all.at((all.indexOf(chosen()) + (by < 0 && !chosen() ? 0 : by)) % all.length));
    else if (event.key === "Enter") chosen()?.click();
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // beside the sheet
  const back = document.activeElement;
  dialog.addEventListener("close", () => {
    clearTimeout(pause);
    asking?.abort();
    dialog.remove();
    (back === document.body ? link : back).focus({ preventScroll: true });
  });
  document.body.append(dialog);
  show(page, "");
  dialog.showModal();
  field.focus();
}
