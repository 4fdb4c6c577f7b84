/* What test_keyboard.py asks of a page: which parts Tab should reach, and where it stands now. */
"use strict";

window.placeOf = (one) => {
  const label = one.labels?.[0]?.innerText || one.getAttribute("aria-label") || one.innerText || one.value || "";
  return `${one.localName} ${one.name ?? ""} ${label.trim().replace(/\s+/g, " ").slice(0, 50)}`;
};

/* Of several radio buttons with one name Tab reaches the chosen one, or the first. */
window.reachable = () => {
  const met = new Set();
  const isNext = (radio) => {
    const chosen = document.querySelector(`input[name="${radio.name}"]:checked`);
    if (chosen) return radio === chosen;
    return !met.has(radio.name) && met.add(radio.name);
  };
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((one) => !one.disabled && one.type !== "hidden" && one.tabIndex >= 0)
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert], fieldset[disabled]"))
    .filter((one) => one.type !== "radio" || isNext(one))
    .map(window.placeOf);
};

let last = null;
/* `under`: the bar that stands still above it. `box`: where it shows; a level shows it on its tube or its rail. */
window.stop = () => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const own = one.getBoundingClientRect();
  const { x, y, width, height } = (one.closest("[data-level]") ?? one).getBoundingClientRect();
  const within = (value, most) => Math.min(Math.max(value, 1), most - 1);
  const top = document.elementFromPoint(
    within(own.left + Math.min(own.width, 60) / 2, innerWidth),
    within(own.top + own.height / 2, innerHeight),
  );
  const isSame = !top || one.contains(top) || top.contains(one) || one.closest("label")?.contains(top);
  const isBackwards = Boolean(last?.isConnected) && !(last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  last = one;
  const stands = !isSame && /fixed|sticky/.test(getComputedStyle(top).position);
  return {
    place: window.placeOf(one),
    isBackwards,
    isInView: own.bottom > 0 && own.top < innerHeight && own.right > 0 && own.left < innerWidth,
    under: stands ? window.placeOf(top) : "",
    box: { x, y, width, height },
  };
};

/* Away and back, also when a poll has drawn the part anew meanwhile, as it may only while nobody stands in it. */
let here = null;
let at = 0;
window.leave = () => {
  here = document.activeElement;
  at = [...document.querySelectorAll("*")].indexOf(here);
  here.blur();
};
window.goBack = () => (here.isConnected ? here : document.querySelectorAll("*")[at]).focus({ preventScroll: true });
