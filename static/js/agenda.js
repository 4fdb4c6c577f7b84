/* The agenda builder: dragging a part by its handle, and lengths that save themselves. The buttons do the same without
   this module. Pointer events, so that a finger does what a mouse does. */

const STEP = 60; // pixels from the edge of the window at which it scrolls along

function list() {
  return document.querySelector("[data-agenda] ol");
}

function prepare() {
  for (const grip of document.querySelectorAll("[data-grip]")) grip.hidden = false;
}

let dragged = null;

function over(y) {
  return [...list().children].find((row) => {
    const box = row.getBoundingClientRect();
    return row !== dragged && y < box.top + box.height / 2;
  });
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || event.button) return;
  event.preventDefault();
  dragged = grip.closest("[data-block]");
  dragged.classList.add("dragged");
  dragged.dataset.was = dragged.nextElementSibling?.id ?? "";
  grip.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  if (event.clientY < STEP) scrollBy(0, -12);
  if (event.clientY > innerHeight - STEP) scrollBy(0, 12);
  const before = over(event.clientY);
  if ((before?.id ?? "") !== (dragged.nextElementSibling?.id ?? "")) list().insertBefore(dragged, before ?? null);
});

function drop(cancelled) {
  if (!dragged) return;
  const row = dragged,
    was = row.dataset.was;
  dragged = null;
  row.classList.remove("dragged");
  const next = row.nextElementSibling?.id ?? "";
  if (cancelled) return list().insertBefore(row, was ? document.getElementById(was) : null);
  if (next === was) return;
  const form = row.closest("form");
  const drag = form.querySelector("[data-drag]");
  form.querySelector("[data-before]").value = row.nextElementSibling?.dataset.block ?? "";
  [drag.value, drag.disabled] = [row.dataset.block, false];
  form.requestSubmit(); // without a button: htmx would not send the one that a script names
}

document.addEventListener("pointerup", () => drop(false));
document.addEventListener("pointercancel", () => drop(true));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && dragged) drop(true);
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[name^=minutes-]") && event.target.checkValidity()) event.target.form.requestSubmit();
});

document.body.addEventListener("htmx:afterSettle", prepare);
prepare();
