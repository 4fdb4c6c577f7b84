/* The invitation: a chosen step folds to one line, and the summary beside says what will be sent. */

const words = (label) => label?.querySelector("b")?.textContent ?? "";

function show(form) {
  const of = (name) => form.elements.namedItem(name);
  const picked = (name) => form.querySelector(`input[name="${name}"]:checked`)?.closest("label");
  const partner = picked("partner");
  for (const step of form.querySelectorAll("[data-step]")) {
    const label = step.querySelector("input[type=radio]:checked")?.closest("label");
    if (label) step.querySelector("[data-picked]").textContent = words(label);
  }
  const face = form.querySelector("[data-partner]");
  face.hidden = !partner;
  if (partner) {
    face.replaceChildren(partner.querySelector(".face").cloneNode(true), Object.assign(document.createElement("b"), { textContent: words(partner) }));
    const brings = form.querySelector("[data-brings]");
    if (brings) brings.hidden = !picked("partner").querySelector("input").value.startsWith("employee");
  }
  const occasion = picked("occasion");
  const minutes = of("minutes").selectedOptions[0];
  const length = of("minutes").value ? minutes.textContent : (occasion?.querySelector(".long")?.textContent ?? "");
  const told = (name) => form.querySelector(`#${CSS.escape(of(name).id)}`).closest(".field").querySelector(".read")?.textContent.trim();
  const said = {
    occasion: occasion ? `${words(occasion)}, ${length}` : "",
    when: `${told("day")?.split(",")[0] || of("day").value} ${told("clock") || of("clock").value}`,
    place: of("place").value,
    memo_language: of("memo_language").selectedOptions[0].textContent,
  };
  const summary = form.querySelector("[data-summary]");
  for (const [name, text] of Object.entries(said)) {
    const cell = summary.querySelector(`[data-of="${name}"]`);
    cell.textContent = text;
    cell.hidden = cell.previousElementSibling.hidden = !text.trim();
  }
  summary.hidden = false;
  const when = form.querySelector(".day-and-time");
  const vals = JSON.parse(when.getAttribute("hx-vals"));
  const takes = Number(of("minutes").value || occasion?.querySelector("input").dataset.minutes || 0);
  if (vals._length !== takes) {
    when.setAttribute("hx-vals", JSON.stringify({ ...vals, _length: takes })); // what one has then, for as long as it takes
    of("clock").dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/* Only a press of the pointer folds: arrow keys walk through the choices. */
document.addEventListener("pointerup", (event) => {
  const step = event.target.closest?.("label.choice")?.closest("[data-inviting] [data-step]");
  if (!step) return;
  setTimeout(() => {
    if (!step.querySelector("input[type=radio]:checked")) return;
    step.open = false;
    step.querySelector("summary").focus({ preventScroll: true });
  }, 80); // the press has chosen by then
});
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.form;
    if (form?.matches("[data-inviting]")) show(form);
  });
}

/* A link to a form in a closed row opens the row. */
function reveal(hash) {
  const row = hash && document.getElementById(hash.slice(1))?.closest("details");
  if (row) row.open = true;
}
document.addEventListener("click", (event) => reveal(event.target.closest?.('a[href^="#"]')?.hash));
reveal(location.hash);

/* The offer to a team: how many of what. */
function count(form) {
  const summary = form.querySelector("[data-summary]");
  const checked = (name) => form.querySelectorAll(`input[name="${name}"]:checked`);
  const cell = (name) => summary.querySelector(`[data-of="${name}"]`);
  const { one, many } = cell("people").dataset;
  const people = checked("people").length;
  const said = {
    people: people === 1 ? one : many.replace("{n}", people),
    occasion: words(checked("occasion")[0]?.closest("label")),
    times: String(checked("times").length),
    place: form.elements.namedItem("place")?.value ?? "",
  };
  if (!form.elements.namedItem("people")) said.people = "";
  for (const [name, text] of Object.entries(said)) {
    cell(name).textContent = text;
    cell(name).hidden = cell(name).previousElementSibling.hidden = !text.trim();
  }
  summary.hidden = false;
  const send = form.querySelector("[data-send]");
  send.dataset.send ||= send.textContent;
  const missing = form.elements.namedItem("people") && !people ? send.dataset.noPeople : !Number(said.times) && send.dataset.noTimes;
  send.textContent = missing || send.dataset.send;
}
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => event.target.form?.matches("[data-round]") && count(event.target.form));
}

function begin(root) {
  for (const form of root.querySelectorAll("[data-inviting]")) show(form);
  for (const form of root.querySelectorAll("[data-round]")) count(form);
}
begin(document);
document.body.addEventListener("htmx:load", ({ detail }) => {
  begin(detail.elt);
  const form = detail.elt.closest("[data-inviting]");
  if (form) show(form);
});
