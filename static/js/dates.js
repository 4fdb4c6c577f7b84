/* Fields of days and times: the browser's own calendar, quick choices that write into the field, a clash that is let be.
   What a text means, and what one has then, the server tells: htmx asks. */

function write(input, text) {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/* 2026-12-08 as it is written into the field. */
function written(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${date}.${month}.${year}`;
}

/* A date control beside the button, made when it is first wanted: out of sight, where the browser hangs its calendar. */
function openCalendar(button) {
  const input = button.parentElement.querySelector("input");
  let picker = button.parentElement.querySelector("[type=date]");
  if (!picker) {
    picker = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1 });
    picker.setAttribute("aria-hidden", "true");
    picker.addEventListener("input", (event) => event.stopPropagation()); // the field itself tells, once
    picker.addEventListener("change", (event) => {
      event.stopPropagation();
      if (picker.value) write(input, written(picker.value));
      input.focus();
    });
    button.after(picker);
  }
  picker.value = button.closest(".field").querySelector("[data-iso]")?.dataset.iso ?? "";
  picker.showPicker();
}

const named = (form, name) => form.querySelector(`input[name="${CSS.escape(name)}"]`);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-calendar], [data-fill], [data-leave]");
  if (!button) return;
  if ("calendar" in button.dataset) return openCalendar(button);
  const input = named(button.form, button.dataset.fill ?? button.dataset.leave);
  const passes = button.closest("[aria-live]"); // goes with what it stands in
  if ("fill" in button.dataset) write(input, button.value);
  else button.closest(".notice").remove();
  if (passes) input.focus();
});

/* No text that means a day is as long as this: whatever is pasted, the address that asks stays short. */
const LONGEST = 100;
document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.path.startsWith("/luettu/")) return;
  for (const [name, value] of Object.entries(detail.parameters)) {
    if (value.length > LONGEST) detail.parameters[name] = value.slice(0, LONGEST);
  }
});

/* Which of the quick choices stands in the field. */
document.addEventListener("input", ({ target }) => {
  for (const button of target.form?.querySelectorAll(`.quick [data-fill="${CSS.escape(target.name)}"]`) ?? []) {
    button.setAttribute("aria-pressed", String(button.value === target.value));
  }
});
