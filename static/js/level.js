/* Dragging on a level, and the first target. Everything else is the radio buttons' own: this moves the checked one along. */

const SLACK = 5; // a finger that moves less is a tap, and the browser's own click handles it

function nearest(scale, x) {
  const radios = [...scale.querySelectorAll("input")];
  const [second, third] = radios.slice(1, 3).map((radio) => radio.getBoundingClientRect()); // the outer cells are wider
  const at = Math.min(3, Math.max(-3, (x - (second.left + second.width / 2)) / (third.left - second.left) - 2));
  return { radio: radios[Math.round(at) + 3], at };
}

function choose(radio) {
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("pointerdown", (down) => {
  const scale = down.target.closest?.("[data-level] .scale");
  const fields = scale?.closest("fieldset");
  if (!scale || down.button || fields.disabled) return;
  const before = fields.querySelector("input:checked");
  const level = scale.closest("[data-level]");
  const property = fields.matches(".now") ? "--mine" : "--goal";
  let dragging = false;

  const move = (event) => {
    if (event.pointerId !== down.pointerId) return;
    if (!dragging) {
      if (Math.abs(event.clientX - down.clientX) < SLACK) return;
      dragging = true;
      level.classList.add("dragging");
      scale.setPointerCapture(event.pointerId);
    }
    const { radio, at } = nearest(scale, event.clientX);
    level.style.setProperty(property, at);
    if (!radio.checked) choose(radio);
  };
  const end = (event) => {
    if (event.pointerId !== down.pointerId) return;
    scale.removeEventListener("pointermove", move);
    scale.removeEventListener("pointerup", end);
    scale.removeEventListener("pointercancel", end);
    if (!dragging) return;
    level.classList.remove("dragging");
    level.style.removeProperty(property);
    if (event.type === "pointercancel") before.checked = true;
    const after = fields.querySelector("input:checked");
    after.focus({ preventScroll: true });
    if (after !== before) after.dispatchEvent(new Event("change", { bubbles: true }));
  };
  scale.addEventListener("pointermove", move);
  scale.addEventListener("pointerup", end);
  scale.addEventListener("pointercancel", end);
});

/* "Add a target": the triangle appears one step to plus from where one is, to be dragged from there. */
document.addEventListener("click", (event) => {
  const level = event.target.closest?.("[data-add]")?.closest("[data-level]");
  if (!level) return;
  const now = Number(level.querySelector(".now input:checked").value);
  const radio = level.querySelector(`.goal [value="${Math.min(3, now + 1)}"]`);
  choose(radio);
  radio.focus({ preventScroll: true });
  radio.dispatchEvent(new Event("change", { bubbles: true }));
});
