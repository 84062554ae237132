// The page "Lapor" on a phone: keeps a report on the phone before anything is sent, and shows how it goes.
// Without this script the same form posts itself to the server.
const form = document.getElementById("lapor");
const receipt = document.getElementById("tersimpan");
const list = document.getElementById("di-hp");
const words = document.getElementById("kata")?.dataset;
const PLACE = ["kecamatan", "desa", "rt"];
const MOST_PIXELS = 1280;

const byId = (id) => document.getElementById(id);
const labelOf = (report) => {
  const kind = report.fields.find(([name]) => name === "kejadian")?.[1];
  return form.querySelector(`[name=kejadian][value="${CSS.escape(kind || "")}"]`)?.closest("label").textContent.trim() || words.laporan;
};

// The place of last time is offered; nobody is asked twice.
const rememberPlace = () => {
  try { for (const name of PLACE) localStorage.setItem(`kentongan-${name}`, byId(name).value); } catch { /* no room: asked again next time */ }
};
const recallPlace = () => {
  for (const name of PLACE) {
    const kept = localStorage.getItem(`kentongan-${name}`);
    if (kept && !byId(name).value) byId(name).value = kept;
  }
  foldPlace();
};
const foldPlace = () => {
  const village = byId("desa").selectedOptions[0];
  const chosen = byId("desa").value || byId("kecamatan").value;
  byId("tempat-terakhir").hidden = !chosen;
  byId("isian-tempat").hidden = Boolean(chosen);
  byId("tempat-ini").textContent = [byId("rt").value, byId("desa").value ? village.textContent : "", byId("kecamatan").selectedOptions[0]?.value ? byId("kecamatan").selectedOptions[0].textContent : ""].filter(Boolean).join(", ");
};
const narrowVillages = () => {
  const district = byId("kecamatan").value;
  for (const group of byId("desa").querySelectorAll("optgroup")) group.hidden = Boolean(district) && group.dataset.kode !== district;
  const village = byId("desa").value;
  if (district && village && !village.startsWith(`${district}.`)) byId("desa").value = "";
};

// A picture leaves the phone small and bare: drawn anew, so neither camera nor place travels with it.
const shrink = async (file) => {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, MOST_PIXELS / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.7); });
};
const photosOf = async (files) => {
  const photos = [];
  for (const file of [...files].slice(0, 4)) {
    try { photos.push(await shrink(file)); } catch { photos.push(file); } // the server says what is wrong with it
  }
  return photos.filter((one) => one.size);
};

const faults = () => [["kejadian", words.pilihKejadian], ["kapan", words.pilihKapan]].filter(([name]) => !new FormData(form).get(name));
const showFaults = (found) => {
  const box = byId("salah");
  box.hidden = !found.length;
  byId("salah-isi").replaceChildren(...found.map(([name, sentence]) => {
    const link = Object.assign(document.createElement("a"), { href: `#${name}`, textContent: sentence });
    link.addEventListener("click", (event) => { event.preventDefault(); form.querySelector(`[name=${name}]`).focus(); });
    const line = document.createElement("li");
    line.append(link);
    return line;
  }));
  document.title = `${found.length ? words.judulSalah + " " : ""}${document.title.replace(words.judulSalah + " ", "")}`;
  if (found.length) box.focus();
};

// The refused report that is being mended: it stays on the phone until the mended one takes its place.
let mending = null;
// A page that the browser brought back may still hold the code of a report that waits.
const freeCode = async () => {
  const others = (await Queue.all()).filter((one) => one.id !== mending?.id);
  const wanted = byId("kode").value;
  return wanted && !others.some((one) => one.id === wanted || one.code === wanted) ? wanted : Queue.makeCode();
};
const keep = async () => {
  const data = new FormData(form);
  const fields = [...data].filter(([name, value]) => typeof value === "string" && value !== "" && name !== "kode");
  const chosen = await photosOf(byId("foto").files);
  const photos = chosen.length ? chosen : mending?.photos || [];
  const told = Date.now();
  const code = await freeCode();
  const report = { id: mending?.id || code, code, fields, photos, told, state: Queue.KEPT, tries: 0, due: 0, address: form.action };
  try { await Queue.put(report); } catch (fault) {
    if (!photos.length) throw fault;
    report.photos = []; // no room for the pictures: the words matter more
    report.problem = words.tanpaFoto;
    await Queue.put(report);
  }
  mending = null;
  return report;
};

