/* Choosing at most three: dots say how many are left, and a fourth cannot be ticked. Without this module the server says so. */
const form = document.querySelector("form[data-vote]");
const most = Number(form?.dataset.vote);
const left = form?.querySelector(".vote-left");

function count() {
  const boxes = [...form.querySelectorAll("input[name=line]")];
  const chosen = boxes.filter((box) => box.checked).length;
  for (const box of boxes) box.disabled = chosen >= most && !box.checked;
  const rest = Math.max(0, most - chosen);
  const dots = document.createElement("span");
  dots.className = "vote-dots";
  dots.setAttribute("aria-hidden", "true");
  dots.replaceChildren(
    ...Array.from({ length: most }, (_one, at) => {
      const dot = document.createElement("i");
      dot.className = at < chosen ? "on" : "";
      return dot;
    }),
  );
  const words = rest > 1 ? left.dataset.left.replace("{n}", String(rest)) : rest ? left.dataset.last : left.dataset.full;
  left.replaceChildren(dots, words);
  left.hidden = false;
}

if (form) {
  form.addEventListener("change", count);
  addEventListener("pageshow", count);
  count();
}
