// The queue of reports on this phone: kept first, sent afterwards, taken out of the way only when the server has
// acknowledged. Shared by the page and by its service worker; knows no rule of the office.
/* exported Queue */
const Queue = (() => {
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const LONGEST_WAIT_S = 300;
  const FIRST_WAIT_S = 4;
  // Far longer than a slow network needs; without an end, one line that fell silent would hold up all reports.
  const PATIENCE_MS = 60_000, PHOTO_PATIENCE_MS = 300_000;
  const KEPT = "tersimpan", SENDING = "mengirim", SENT = "terkirim", REFUSED = "gagal";
  let opened = null;

  // The same arithmetic as kentongan/rules/receipts.py.
  const makeCode = () => {
    const luck = crypto.getRandomValues(new Uint8Array(10));
    const body = Array.from(luck, (byte) => ALPHABET[byte & 31]).join("");
    let check = 0;
    for (const letter of body) check = (check * 2 + ALPHABET.indexOf(letter)) % 31;
    return `KT-${body.slice(0, 5)}-${body.slice(5)}${ALPHABET[check]}`;
  };

  const open = () => opened ||= new Promise((done, fail) => {
    const asked = indexedDB.open("kentongan", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("laporan", { keyPath: "id" });
    asked.onsuccess = () => {
      asked.result.onclose = () => { opened = null; };
      asked.result.onversionchange = () => { asked.result.close(); opened = null; }; // a newer page is opening it
      done(asked.result);
    };
    asked.onerror = () => { opened = null; fail(asked.error); };
  });

  // "strict": the promise is kept only when the disk has it, so a dead battery a second later loses nothing.
  const change = async (work) => {
    const database = await open();
    return new Promise((done, fail) => {
      const transaction = database.transaction("laporan", "readwrite", { durability: "strict" });
      work(transaction.objectStore("laporan"));
      transaction.oncomplete = () => done();
      transaction.onerror = transaction.onabort = () => fail(transaction.error);
    });
  };
  const put = (report) => change((store) => store.put(report));
  const remove = (id) => change((store) => store.delete(id));
  const all = async () => {
    const database = await open();
    return new Promise((done, fail) => {
      const asked = database.transaction("laporan").objectStore("laporan").getAll();
      asked.onsuccess = () => done(asked.result.sort((a, b) => a.told - b.told));
      asked.onerror = () => fail(asked.error);
    });
  };
  const unsent = async () => (await all()).filter((one) => one.state === KEPT || one.state === SENDING);

  // A phone too full to note it sends all the same: what it then sends twice, the server takes once.
  const note = (report) => put(report).catch(() => {});

  // Full jitter: twenty thousand phones that come back together do not knock together.
  const waitFor = (report, answer) => {
    const asked = Number(answer?.headers.get("Retry-After")) || 0;
    const most = Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** report.tries);
    return (asked + Math.random() * most) * 1000;
  };
  const later = (report, answer) => {
    Object.assign(report, { state: KEPT, due: Date.now() + waitFor(report, answer), tries: report.tries + 1 });
    return false;
  };

  // Gives the answer with what it tells, or nothing at all when there was no network or no end of waiting.
  const ask = async (address, options, patience) => {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), patience);
    try {
      const answer = await fetch(address, { ...options, signal: stop.signal });
      return { status: answer.status, headers: answer.headers, told: await answer.json().catch(() => null) || {} };
    } catch { return null; } finally { clearTimeout(clock); }
  };
  const isGood = (answer) => Boolean(answer) && answer.status >= 200 && answer.status < 300;
  // Only the office may refuse, in its own words: the login page of a hotspot or a proxy between us cannot.
  const isRefusal = (answer) => Boolean(answer?.told.kalimat) && answer.status >= 400 && answer.status < 500 && ![408, 425, 429].includes(answer.status);
  const reasonsOf = ({ told }) => [told.kalimat, ...Object.values(told.bidang || {})].filter(Boolean).join(" ");

  const sendWords = async (report) => {
    const form = new FormData();
    for (const [name, value] of report.fields) form.append(name, value);
    form.set("kode", report.code);
    form.set("waktu_hp", new Date(report.told).toISOString());
    const answer = await ask(report.address, { method: "POST", body: form, headers: { Accept: "application/json" } }, PATIENCE_MS);
    if (isGood(answer) && answer.told.kode && answer.told.tanda_tangan) {
      Object.assign(report, { acknowledged: true, signature: answer.told.tanda_tangan, code: answer.told.kode });
      return true;
    }
    if (answer?.status === 409 && answer.told.kode === "key_conflict") {
      // The code stands for something else: keep it as an alias and go on under a new one, so nothing is lost.
      report.aliases = [...(report.aliases || []), report.code];
      report.code = makeCode();
      return later(report, answer);
    }
    if (!isRefusal(answer)) return later(report, answer);
    Object.assign(report, { state: REFUSED, problem: reasonsOf(answer) });
    return false;
  };

  // After the words, so that the alarm goes first; a refused picture is told and let go, the report stays.
  const sendPhotos = async (report) => {
    while (report.photos.length) {
      const photo = report.photos[0];
      const answer = await ask(`/api/v1/laporan/${report.code}/foto`, { method: "PUT", body: photo, headers: { "Content-Type": photo.type } }, PHOTO_PATIENCE_MS);
      if (isRefusal(answer)) report.problem = reasonsOf(answer);
      else if (!isGood(answer)) return later(report, answer);
      report.photos = report.photos.slice(1);
      await note(report);
    }
    return true;
  };

  // Every step is on the disk before the next one, so whatever ends the browser, the next start goes on from there.
  const sendOne = async (report) => {
    report.state = SENDING;
    await note(report);
    if (report.acknowledged || await sendWords(report)) {
      await note(report);
      if (await sendPhotos(report)) report.state = SENT;
    }
    await note(report);
  };

  // One sender at a time, whichever tab or worker it is; the server takes the same code twice as one anyway.
  // Who asks for everything (the signal came back) waits for a round that is under way; one waits for all.
  const LOCK = "kentongan-kirim";
  let next = null;
  const round = async (everything, told) => {
    for (const report of await unsent()) {
      if (!everything && (report.due || 0) > Date.now()) continue;
      await sendOne(report);
      await told();
    }
  };
  const send = ({ all: everything = false, told = () => {} } = {}) => {
    if (!everything) return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => lock && round(false, told));
    return next ||= navigator.locks.request(LOCK, () => { next = null; return round(true, told); });
  };

  return { all, put, remove, send, unsent, makeCode, KEPT, SENDING, SENT, REFUSED };
})();
