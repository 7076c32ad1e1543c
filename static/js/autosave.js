// Saves a row of a form as soon as it changes, and always says how it stands.
//
//   <section data-autosave="/cham-diem/7/dong/12/"> … fields … <p data-row-error hidden></p></section>
//   {% include "components/save_state.html" %}
//
// The server answers with JSON and `saved_at` ("14:05"); optional `version`, `text` {id: words} and `html` {id: markup}.
// {"error": "…"} with 400, 403, 404, 409 or 422 is a refusal: said at the row, not tried again.
// Anything else (no network, 5xx, a hotel's welcome page, a sign-in page) is "not saved": kept and tried again.
// Nothing is written to the device: what is unsent lives in the page, and leaving warns.
const TYPING_PAUSE = 900;
const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
const PATIENCE = 15000;

const waiting = new Set(); // rows with something unsent
const sending = new Map(); // row → the revision on its way
const revisions = new WeakMap();
const refused = new Set();
let failures = 0;
let timer = null;
let signedOut = false;

const state = () => document.querySelector("[data-save-state]");

function tell(kind, words, link) {
  const place = state();
  if (!place) return;
  if (place.dataset.state === kind && place.dataset.words === words) return;
  place.dataset.state = kind;
  place.dataset.words = words;
  const text = place.querySelector("[data-save-words]") ?? place;
  text.textContent = words;
  if (!link) return;
  const anchor = document.createElement("a");
  anchor.href = link;
  anchor.target = "_blank";
  anchor.rel = "opener";
  anchor.textContent = "Đăng nhập lại";
  text.append(" ", anchor);
}

function fieldsOf(row) {
  const data = new FormData();
  for (const field of row.querySelectorAll("input, select, textarea")) {
    if (!field.name || field.disabled || field.type === "file") continue;
    if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
    if (field.multiple && field.tagName === "SELECT") for (const o of field.selectedOptions) data.append(field.name, o.value);
    else data.append(field.name, field.value);
  }
  return data;
}

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

function mark(row) {
  revisions.set(row, (revisions.get(row) ?? 0) + 1);
  refused.delete(row);
  waiting.add(row);
  showError(row, "");
}

async function send(row) {
  if (sending.has(row)) return;
  const revision = revisions.get(row) ?? 0;
  sending.set(row, revision);
  if (!failures) tell("saving", "Đang lưu…");
  try {
    const response = await fetch(row.dataset.autosave, {
      method: "POST",
      body: fieldsOf(row),
      headers: { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
      keepalive: document.visibilityState === "hidden",
    });
    await settle(row, revision, response);
  } catch {
    failed();
  } finally {
    sending.delete(row);
  }
  if (waiting.has(row) && revisions.get(row) !== revision && !failures) flush();
}

async function settle(row, revision, response) {
  if (response.status === 401 || (response.redirected && !isJson(response))) {
    signedOut = true;
    return failed();
  }
  if (!isJson(response)) return failed();
  const answer = await response.json();
  if (response.ok && answer.saved_at) return saved(row, revision, answer);
  if (answer.error && [400, 403, 404, 409, 422].includes(response.status)) return refuse(row, revision, answer);
  failed();
}

const isJson = (response) => (response.headers.get("Content-Type") ?? "").includes("application/json");

function saved(row, revision, answer) {
  failures = 0;
  signedOut = false;
  if (revisions.get(row) === revision) waiting.delete(row);
  const version = row.querySelector("input[name=version]");
  if (version && answer.version !== undefined) version.value = answer.version;
  for (const [id, words] of Object.entries(answer.text ?? {})) {
    const place = document.getElementById(id);
    if (place) place.textContent = words;
  }
  for (const [id, markup] of Object.entries(answer.html ?? {})) {
    const place = document.getElementById(id);
    if (place) place.outerHTML = markup;
  }
  row.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: answer }));
  if (!waiting.size) tell("saved", `Đã lưu lúc ${answer.saved_at}`);
  else if (!timer) flush();
}

function refuse(row, revision, answer) {
  if (revisions.get(row) === revision) waiting.delete(row); // what was typed meanwhile still goes
  refused.add(row);
  showError(row, answer.error);
  tell("unsaved", "Chưa lưu");
  row.dispatchEvent(new CustomEvent("autosave:refused", { bubbles: true, detail: answer }));
}

function showError(row, words) {
  const place = row.querySelector("[data-row-error]");
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}

function failed() {
  failures += 1;
  const login = `/dang-nhap/?next=${encodeURIComponent(location.pathname + location.search)}`;
  if (signedOut) tell("unsaved", "Chưa lưu: phiên đăng nhập đã hết.", login);
  else if (!navigator.onLine) tell("offline", "Chưa lưu, đang chờ mạng");
  else tell("unsaved", "Chưa lưu, đang thử lại");
  clearTimeout(timer);
  timer = setTimeout(flush, WAITS[Math.min(failures, WAITS.length) - 1]);
}

function flush() {
  clearTimeout(timer);
  timer = null;
  for (const row of waiting) send(row);
}

const rowOf = (target) => target.closest?.("[data-autosave]");

document.addEventListener("change", (event) => {
  const row = rowOf(event.target);
  if (!row || event.target.type === "file") return;
  mark(row);
  flush();
});

document.addEventListener("input", (event) => {
  const row = rowOf(event.target);
  if (!row || !event.target.matches("textarea, input:not([type=radio], [type=checkbox], [type=file])")) return;
  mark(row);
  tell("unsaved", "Chưa lưu");
  clearTimeout(timer);
  timer = setTimeout(flush, failures ? WAITS[Math.min(failures, WAITS.length) - 1] : TYPING_PAUSE);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-autosave]") || event.submitter?.name) return; // a named button asks for more
  event.preventDefault();
  mark(event.target);
  flush();
});

// A form carries its rows itself when it is sent. One that is still on its way must land first, since its answer brings
// the version that the form then sends: without this the person would be told that somebody else changed the page.
const LANDING = 5000;

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.matches("[data-autosave]") && !event.submitter?.name) return;
    const release = () => {
      for (const row of [...waiting]) if (form.contains(row)) waiting.delete(row);
    };
    const flying = () => [...sending.keys()].some((row) => form.contains(row));
    if (!flying()) return release();
    event.preventDefault();
    const since = Date.now();
    const submitter = event.submitter;
    const watch = setInterval(() => {
      if (flying() && Date.now() - since < LANDING) return;
      clearInterval(watch);
      release();
      form.requestSubmit(submitter);
    }, 30);
  },
  { capture: true },
);

window.addEventListener("online", flush);
window.addEventListener("focus", () => signedOut && flush()); // back from signing in again in the other tab
document.addEventListener("visibilitychange", () => waiting.size && flush());
window.addEventListener("beforeunload", (event) => {
  if (!waiting.size && !refused.size) return;
  event.preventDefault();
  event.returnValue = "";
});
