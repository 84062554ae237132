// Keeps the bell in step with what waits: count, title, spoken line, beat. Knows no rule; the server says what waits.
const bell = document.querySelector("[data-bell]");

if (bell) {
  const count = bell.querySelector("[data-bell-count]");
  const switchButton = document.querySelector("[data-bell-sound]");
  const said = document.querySelector("[data-bell-said]");
  const title = document.title;
  const board = bell.getAttribute("href");
  const heard = new Set(JSON.parse(sessionStorage.getItem("kentongan-heard") || "[]"));
  let repeat = 0;
  let drum = null;

  // One stroke: a short falling knock over two wooden resonances, made here so that no sound file is fetched.
  const stroke = (at) => {
    for (const [pitch, loud] of [[620, 0.5], [930, 0.25], [1710, 0.08]]) {
      const wood = drum.createOscillator();
      const skin = drum.createGain();
      wood.frequency.setValueAtTime(pitch * 1.06, at);
      wood.frequency.exponentialRampToValueAtTime(pitch, at + 0.03);
      skin.gain.setValueAtTime(loud, at);
      skin.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
      wood.connect(skin).connect(drum.destination);
      wood.start(at);
      wood.stop(at + 0.18);
    }
  };
  // Titir (quick, unbroken) means danger; three slow strokes mean "listen".
  const beat = (urgency) => {
    if (!drum || drum.state !== "running") return;
    const strokes = urgency === "gawat" ? [...Array(14).keys()].map((i) => i * 0.14) : [0, 0.32, 0.64];
    strokes.forEach((offset) => stroke(drum.currentTime + 0.05 + offset));
  };
  const show = ({ count: waiting, rings }) => {
    count.textContent = waiting;
    count.hidden = waiting === 0;
    document.title = waiting ? `(${waiting}) ${title}` : title;
    bell.href = rings[0]?.url || board;
    const fresh = rings.filter((ring) => !heard.has(`${ring.id}:${ring.round}`));
    fresh.forEach((ring) => heard.add(`${ring.id}:${ring.round}`));
    sessionStorage.setItem("kentongan-heard", JSON.stringify([...heard].slice(-500)));
    if (fresh.length) said.textContent = fresh.map((ring) => ring.text).join(". ");
    const loudest = (list) => list.some((r) => r.urgency === "gawat") ? "gawat" : list.some((r) => r.urgency === "penting") ? "penting" : "";
    if (loudest(fresh)) beat(loudest(fresh));
    clearInterval(repeat);
    // Grave matters go on beating until somebody answers.
    if (loudest(rings) === "gawat") repeat = setInterval(() => beat("gawat"), 20_000);
  };

  // Browsers let a page sound only after a press, so the switch is a real choice and is remembered.
  if ("AudioContext" in window) {
    switchButton.hidden = false;
    const set = async (on) => {
      drum ||= new AudioContext();
      await (on ? drum.resume() : drum.suspend());
      switchButton.setAttribute("aria-pressed", String(on && drum.state === "running"));
      localStorage.setItem("kentongan-bunyi", on ? "1" : "0");
    };
    switchButton.addEventListener("click", async () => {
      const on = switchButton.getAttribute("aria-pressed") !== "true";
      await set(on);
      if (on) beat("penting");
    });
    if (localStorage.getItem("kentongan-bunyi") === "1") document.addEventListener("pointerdown", () => set(true), { once: true });
  }

  // Where event streams do not pass (some proxies), ask for the same picture with its ETag.
  const poll = async () => {
    try {
      const answer = await fetch(bell.dataset.state, { headers: { accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch { /* no network: the next try comes by itself */ }
    setTimeout(poll, document.hidden ? 15_000 : 3_000);
  };
  if ("EventSource" in window) {
    const stream = new EventSource(bell.dataset.stream);
    stream.addEventListener("panggilan", (event) => show(JSON.parse(event.data)));
    stream.addEventListener("error", () => { if (stream.readyState === EventSource.CLOSED) poll(); });
  } else poll();
}
