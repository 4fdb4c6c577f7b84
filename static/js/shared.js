/* A device that others use as well: two minutes without use sign out. Whoever types or touches here stays, and so in
   every tab; half a minute before the end the page says so. */

import { clear, cookie, headers, notice } from "./app.js";

const { idle, leaving, signOut, stillHere } = document.body.dataset;
const LIMIT = Number(idle) * 1000;
const WARNING = LIMIT - 30_000;
const tabs = new BroadcastChannel("shared-device");
let used = Date.now();
let told = used;

function tell() {
  told = Date.now();
  fetch(stillHere, { method: "POST", headers: headers() }).catch(() => null); // without a network the time runs on
}

function use() {
  used = Date.now();
  clear("leaving");
  tabs.postMessage(used);
  if (used - told > 10_000) tell();
}
for (const kind of ["pointerdown", "keydown", "input", "scroll", "wheel", "touchmove"]) {
  addEventListener(kind, use, { capture: true, passive: true });
}
tabs.addEventListener("message", ({ data }) => {
  used = Math.max(used, data);
  clear("leaving");
});

/* As if the button had been pressed, once: a second time would break off the first. What follows shows nobody's page. */
function leave() {
  clearInterval(clock);
  const form = Object.assign(document.createElement("form"), { method: "post", action: signOut, hidden: true });
  form.append(Object.assign(document.createElement("input"), { name: "csrfmiddlewaretoken", value: cookie("csrftoken") }));
  for (const area of document.querySelectorAll("textarea")) area.defaultValue = area.value; // nobody is asked about it
  document.body.replaceChildren(form);
  form.submit();
}

const clock = setInterval(() => {
  const gone = Date.now() - used;
  if (gone >= LIMIT) leave();
  else if (gone >= WARNING) notice("leaving", leaving);
}, 1000);
