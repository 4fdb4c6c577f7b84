// Two people on one page: ask every two seconds (more often while both are seen: presence.js) whether something has changed,
// and take in what the other saved, without touching a field that is being written. The page's own address answers 204 or
// the whole page.
import { accept, enhance, isWriting, notice, place } from "./app.js";

const PACE = 2000,
  SLOW = 15000;
let waiting = false,
  pace = PACE,
  leaving = 0,
  due = 0, // the timer of a look that is due, and when it comes
  comes = Infinity;

/* A form or a link on its way takes the page along: reloading now would cancel it. */
const isLeaving = () => Date.now() - leaving < 5000;
addEventListener("submit", (event) => {
  if (!event.defaultPrevented) leaving = Date.now();
});
addEventListener("beforeunload", () => {
  leaving = Date.now();
});

const revision = () => document.querySelector("[data-revision]");

export function takeField(fresh) {
  const mine = document.getElementById(fresh.id);
  if (!mine) return;
  const [text, newText] = [mine.querySelector("textarea"), fresh.querySelector("textarea")];
  if (!text || !newText || text.matches("[data-dirty], [data-composing]") || mine.querySelector("[data-choose]")) return;
  const [version, newVersion] = [mine.querySelector("[data-version]"), fresh.querySelector("[data-version]")];
  if (Number(newVersion?.value) < Number(version?.value)) return; // asked for before this page saved
  place(text, newText.value);
  for (const choice of fresh.querySelectorAll("input[type=radio]:checked")) {
    const own = mine.querySelector(`input[name="${CSS.escape(choice.name)}"][value="${CSS.escape(choice.value)}"]`);
    if (own && !mine.hasAttribute("data-dirty")) own.checked = true;
  }
  if (version && newVersion) version.value = newVersion.value;
  const [status, newStatus] = [mine.querySelector("[data-status]"), fresh.querySelector("[data-status]")];
  if (status && newStatus && status.textContent !== newStatus.textContent) status.replaceWith(document.adoptNode(newStatus));
  const [choices, newChoices] = [mine.querySelector("[data-merge]"), fresh.querySelector("[data-merge]")];
  if (choices && newChoices && choices.innerHTML !== newChoices.innerHTML) {
    const within = choices.contains(document.activeElement);
    choices.replaceChildren(...newChoices.childNodes);
    if (within) text.focus({ preventScroll: true }); // the other has chosen while this one was about to
  }
}

/* What a part says: without tokens that differ each time it is made, and what the reader or a script has done to it. */
function said(part) {
  const copy = part.cloneNode(true);
  for (const input of copy.querySelectorAll("[name=csrfmiddlewaretoken], [name=id]")) input.removeAttribute("value");
  for (const box of copy.querySelectorAll("details")) box.removeAttribute("open");
  for (const link of copy.querySelectorAll("[data-other]")) link.removeAttribute("data-other");
  for (const form of copy.querySelectorAll("form")) {
    for (const { name } of [...form.attributes])
      if (name.startsWith("hx-") || name === "data-sent") form.removeAttribute(name);
  }
  return copy.innerHTML;
}

/* Something has been typed into a form, and not sent yet. What saves itself says so by itself. */
const typed = (part) => [...part.querySelectorAll("form:not([data-autosave]) :is(textarea, input:not([type=hidden]))")].some((one) =>
  one.matches("[type=radio], [type=checkbox]") ? one.checked !== one.defaultChecked : one.value !== one.defaultValue,
);

/* The memo beside the talk begins with what is being written, or stays where its reader has scrolled it. */
function showHere(at) {
  const here = document.querySelector(".draft-parts > .here");
  if (here) here.parentElement.scrollTop = at ?? here.offsetTop - here.parentElement.offsetTop;
}
showHere();

const reachable = (part) => [...part.querySelectorAll("a[href], button, summary, input, select, textarea")];

function takePart(fresh) {
  const mine = document.getElementById(fresh.id);
  if (!mine || mine.querySelector("input:focus:not([data-level] *), textarea:focus, select:focus")) return;
  if (mine.querySelector("[data-dirty], details[open] form") || typed(mine)) return;
  if (said(mine) === said(fresh)) return;
  const { name, value, textContent: words } = document.activeElement;
  const focused = reachable(mine).indexOf(document.activeElement);
  const isSame = (one) => (name ? one.name === name && one.value === value : one.textContent === words);
  const open = [...mine.querySelectorAll("details[open][id]")].map((one) => one.id);
  const at = mine.querySelector(".draft-parts")?.scrollTop;
  mine.innerHTML = fresh.innerHTML;
  showHere(at);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused >= 0) {
    const all = reachable(mine);
    (all.find(isSame) ?? all[Math.min(focused, all.length - 1)])?.focus({ preventScroll: true });
  }
  enhance(mine);
}

/* The page is another one now. Where somebody is writing, they are told, and the text stays. */
function renew() {
  const { changed, openAgain } = document.body.dataset;
  if (isWriting()) notice("changed", changed, { url: location.href, label: openAgain });
  else location.reload();
}

/* Another module asks more often (presence.js): this one rests meanwhile, and looks when it is told that there is something. */
let restUntil = 0;
export function rest(milliseconds) {
  restUntil = Date.now() + milliseconds;
}

/* Not at once: what has come already was the most of it. */
export function lookWithin(milliseconds) {
  if (Date.now() + milliseconds >= comes) return;
  clearTimeout(due);
  comes = Date.now() + milliseconds;
  due = setTimeout(look, milliseconds);
}

export async function look() {
  const at = revision();
  const wasDue = comes < Infinity;
  clearTimeout(due);
  comes = Infinity;
  if (!at) return;
  if (document.hidden || waiting || isLeaving()) return wasDue && lookWithin(PACE);
  waiting = true;
  try {
    const address = new URL(location.href);
    address.searchParams.set("since", at.dataset.revision);
    const answer = await fetch(address, { headers: { "X-User": document.body.dataset.user, "X-Live": "1" }, redirect: "manual" });
    if (isLeaving()) return;
    if (answer.status === 200) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-revision]");
      if (fresh && page.body.dataset.user === document.body.dataset.user) {
        if (fresh.dataset.state !== at.dataset.state) return renew();
        for (const field of page.querySelectorAll("[data-field]")) takeField(field);
        for (const part of page.querySelectorAll("[data-live]")) takePart(part);
        for (const name of ["revision", "beside"])
          if (name in fresh.dataset) at.dataset[name] = fresh.dataset[name];
        document.dispatchEvent(new Event("renewed"));
      }
    }
    if (answer.status === 404) renew();
    if (answer.status === 401 || answer.status === 409) accept(answer.status, (name) => answer.headers.get(name));
    pace = answer.ok || answer.status === 204 ? PACE : SLOW;
  } catch {
    pace = SLOW;
    if (wasDue) lookWithin(SLOW);
  } finally {
    waiting = false;
  }
}

/* The memo beside the talk holds what has just been written. */
document.addEventListener("saved", () => document.getElementById("draft")?.offsetParent && lookWithin(1500));

(async () => {
  for (;;) {
    await new Promise((go) => setTimeout(go, pace));
    if (Date.now() > restUntil) await look();
  }
})();
