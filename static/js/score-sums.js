// Sums of the score sheet as they stand on the page, also while the line is cut; what counts is added up on the server.
const words = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 2 });
const all = [...document.querySelectorAll("[data-crit]")];
const chosen = (crit) => crit.querySelector(".opt-input:checked");
const points = (crit) => Number(chosen(crit)?.dataset.points ?? 0);
const sum = (crits) => Math.round(crits.reduce((total, crit) => total + points(crit), 0) * 100) / 100;

function fill(selector, text) {
  for (const place of document.querySelectorAll(selector)) if (place.textContent !== text) place.textContent = text;
}

function showSection(code) {
  const crits = all.filter((crit) => crit.dataset.section === code);
  const done = crits.filter(chosen).length;
  const state = done === crits.length ? "done" : done ? "half" : "none";
  fill(`[data-sum-section="${code}"]`, done ? words.format(sum(crits)) : "–");
  for (const link of document.querySelectorAll(`[data-section-link="${code}"]`)) {
    link.classList.remove("is-done", "is-half", "is-none");
    link.classList.add(`is-${state}`);
  }
}

function showCriterion(crit) {
  const place = document.querySelector(`[data-crit-points="${CSS.escape(crit.dataset.crit)}"]`);
  if (!place || !chosen(crit)) return;
  const most = crit.querySelector(".crit-max b").textContent;
  const text = document.createElement("span");
  text.className = "n";
  text.textContent = `${words.format(points(crit))}/${most}`;
  place.replaceChildren(text);
}

function showAll(crit) {
  showCriterion(crit);
  showSection(crit.dataset.section);
  fill(`[data-sum-part="${crit.dataset.part}"]`, words.format(sum(all.filter((other) => other.dataset.part === crit.dataset.part))));
  fill("[data-sum-total]", words.format(sum(all)));
  const open = all.some((other) => !chosen(other));
  for (const button of document.querySelectorAll("[data-send]")) {
    button.classList.toggle("btn-primary", !open);
    button.classList.toggle("btn-outline", open);
  }
}

document.addEventListener("change", (event) => {
  if (!event.target.matches(".opt-input")) return;
  const crit = event.target.closest("[data-crit]");
  showAll(crit);
  if (event.target.hasAttribute("data-none")) crit.querySelector("[data-note]").open = true;
});

// The section in which one reads is unfolded in the list and marked in the strip.
document.addEventListener("crit:current", (event) => {
  const code = event.target.dataset.section;
  for (const list of document.querySelectorAll("[data-section-crits]")) list.hidden = list.dataset.sectionCrits !== code;
  for (const link of document.querySelectorAll("[data-section-link]")) {
    const here = link.dataset.sectionLink === code;
    link.classList.toggle("is-current", here);
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    const strip = here && link.closest(".strip"); // it alone is moved: on a phone on its side it scrolls away with the page
    if (strip) strip.scrollLeft += link.getBoundingClientRect().left - (strip.clientWidth - link.offsetWidth) / 2;
  }
});

document.addEventListener("click", (event) => {
  const jump = event.target.closest("[data-crit-jump]");
  const target = jump && document.getElementById(jump.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  target.scrollIntoView({ block: "start" });
  (target.querySelector(".opt-input:checked") ?? target.querySelector(".opt-input") ?? target).focus({ preventScroll: true });
});

// The viewer's pages: <div data-pages="/tep/…/trang/" data-count="12"> with [data-turn="-1|1"] and [data-page-now].
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-turn]");
  const viewer = button?.closest("[data-viewer]");
  const link = viewer?.querySelector("a[data-pages][aria-current]") ?? viewer?.querySelector("a[data-pages]");
  if (!link) return;
  const count = Number(link.dataset.count);
  const next = Math.min(count, Math.max(1, Number(link.dataset.page ?? 1) + Number(button.dataset.turn)));
  link.dataset.page = String(next);
  turn(viewer, link);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-pages]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const viewer = link.closest("[data-viewer]");
  for (const other of viewer.querySelectorAll("a[data-pages]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  turn(viewer, link);
});

function turn(viewer, link) {
  const page = Number(link.dataset.page ?? 1);
  const place = viewer.querySelector("[data-view-place]");
  const picture = place.querySelector("img") ?? document.createElement("img");
  picture.src = `${link.dataset.pages}${page}.png`;
  picture.alt = `${link.dataset.title}, trang ${page}`;
  place.replaceChildren(picture);
  viewer.querySelector("[data-page-now]").textContent = `${page}/${link.dataset.count}`;
  viewer.querySelector("a[data-whole]:not([data-pages])").href = link.dataset.whole;
}
