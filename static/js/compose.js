/* Composing groups: dragging a card sets the select in it, and each choice is looked at anew by the server, which draws
   the page as it would be; nothing is saved. Without this module the selects and the button do everything. */

const form = (node) => node?.closest?.("[data-compose]");
let dragged = null;

function check(inside) {
  form(inside)?.querySelector("button[name=check]").click();
}

function place(card, seat) {
  const select = card.querySelector("select");
  if (select.value === seat) return;
  select.value = seat;
  check(card);
}

function ready() {
  for (const card of document.querySelectorAll("[data-compose] [data-person]")) card.draggable = true;
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-person]") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
});
document.addEventListener("dragend", () => { dragged = null; });
document.addEventListener("dragover", (event) => {
  const seat = event.target.closest?.("[data-seat]");
  if (!dragged || !seat) return;
  event.preventDefault();
  seat.classList.add("over");
});
document.addEventListener("dragleave", (event) => event.target.closest?.("[data-seat]")?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  const seat = event.target.closest?.("[data-seat]");
  if (!dragged || !seat) return;
  event.preventDefault();
  seat.classList.remove("over");
  place(dragged, seat.dataset.seat);
});
/* With keys one passes other groups on the way, by arrows or by the letters of a name: it is looked at when they rest. */
let typed = false;
let waiting = null;

function look() {
  if (!waiting) return;
  clearTimeout(waiting.timer);
  const { target } = waiting;
  waiting = null;
  check(target);
}

function rest(target, time) {
  if (waiting) clearTimeout(waiting.timer);
  waiting = { target, timer: setTimeout(look, time) };
}

document.addEventListener("pointerdown", () => { typed = false; });
document.addEventListener("keydown", (event) => {
  typed = true;
  if (waiting && event.key !== "Tab") rest(waiting.target, 800);
});
document.addEventListener("focusout", look);
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-compose] [name=confirm]")) check(event.target);
  else if (event.target.matches("[data-compose] select")) rest(event.target, typed ? 800 : 0);
});
document.addEventListener("htmx:afterSettle", ready);
ready();
