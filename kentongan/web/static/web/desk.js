// Meja piket: single keys, and answers without losing the place in the list. Every key presses a button or a link
// that the page has anyway; the server decides what it does.
const POLL_MS = 1500;
const SLOW_POLL_MS = 10_000;
const RUN_MS = 200; // steps closer together than this are a run
const desk = () => document.getElementById("meja");
const rows = () => [...document.querySelectorAll("[data-row]")];
const current = () => document.querySelector("[data-row][aria-current]");

// Put the answered page in place of this one, without moving the list under the reader's eyes.
const show = async (answer) => {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("meja");
  if (!next) { document.open(); document.write(page.documentElement.outerHTML); document.close(); return; }
  const list = document.querySelector(".desk-rows")?.scrollTop || 0;
  desk().replaceWith(document.adoptNode(next));
  const drawn = document.querySelector(".desk-rows");
  if (drawn) drawn.scrollTop = list;
  current()?.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", answer.url);
};
const open = async (address) => { await show(await fetch(address)); };
// Open one row of the list that stands: only the open report is fetched and put in its place.
const openRow = async (row, { focus = false } = {}) => {
  mark(row);
  const answer = await fetch(row.href, { headers: { "HX-Request": "true" } });
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("rinci");
  if (current() !== row) return; // somebody has gone on meanwhile
  if (!next || answer.redirected) { location.href = row.href; return; }
  document.getElementById("rinci")?.remove();
  desk().querySelector(".desk-list").after(document.adoptNode(next));
  history.replaceState(null, "", row.href);
  if (focus) next.focus();
};
const mark = (row) => {
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
};
const step = (way) => {
  const all = rows();
  const next = all[all.indexOf(current()) + way];
  if (!next) return;
  mark(next); // seen at once; the details follow: of a single step soon, of a run of steps when it ends
  next.scrollIntoView({ block: "nearest" });
  clearTimeout(step.later);
  step.later = setTimeout(() => openRow(next), performance.now() - step.at < RUN_MS ? RUN_MS : 30);
  step.at = performance.now();
};

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.ctrlKey || event.metaKey || matchMedia("(max-width: 899px)").matches) return;
  event.preventDefault();
  openRow(row, { focus: true });
});
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.closest("#meja") || form.method !== "post") return;
  event.preventDefault();
  const sent = new FormData(form, event.submitter);
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  try { await show(await fetch(form.action, { method: "POST", body: sent })); } catch {
    for (const button of form.querySelectorAll("button")) button.disabled = false; // no network: press again
  }
});

const PRESSES = { 1: "[data-key='1']", h: "[data-key='h']", z: "[data-undo] button", enter: "[data-confirm]" };
const reveal = (id) => { const part = document.getElementById(id); part?.scrollIntoView({ block: "center" }); part?.querySelector("textarea, button")?.focus(); };
// One key opens one field of the machine's reading; Enter sends it, Escape closes it and gives the keys back.
const mend = (key) => {
  const field = document.querySelector(`[data-mend="${CSS.escape(key)}"]`);
  if (!field) return false;
  for (const other of document.querySelectorAll("[data-mend][open]")) if (other !== field) other.open = false;
  field.open = true;
  field.scrollIntoView({ block: "nearest" });
  field.querySelector(":checked, select, input:not([type=hidden])")?.focus();
  return true;
};
document.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-mend]");
  if (!field) return;
  if (event.key === "Escape") { field.open = false; document.getElementById("rinci")?.focus(); }
  if (event.key !== "Enter" || !event.target.matches("select, input[type=checkbox], input[type=radio]")) return;
  event.preventDefault();
  field.querySelector("form").requestSubmit();
});
const KEYS = {
  2: () => reveal("gabung"),
  3: () => reveal("tolak"),
  j: () => step(1),
  k: () => step(-1),
  arrowdown: () => step(1),
  arrowup: () => step(-1),
  enter: () => document.getElementById("rinci")?.focus(),
  r: () => open("/meja"),
  "?": () => document.getElementById("tombol").showModal(),
};
document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
  const acting = event.target.closest("a, button, summary") && ["enter", " "].includes(key);
  if (typing || acting || event.ctrlKey || event.metaKey || event.altKey || desk()?.dataset.keys === undefined) return;
  const button = document.querySelector(PRESSES[key] || "-none");
  if (button) button.click();
  else if (KEYS[key]) KEYS[key]();
  else if (!mend(key)) return;
  event.preventDefault();
});

const look = async () => {
  try {
    const { sejak, dilihat } = desk().dataset;
    const answer = await fetch(`${desk().dataset.baru}?${new URLSearchParams({ sejak, dilihat })}`);
    const { baru, segera } = await answer.json();
    const call = document.querySelector("[data-urgent]");
    call.hidden = !segera;
    call.querySelector("[data-urgent-count]").textContent = segera;
    const bar = document.querySelector("[data-fresh]");
    bar.hidden = !baru;
    bar.querySelector("[data-fresh-count]").textContent = baru;
  } catch { /* no network: the next look comes by itself */ }
  setTimeout(look, document.hidden ? SLOW_POLL_MS : POLL_MS);
};
setTimeout(look, POLL_MS);
// The undo is offered for ten seconds here; the server would take it a little longer.
setInterval(() => { for (const offer of document.querySelectorAll("[data-undo]")) { offer.dataset.age = Number(offer.dataset.age || 0) + 1; if (offer.dataset.age > 10 && !offer.contains(document.activeElement)) offer.remove(); } }, 1000);
