// Makes pages live. Each works without it.
const page = document.documentElement.lang;
// The reader's own variety of the page's language, where the browser names one.
const language = navigator.languages.find((one) => one.split("-")[0] === page) ?? page;

// Instants in the reader's own time zone.
const moment = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
function localise(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) {
      time.title = time.dateTime;
      time.textContent = moment.format(at);
    }
  }
}

// How long until an instant, counted down in its two largest units.
const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const spelled = (unit, count) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
function left(until) {
  const seconds = Math.max(0, Math.floor((new Date(until) - Date.now()) / 1000));
  const first = units.findIndex(([, length]) => seconds >= length);
  if (first < 0) return spelled("second", 0);
  let rest = seconds;
  const parts = units.slice(first, first + 2).map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count > 0 ? spelled(unit, count) : "";
  });
  return parts.filter(Boolean).join(" ");
}
function count() {
  for (const place of document.querySelectorAll("[data-countdown]")) place.textContent = left(place.dataset.countdown);
}

// Parts of the page that follow what happens: fetched again whenever the desk says that something did.
let waiting = null;
async function refresh() {
  waiting = null;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (answer.redirected && new URL(answer.url).pathname === "/sign-in") return location.reload();
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    // Nobody loses what they are writing or choosing.
    if (isFilledIn(part)) continue;
    const next = fresh.getElementById(part.id);
    if (next) replace(part, next);
    else part.replaceChildren();
  }
  count();
}
function isFilledIn(part) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), textarea, select")];
  return fields.some((field) => field === document.activeElement
    || field.checked !== field.defaultChecked || (field.matches("input, textarea") && field.value !== field.defaultValue));
}
// What had the focus, and what was unfolded, stay so.
const named = (place) => [place.id, place.getAttribute("href"), place.form?.getAttribute("action"), place.textContent].join();
function replace(part, next) {
  const focused = part.contains(document.activeElement) ? named(document.activeElement) : null;
  const unfolded = [...part.querySelectorAll("details[open] > summary")].map(named);
  localise(next);
  part.className = next.className;
  part.replaceChildren(...next.childNodes);
  for (const place of part.querySelectorAll("a, button, input, summary")) {
    if (place.matches("summary") && unfolded.includes(named(place))) place.parentElement.open = true;
    if (focused === named(place)) place.focus({ preventScroll: true });
  }
}
const live = document.querySelector("[data-stream]");
if (live) {
  const source = new EventSource(live.dataset.stream);
  source.addEventListener("changed", () => { waiting ??= setTimeout(refresh, 150); });
  addEventListener("pagehide", () => source.close());
}

// A form goes once, however often its button is pressed.
addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Files on their way, with how much of them went. Without a script the browser sends them by itself.
function uploads(root) {
  for (const form of root.querySelectorAll("form[data-upload]")) form.addEventListener("submit", (event) => send(event, form));
}
function send(event, form) {
  const files = [...form.querySelectorAll("input[type=file]")].flatMap(({ files }) => [...files]);
  if (files.length === 0) return;
  event.preventDefault();
  const [bar, alert] = [form.querySelector("progress"), form.querySelector("p[role=alert]")];
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", ({ loaded, total }) => Object.assign(bar, { max: total, value: loaded }));
  request.addEventListener("loadend", () => {
    bar.hidden = true;
    delete form.dataset.sent;
    const told = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    if (request.status >= 200 && request.status < 300) return arrived(new URL(request.responseURL), form, told);
    alert.textContent = told?.textContent.trim() || request.statusText || "…";
    alert.hidden = false;
  });
  bar.hidden = false;
  alert.hidden = true;
  request.send(new FormData(form));
}
// On to the page that the answer leads to; or the form again, with what stands against it.
function arrived(to, form, told) {
  if (to.pathname === location.pathname) return location.reload();
  if (to.pathname !== new URL(form.action).pathname) return location.assign(to);
  form.closest("main").replaceWith(told);
  localise(told);
  uploads(told);
  told.querySelector("[role=alert]")?.scrollIntoView();
}

uploads(document);
localise(document);
count();
setInterval(count, 1000);
