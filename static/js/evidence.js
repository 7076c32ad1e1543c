// The pane beside the score sheet: tabs, the viewer, and a sheet from below on tablet and phone.
//
//   <aside class="evidence" data-evidence><button class="evidence-grab" …>
//     <div class="evidence-body" data-evidence-body> .tabs[role=tablist] > [role=tab][aria-controls] … [role=tabpanel] </div></aside>
//   A criterion with data-evidence-url fills the body when it becomes current. a[data-view="pdf|image"] opens in .evidence-view.
const pane = document.querySelector("[data-evidence]");
const body = pane?.querySelector("[data-evidence-body]");
const cache = new Map();
const SETTLED = 300; // who scrolls past a criterion does not fetch its files
let wanted = "";

function open(yes) {
  pane.classList.toggle("is-open", yes);
  if (yes) showFirst();
  for (const button of document.querySelectorAll("[data-evidence-toggle]")) button.setAttribute("aria-expanded", String(yes));
}

function choose(tab) {
  const list = tab.closest("[role=tablist]");
  for (const other of list.querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls"));
    if (panel) panel.hidden = !chosen;
  }
}

function dress() {
  const first = body.querySelector("[role=tab][aria-selected=true]") ?? body.querySelector("[role=tab]");
  if (first) choose(first);
}

// What can be seen shows a file at once; nothing is fetched for a pane that is closed.
function showFirst() {
  const place = body.querySelector("[data-view-place]");
  if (!place?.getClientRects().length || body.querySelector("a[data-pages][aria-current]")) return;
  body.querySelector("a[data-pages]")?.click();
}

function view(link) {
  const place = link.closest("[role=tabpanel], [data-evidence-body]").querySelector("[data-view-place]");
  if (!place) return;
  for (const other of body.querySelectorAll("a[data-view]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  const shown = document.createElement(link.dataset.view === "image" ? "img" : "iframe");
  shown.src = link.href;
  if (shown.tagName === "IMG") shown.alt = link.textContent.trim();
  else shown.title = link.textContent.trim();
  place.replaceChildren(shown);
}

async function load(url) {
  wanted = url;
  try {
    if (!cache.has(url)) {
      const response = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest", "HX-Request": "true" } });
      const markup = response.ok && !response.redirected ? await response.text() : "";
      if (!markup || /<html/i.test(markup)) throw new Error("not a part of the page");
      cache.set(url, markup);
    }
    if (wanted !== url) return;
    body.innerHTML = cache.get(url);
    dress();
    setTimeout(() => wanted === url && showFirst(), SETTLED);
  } catch {
    if (wanted !== url) return;
    wanted = ""; // the same criterion may be asked for again
    const words = document.createElement("p");
    words.className = "evidence-text";
    words.textContent = "Chưa tải được minh chứng. Chọn lại tiêu chí để thử lại.";
    body.replaceChildren(words);
  }
}

if (pane && body) {
  dress();
  pane.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    const link = event.target.closest("a[data-view]");
    if (tab) {
      choose(tab);
      open(true);
    } else if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      view(link);
    }
  });
  pane.addEventListener("keydown", (event) => {
    if (!event.target.matches("[role=tab]") || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const tabs = [...event.target.closest("[role=tablist]").querySelectorAll("[role=tab]")];
    const step = event.key === "ArrowRight" ? 1 : tabs.length - 1;
    const next = tabs[(tabs.indexOf(event.target) + step) % tabs.length];
    choose(next);
    next.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-evidence-toggle]")) open(!pane.classList.contains("is-open"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !pane.classList.contains("is-open")) return;
    open(false);
    document.querySelector(".dock [data-evidence-toggle]")?.focus();
  });
  document.addEventListener("crit:current", (event) => {
    const url = event.target.dataset.evidenceUrl;
    if (url && url !== wanted) load(url);
  });
}
