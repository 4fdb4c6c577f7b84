/* The chosen one of a row of tabs is in sight when the page opens: in the middle where the row scrolls. Browsers that
   know scroll-initial-target (css/tabs.css) have brought it in sight already. And the one that the keyboard is on is
   wholly in sight: by themselves browsers are content with a part. */

function show(row, tab) {
  const [all, one] = [row.getBoundingClientRect(), tab.getBoundingClientRect()];
  row.scrollLeft += one.left + one.width / 2 - all.left - all.width / 2;
}

for (const row of document.querySelectorAll("[data-tabs]")) {
  const chosen = row.querySelector("[aria-current]");
  if (chosen) show(row, chosen);
  row.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && show(row, target));
}
