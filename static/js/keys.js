/* The keys of the talk: arrows between the steps, Ctrl-Enter to what is agreed, and ? for the sheet that tells them. They
   can be turned off there, and this browser remembers it. */

const OFF = "keys off";
const isOff = () => localStorage.getItem(OFF) !== null;
const FIELDS = "input, textarea, select, summary, [contenteditable], [data-level], dialog, [role=dialog], [popover]";

/* Into the line of a new agreement, and from there into the list. */
function agree() {
  const form = document.getElementById("agreement-new");
  const text = form?.querySelector("textarea");
  if (!text) return false;
  if (form.contains(document.activeElement) && text.value.trim()) form.requestSubmit();
  else {
    text.focus();
    text.scrollIntoView({ block: "center" });
  }
  return true;
}

function go(by) {
  const links = [...document.querySelectorAll("#steps a")];
  const to = links[links.findIndex((link) => link.matches("[aria-current]")) + by];
  to?.click();
  return Boolean(to);
}

/* The page that tells the keys, as a sheet over this one. */
async function show(link) {
  const answer = await fetch(link.href).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = page && page.getElementById("keys-sheet");
  if (!sheet) return location.assign(link.href);
  const dialog = document.createElement("dialog");
  const title = Object.assign(document.createElement("h2"), { textContent: page.querySelector("h1").textContent, id: "keys-title" });
  const close = Object.assign(document.createElement("button"), { className: "icon", textContent: "×" });
  close.setAttribute("aria-label", sheet.dataset.close);
  close.addEventListener("click", () => dialog.close());
  dialog.className = "keys-dialog";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, close, document.adoptNode(sheet));
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  tick(dialog);
  dialog.showModal();
}

function tick(root) {
  const box = root.querySelector("[data-keys-on]");
  if (box) box.checked = !isOff();
}
tick(document);

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-keys-on]")) return;
  if (target.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-keys]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || isOff() || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return void(agree() && event.preventDefault());
  if (event.ctrlKey || event.metaKey || document.activeElement.closest(FIELDS)) return;
  if (event.key === "?") {
    const link = document.querySelector("a[data-keys]");
    if (link) show(link);
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    if (go(event.key === "ArrowLeft" ? -1 : 1)) event.preventDefault();
  }
});
