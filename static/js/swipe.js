/* Where one is among screens that are swiped: the dot of the one in view. Moving is the browser's own. And at the top,
   whether all of them are saved, each of which says so only to the ear. */

const screens = document.querySelector("[data-swipe]");
const dots = document.querySelectorAll(".ask-dots i");

if (screens) {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) dots[[...screens.children].indexOf(target)]?.classList.toggle("here", isIntersecting);
    }, { root: screens, threshold: 0.6 },
  );
  for (const screen of screens.children) seen.observe(screen);
}

const word = document.querySelector("[data-all-saved]");
const items = [...document.querySelectorAll("[data-status]")];

function say() {
  const all = !document.querySelector("[data-dirty]") && items.every((item) => !item.matches(".failed, .waiting"));
  word.hidden = !all || items.every((item) => !item.textContent);
}

if (word) new MutationObserver(say).observe(screens, { attributeFilter: ["data-dirty", "class"], childList: true, subtree: true });
