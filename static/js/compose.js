/* Composing groups: dragging a name sets the select beside it, and choosing in the select moves the name.
   Without this module the selects do everything. */

const form = document.querySelector("[data-compose]");

function list(seat) {
  return form.querySelector(`[data-seat="${CSS.escape(seat)}"] [data-rows]`);
}

function place(row, seat) {
  row.querySelector("select").value = seat;
  list(seat)?.append(row);
  for (const rows of form.querySelectorAll("[data-rows]")) {
    const nobody = rows.querySelector("[data-nobody]");
    if (nobody) nobody.hidden = Boolean(rows.querySelector("li:not([data-nobody])"));
  }
}

if (form) {
  let dragged = null;
  for (const row of form.querySelectorAll("[data-person]")) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    row.addEventListener("dragend", () => { dragged = null; });
    const select = row.querySelector("select");
    select.addEventListener("change", () => {
      place(row, select.value);
      select.focus();
    });
    if (select.value !== row.closest("[data-seat]").dataset.seat) place(row, select.value);
  }
  for (const seat of form.querySelectorAll("[data-seat]")) {
    seat.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      seat.classList.add("over");
    });
    seat.addEventListener("dragleave", () => seat.classList.remove("over"));
    seat.addEventListener("drop", (event) => {
      event.preventDefault();
      seat.classList.remove("over");
      if (dragged) place(dragged, seat.dataset.seat);
    });
  }
}
