/* Time left, counted from the server's clock: a phone whose own clock is wrong, or that has slept, shows it right.
   Without this module a reload does the same. */

let offset = 0,
  seen = "";

/* What the server's clock is ahead of this one: new with every part that the page takes in. */
function synchronise() {
  const at = document.querySelector("[data-clock][data-address]");
  if (!at || at.dataset.clock === seen) return;
  seen = at.dataset.clock;
  offset = Number(seen) - Date.now();
}

function tick() {
  synchronise();
  const now = Date.now() + offset;
  for (const left of document.querySelectorAll("[data-left]")) {
    const milliseconds = Number(left.dataset.ends) - now,
      minutes = Math.ceil(milliseconds / 60000);
    const words = left.dataset.soon && milliseconds > 0 && milliseconds <= 120000 ? left.dataset.soon : minutes > 1 ? left.dataset.minutes : milliseconds > 0 ? (milliseconds > 60000 ? left.dataset.minutes : left.dataset.last) : left.dataset.over;
    const text = words.replace("{n}", String(Math.abs(milliseconds > 0 ? minutes : Math.floor(-milliseconds / 60000))));
    if (left.textContent !== text) left.textContent = text;
    left.classList.toggle("over", milliseconds <= 0);
  }
  for (const bar of document.querySelectorAll("progress[data-ends]")) {
    const from = Number(bar.dataset.from),
      ends = Number(bar.dataset.ends);
    bar.value = ends > from ? Math.min(1000, Math.max(0, (1000 * (now - from)) / (ends - from))) : 1000;
  }
}

/* The arc on the wall is what is left; the clock beside it is the server's; an offer to take something back ends. */
function draw() {
  const now = Date.now() + offset;
  for (const ring of document.querySelectorAll("[data-ring]")) {
    const from = Number(ring.dataset.from),
      ends = Number(ring.dataset.ends);
    const rest = ends > from ? Math.min(1000, Math.max(0, (1000 * (ends - now)) / (ends - from))) : 0;
    ring.setAttribute("stroke-dasharray", `${Math.round(rest)} 1000`);
    ring.setAttribute("visibility", rest > 0 ? "visible" : "hidden");
  }
  for (const clock of document.querySelectorAll("[data-now]")) {
    const [hours, minutes] = clock.dataset.now.split(":").map(Number); // by the server's own zone
    const at = hours * 60 + minutes + Math.floor((now - Number(clock.dataset.since)) / 60000);
    const words = `${Math.floor(at / 60) % 24}$1${String(at % 60).padStart(2, "0")}`;
    const text = clock.textContent.replace(/\d{1,2}([.:])\d{2}/, words);
    if (clock.textContent !== text) clock.textContent = text;
  }
  for (const offer of document.querySelectorAll("[data-offered]")) offer.hidden = now > Number(offer.dataset.offered);
}

/* A phone that wakes asks the time anew: its clock may have been set while it slept. */
async function wake() {
  if (document.hidden) return;
  try {
    const asked = Date.now(),
      revision = document.querySelector("[data-revision]").dataset.revision;
    const answer = await fetch(`${location.pathname}?since=${encodeURIComponent(revision)}`, { headers: { "X-User": document.body.dataset.user, "X-Live": "1" }, redirect: "manual" });
    const date = Date.parse(answer.headers.get("Date") ?? "");
    // the header tells whole seconds: only a difference that people would notice is worth taking
    if (date && Math.abs(date - asked - offset) > 3000) offset = date + 500 - asked;
  } catch {
    // no network: what is known goes on
  }
  tick();
}

document.addEventListener("visibilitychange", wake);
setInterval(() => (tick(), draw()), 500);
tick();
draw();
