{% load static %}// Opens the page "Lapor" without a signal and sends what waits when the signal comes back. Keeps nothing personal:
// the page is fetched without cookies, and no other page is ever kept.
importScripts("{% static 'reports/queue.js' %}");
const SHELF = "kentongan-{{ version }}";
const PAGE = "{% url 'reports:report' %}";
const PARTS = ["{% static 'web/icon.svg' %}", "{% static 'reports/queue.js' %}", "{% static 'reports/lapor.js' %}"];

const bare = (address) => new Request(address, { credentials: "omit", cache: "no-cache" });
addEventListener("install", (event) => event.waitUntil((async () => {
  const shelf = await caches.open(SHELF);
  await shelf.addAll([PAGE, ...PARTS].map(bare));
  await skipWaiting();
})()));
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("kentongan-") && name !== SHELF) await caches.delete(name);
  await clients.claim();
})()));
addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (PARTS.includes(address.pathname)) event.respondWith(caches.match(address.pathname).then((kept) => kept || fetch(event.request)));
  else if (address.pathname === PAGE && event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
  }
});
addEventListener("sync", (event) => {
  if (event.tag !== "kirim") return;
  event.waitUntil((async () => {
    await Queue.send({ all: true });
    for (const page of await clients.matchAll()) page.postMessage("berubah");
    if ((await Queue.unsent()).length) throw new Error("still waiting"); // the browser tries again later
  })());
});
