// The sheet of a visit: counts, "the rest holds", and photos that wait for the network.
//
// Rows are saved by autosave.js. A photo gets a key of its own here; it is sent until the server answers, and the same
// key twice is kept once. Nothing is written to the device: what is unsent lives in the page, and leaving warns.
const WAITS = [2000, 4000, 8000, 15000, 30000];
const PATIENCE = 120000;

// --- counts ---
function count() {
  let done = 0;
  for (const group of document.querySelectorAll("[data-visit-group]")) {
    const here = [...group.querySelectorAll("[data-visit-row]")].filter((row) => row.querySelector("input:checked")).length;
    const place = group.querySelector("[data-group-done]");
    if (place) place.textContent = here;
    done += here;
  }
  const all = document.querySelector("[data-visit-done]");
  if (all) all.textContent = done;
}

document.addEventListener("change", (event) => {
  const row = event.target.closest?.("[data-visit-row]");
  if (!row) return;
  count();
  if (["partly", "fails"].includes(event.target.value)) {
    const note = row.querySelector(".visit-note");
    if (note) note.open = true;
  }
});

document.addEventListener("click", (event) => {
  const rest = event.target.closest("[data-hold-rest]");
  if (!rest) return;
  event.preventDefault(); // each row goes by itself, so that a lost network loses nothing
  for (const row of rest.closest("[data-visit-group]").querySelectorAll("[data-visit-row]")) {
    if (row.querySelector("input:checked")) continue;
    const holds = row.querySelector('input[value="holds"]');
    holds.checked = true;
    holds.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

// --- photos ---
const area = document.querySelector("[data-photos]");
const form = area?.querySelector("[data-photo-form]");
const input = form?.querySelector("input[type=file]");
const list = area?.querySelector("[data-photo-list]");
const queue = []; // {key, file, line, place, item}
let busy = false;
let failures = 0;
let timer = null;

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
const newKey = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
  (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(c) / 4)))).toString(16));

function where() {
  if (!area.querySelector("[data-photo-place]")?.checked || !navigator.geolocation) return Promise.resolve(null);
  return new Promise((tell) => {
    navigator.geolocation.getCurrentPosition((found) => tell(found.coords), () => tell(null), { timeout: 8000, maximumAge: 60000 });
  });
}

function tile(file) {
  const item = document.createElement("li");
  item.className = "is-waiting";
  const picture = document.createElement("img");
  picture.alt = "Ảnh đang gửi";
  picture.src = URL.createObjectURL(file);
  const words = document.createElement("small");
  words.textContent = "Đang chờ gửi";
  item.append(picture, words);
  list.append(item);
  return item;
}

const say = (entry, words) => {
  entry.item.querySelector("small").textContent = words;
};

async function take(files, line) {
  for (const file of files) {
    if (file.size > Number(area.dataset.maxBytes)) {
      const item = tile(file);
      item.className = "is-bad";
      item.querySelector("small").textContent = "Ảnh quá lớn, chưa gửi. Chụp lại ở độ phân giải thấp hơn.";
      continue;
    }
    queue.push({ key: newKey(), file, line, place: where(), item: tile(file) });
  }
  work();
}

async function work() {
  if (busy || !queue.length) return;
  busy = true;
  clearTimeout(timer);
  const entry = queue[0];
  say(entry, "Đang gửi…");
  const body = new FormData();
  body.append("key", entry.key);
  body.append("line", entry.line);
  const place = await entry.place;
  if (place) {
    body.append("latitude", place.latitude.toFixed(6));
    body.append("longitude", place.longitude.toFixed(6));
  }
  body.append("file", entry.file, entry.file.name.normalize("NFC"));
  let answer = null;
  let status = 0;
  try {
    const response = await fetch(area.dataset.photos, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
    });
    status = response.status;
    if ((response.headers.get("Content-Type") ?? "").includes("application/json")) answer = await response.json();
  } catch {
    answer = null;
  }
  busy = false;
  if (answer?.saved_at && status < 300) return arrived(entry, answer);
  if (answer?.error && [400, 403, 404, 422].includes(status)) return refused(entry, answer.error);
  failures += 1;
  say(entry, navigator.onLine ? "Chưa gửi được, đang thử lại" : "Chưa gửi, đang chờ mạng");
  timer = setTimeout(work, WAITS[Math.min(failures, WAITS.length) - 1]);
}

function arrived(entry, answer) {
  failures = 0;
  queue.shift();
  entry.item.className = "is-sent";
  say(entry, answer.place ? `Đã gửi · ${answer.place}` : "Đã gửi");
  const total = document.querySelector("[data-photo-count]");
  if (total) total.textContent = Number(total.textContent) + 1;
  work();
}

function refused(entry, words) {
  queue.shift();
  entry.item.className = "is-bad";
  say(entry, words);
  work();
}

if (area && input) {
  const line = form.querySelector("input[name=line]");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-shoot]");
    if (!button) return;
    line.value = button.dataset.shoot;
    input.click();
  });
  input.addEventListener("change", () => {
    take([...input.files], line.value);
    input.value = "";
    line.value = "";
  });
  window.addEventListener("online", () => {
    failures = 0;
    work();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!queue.length) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
