// Photos of a visit go up in pieces, over any line, and go on where they stopped.
//
//   <section data-photos="…/anh/phan/" data-person="7" data-max-bytes data-piece-bytes> [data-photo-list] [data-photo-form]
//
// A photo gets a key of its own and is written to this browser's own store before anything is sent: a page that is
// reloaded, or closed by a phone short of memory, finds it again. The server says how much it has (tus 1.0); the same
// key twice is kept once. What has arrived leaves the store; what is older than a week does too.
const WAITS = [2000, 4000, 8000, 15000, 30000];
const STANDSTILL = 60000; // without one byte for so long the line counts as cut
const KEPT_DAYS = 7;

const area = document.querySelector("[data-photos]");
const form = area?.querySelector("[data-photo-form]");
const input = form?.querySelector("input[type=file]");
const list = area?.querySelector("[data-photo-list]");
const queue = []; // {key, file, line, place, item, url, kept}
let busy = false;
let failures = 0;
let timer = null;

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
const newKey = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
  (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(c) / 4)))).toString(16));

// --- the browser's own store; without it (private windows) photos wait in the page, and leaving warns ---
const ask = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
let opened = null;

function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open("ocop-photos", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opened;
}

async function inStore(mode, work) {
  try {
    const base = await open();
    return await ask(work(base.transaction("photos", mode).objectStore("photos")));
  } catch {
    return undefined;
  }
}

async function keep(entry) {
  const row = {
    key: entry.key, person: area.dataset.person, address: area.dataset.photos, file: entry.file, name: entry.file.name,
    line: entry.line, place: entry.where ?? null, url: entry.url ?? "", since: entry.since,
  };
  entry.kept = (await inStore("readwrite", (store) => store.put(row))) === entry.key;
}

const forget = (entry) => inStore("readwrite", (store) => store.delete(entry.key));

// --- what the page shows ---
function tile(file) {
  const item = document.createElement("li");
  item.className = "is-waiting";
  const picture = document.createElement("img");
  picture.alt = "Ảnh đang gửi";
  picture.src = URL.createObjectURL(file);
  const words = document.createElement("small");
  words.textContent = "Đang chờ gửi";
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", "Đã gửi được");
  item.append(picture, bar, words);
  list.append(item);
  return item;
}

const say = (entry, words) => {
  entry.item.querySelector("small").textContent = words;
};

function where() {
  if (!area.querySelector("[data-photo-place]")?.checked || !navigator.geolocation) return Promise.resolve(null);
  return new Promise((tell) => {
    const found = ({ coords }) => tell({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) });
    navigator.geolocation.getCurrentPosition(found, () => tell(null), { timeout: 8000, maximumAge: 60000 });
  });
}

async function take(files, line) {
  for (const file of files) {
    if (file.size > Number(area.dataset.maxBytes)) {
      const item = tile(file);
      item.className = "is-bad";
      item.querySelector("progress").hidden = true;
      item.querySelector("small").textContent = "Ảnh quá lớn, chưa gửi. Chụp lại ở độ phân giải thấp hơn.";
      continue;
    }
    const entry = { key: newKey(), file, line, place: where(), since: Date.now(), item: tile(file) };
    queue.push(entry);
    keep(entry);
  }
  work();
}

async function find() {
  const rows = (await inStore("readonly", (store) => store.getAll())) ?? [];
  for (const row of rows) {
    if (Date.now() - row.since > KEPT_DAYS * 86400000) await forget(row);
    else if (row.person === area.dataset.person && row.address === area.dataset.photos) {
      const file = row.file instanceof File ? row.file : new File([row.file], row.name, { type: row.file.type });
      queue.push({ ...row, file, where: row.place, place: Promise.resolve(row.place), kept: true, item: tile(file) });
    }
  }
  work();
}

// --- sending ---
async function work() {
  if (busy || !queue.length) return;
  busy = true;
  clearTimeout(timer);
  const entry = queue[0];
  entry.where = await entry.place;
  try {
    await import("../vendor/tus-js-client/tus.min.js");
  } catch {
    return stopped(entry);
  }
  return send(entry);
}

function words(entry) {
  const found = { key: entry.key, line: entry.line || "", filename: entry.file.name.normalize("NFC") };
  return entry.where ? { ...found, ...entry.where } : found;
}

function send(entry) {
  let quiet = null;
  const upload = new window.tus.Upload(entry.file, {
    endpoint: area.dataset.photos,
    uploadUrl: entry.url || null,
    chunkSize: Number(area.dataset.pieceBytes),
    retryDelays: [500, 2000],
    overridePatchMethod: true,
    storeFingerprintForResuming: false,
    headers: { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
    metadata: words(entry),
    onUploadUrlAvailable() {
      entry.url = upload.url;
      keep(entry);
    },
    onProgress(sent, total) {
      alive();
      entry.item.querySelector("progress").value = sent / total;
      say(entry, `Đang gửi ${Math.floor((100 * sent) / total)}%`);
    },
    onChunkComplete: alive,
    onSuccess({ lastResponse }) {
      clearTimeout(quiet);
      arrived(entry, lastResponse?.getHeader("Photo-Place") ?? "");
    },
    onError(error) {
      clearTimeout(quiet);
      ended(entry, error);
    },
  });
  function alive() {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      upload.abort();
      stopped(entry);
    }, STANDSTILL);
  }
  say(entry, "Đang gửi…");
  alive();
  upload.start();
}

function ended(entry, error) {
  const status = error.originalResponse?.getStatus() ?? 0;
  let answer = null;
  try {
    answer = JSON.parse(error.originalResponse?.getBody() ?? "");
  } catch {
    answer = null;
  }
  if (answer?.error && status === 403) return held(entry, answer.error);
  if (answer?.error && [400, 404, 413, 422].includes(status)) return refused(entry, answer.error);
  if (status === 401) say(entry, "Phiên đăng nhập đã hết. Đăng nhập lại, ảnh sẽ gửi tiếp.");
  if (status === 403) say(entry, "Mở lại trang này để gửi tiếp, ảnh vẫn còn trên máy.");
  if (status === 404) entry.url = "";
  return stopped(entry, status);
}

function stopped(entry, status = 0) {
  busy = false;
  failures += 1;
  if (![401, 403].includes(status)) say(entry, navigator.onLine ? "Chưa gửi xong, đang thử lại" : "Chưa gửi xong, đang chờ mạng");
  timer = setTimeout(work, WAITS[Math.min(failures, WAITS.length) - 1]);
}

function next(entry, look, keeps = false) {
  busy = false;
  queue.shift();
  if (!keeps) forget(entry);
  entry.item.className = look;
  entry.item.querySelector("progress").hidden = true;
  work();
}

function arrived(entry, place) {
  failures = 0;
  say(entry, place ? `Đã gửi · ${place}` : "Đã gửi");
  const total = document.querySelector("[data-photo-count]");
  if (total) total.textContent = Number(total.textContent) + 1;
  next(entry, "is-sent");
}

// Nothing is wrong with the photo: it stays on the phone, and opening the page again sends it.
function held(entry, sentence) {
  say(entry, `${sentence} Ảnh vẫn còn trên máy này, mở lại trang để gửi tiếp.`);
  next(entry, "is-bad", true);
}

function refused(entry, sentence) {
  say(entry, sentence);
  next(entry, "is-bad");
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
    if (!queue.some((entry) => !entry.kept)) return;
    event.preventDefault();
    event.returnValue = "";
  });
  import("../vendor/tus-js-client/tus.min.js").catch(() => null); // now, while there is a line
  find();
}
