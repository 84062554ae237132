// The wall board: fetch the page again every 30 seconds; when that fails, say how old the figures are.
const EVERY = 30_000;
let fresh = Date.now();

async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    fresh = Date.now();
  } catch {
    const badge = document.getElementById("stale");
    badge.textContent = badge.dataset.words.replace("{n}", Math.max(1, Math.round((Date.now() - fresh) / 60_000)));
    badge.hidden = false;
  }
}

setInterval(refresh, EVERY);