const stateWords = (report) => ({ [Queue.KEPT]: words.tersimpan, [Queue.SENDING]: words.mengirim, [Queue.SENT]: words.terkirim, [Queue.REFUSED]: words.gagal })[report.state];
const element = (tag, text, properties = {}) => Object.assign(document.createElement(tag), { textContent: text, ...properties });
const entry = (report) => {
  const line = document.createElement("li");
  const link = report.state === Queue.SENT ? element("a", report.code, { href: `/kode/${report.code}` }) : element("span", report.code);
  link.className = "code";
  line.append(element("span", labelOf(report)), " ", link, " ", element("strong", stateWords(report)));
  if (report.problem) line.append(element("p", report.problem));
  if (report.state === Queue.REFUSED) {
    const mend = element("button", words.perbaiki, { type: "button", className: "button" });
    mend.addEventListener("click", () => refill(report));
    line.append(mend);
  }
  return line;
};
const outcome = (report) => {
  if (report.acknowledged) return words.diterima;
  if (report.state === Queue.REFUSED) return `${words.gagal}. ${report.problem}`;
  return report.state === Queue.SENDING ? words.mengirim : words.nanti;
};
const draw = async () => {
  const reports = await Queue.all();
  const waiting = reports.filter((one) => one.state === Queue.KEPT || one.state === Queue.SENDING).length;
  list.hidden = !reports.length;
  byId("daftar").replaceChildren(...reports.slice(-10).reverse().map(entry));
  const status = [navigator.onLine ? words.tersambung : words.tanpaSinyal];
  if (waiting) status.push(words.menunggu.replace("#", waiting));
  byId("sambungan").textContent = status.join(" · ");
  const shown = reports.find((one) => one.id === receipt.dataset.laporan);
  if (!shown) return;
  byId("kode-ini").textContent = shown.code;
  byId("keadaan").textContent = outcome(shown);
};
const refill = (report) => {
  form.reset();
  for (const [name, value] of report.fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else field.value = value;
    }
  }
  byId("kode").value = report.code;
  mending = report;
  form.querySelector("details").open = true;
  show(form);
  form.scrollIntoView();
};
const show = (part) => {
  form.hidden = part !== form;
  receipt.hidden = part !== receipt;
};
const flush = async (options = {}) => { await Queue.send({ ...options, told: draw }); await draw(); };

const submitted = async (event) => {
  event.preventDefault();
  const found = faults();
  showFaults(found);
  if (found.length) return;
  const button = form.querySelector(".sticky-bottom button");
  button.disabled = true;
  let report;
  try { report = await keep(); } catch { return notKept(); } finally { button.disabled = false; }
  rememberPlace();
  receipt.dataset.laporan = report.id;
  show(receipt);
  form.reset();
  form.querySelector("details").open = false;
  byId("kode").value = Queue.makeCode();
  recallPlace();
  await draw();
  receipt.focus();
  navigator.storage?.persist?.();
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("kirim")).catch(() => {});
  flush({ all: true });
};
// Nothing can be kept here (private window, full phone): send it the plain way, or leave the words on the screen.
const notKept = () => {
  if (navigator.onLine) form.submit();
  else showFaults([["kejadian", words.tidakTersimpan]]);
};

if (form && "indexedDB" in window && navigator.locks) {
  form.noValidate = true;
  form.addEventListener("submit", submitted);
  byId("kecamatan").addEventListener("change", narrowVillages);
  byId("ganti-tempat").addEventListener("click", () => { byId("tempat-terakhir").hidden = true; byId("isian-tempat").hidden = false; byId("kecamatan").focus(); });
  byId("lagi").addEventListener("click", () => { show(form); form.querySelector("[name=kejadian]").focus(); });
  byId("bagikan").addEventListener("click", async () => {
    const text = `${words.kodeSaya} ${byId("kode-ini").textContent} ${location.origin}/kode/${byId("kode-ini").textContent}`;
    if (navigator.share) await navigator.share({ text }).catch(() => {});
    else await navigator.clipboard?.writeText(text);
  });
  byId("hapus-daftar").addEventListener("click", async () => {
    const waiting = (await Queue.unsent()).length;
    if (waiting && !confirm(words.masihMenunggu.replace("#", waiting))) return;
    for (const report of await Queue.all()) await Queue.remove(report.id);
    for (const name of PLACE) localStorage.removeItem(`kentongan-${name}`);
    await draw();
  });
  addEventListener("online", () => flush({ all: true }));
  addEventListener("offline", draw);
  navigator.serviceWorker?.register("/lapor-sw.js", { scope: "/lapor" }).catch(() => {});
  navigator.serviceWorker?.addEventListener("message", draw);
  setInterval(flush, 5_000);
  byId("sambungan").hidden = false;
  if (!byId("kode").value || byId("kode").dataset.lama) byId("kode").value = Queue.makeCode();
  recallPlace();
  narrowVillages();
  draw().then(() => flush({ all: true }));
}
