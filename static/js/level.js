/* Dragging on a level. Everything else is the radio buttons' own: this moves the checked one along with the pointer. */

const SLACK = 5; // a finger that moves less is a tap, and the browser's own click handles it

function nearest(tube, x) {
  const radios = tube.querySelectorAll("input");
  const box = tube.getBoundingClientRect();
  const cell = ((x - box.left) / box.width) * radios.length;
  const index = Math.min(radios.length - 1, Math.max(0, Math.floor(cell)));
  const at = Math.min(3, Math.max(-3, cell - 0.5 - (radios.length - 1) / 2));
  return { radio: radios[index], at };
}

document.addEventListener("pointerdown", (down) => {
  const tube = down.target.closest?.("[data-level] .scale");
  if (!tube || down.button || tube.closest("fieldset").disabled) return;
  const before = tube.closest("fieldset").querySelector("input:checked");
  const mark = tube.querySelector(".bubble, .goal-mark");
  const property = mark.matches(".bubble") ? "--now" : "--goal";
  let dragging = false;

  const move = (event) => {
    if (event.pointerId !== down.pointerId) return;
    if (!dragging) {
      if (Math.abs(event.clientX - down.clientX) < SLACK) return;
      dragging = true;
      tube.classList.add("dragging");
      tube.setPointerCapture(event.pointerId);
    }
    const { radio, at } = nearest(tube, event.clientX);
    mark.style.setProperty(property, at);
    if (!radio.checked) {
      radio.checked = true;
      radio.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const end = (event) => {
    if (event.pointerId !== down.pointerId) return;
    tube.removeEventListener("pointermove", move);
    tube.removeEventListener("pointerup", end);
    tube.removeEventListener("pointercancel", end);
    if (!dragging) return;
    tube.classList.remove("dragging");
    mark.style.removeProperty(property);
    if (event.type === "pointercancel") before.checked = true;
    const after = tube.closest("fieldset").querySelector("input:checked");
    after.focus({ preventScroll: true });
    if (after !== before) after.dispatchEvent(new Event("change", { bubbles: true }));
  };
  tube.addEventListener("pointermove", move);
  tube.addEventListener("pointerup", end);
  tube.addEventListener("pointercancel", end);
});
