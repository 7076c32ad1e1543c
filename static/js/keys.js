// The score sheet by keyboard, and its sense of place: which criterion is current, what is still open.
//
//   <section class="crit" id="tc-14" data-crit="1.4" tabindex="-1"> … .opt-input[data-points] … <a data-next data-review="/…/nop/" href="#…"></a></section>
//   links to a criterion (list, strip) carry href="#tc-14"; [data-left] says how many are open.
const crits = [...document.querySelectorAll("[data-crit]")];
const answered = (crit) => Boolean(crit.querySelector(".opt-input:checked"));
let current = null;

function setCurrent(crit) {
  if (!crit || crit === current) return;
  current?.classList.remove("is-current");
  current = crit;
  crit.classList.add("is-current");
  for (const link of document.querySelectorAll("[data-crit-link]")) {
    const here = link.hash === `#${crit.id}`;
    link.classList.toggle("is-current", here);
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const dock = document.querySelector(".dock [data-next]");
  if (dock) name(dock, crit);
  crit.dispatchEvent(new CustomEvent("crit:current", { bubbles: true }));
}

// The next open one after `from`, from the beginning again when the end is reached.
function nextOpen(from) {
  const start = crits.indexOf(from) + 1;
  return [...crits.slice(start), ...crits.slice(0, start)].find((crit) => crit !== from && !answered(crit));
}

function go(crit) {
  if (!crit) return;
  crit.scrollIntoView({ block: "start" });
  const target = crit.querySelector(".opt-input:checked") ?? crit.querySelector(".opt-input:not(:disabled)") ?? crit;
  target.focus({ preventScroll: true });
  setCurrent(crit);
}

function name(link, crit) {
  const next = nextOpen(crit);
  const words = link.querySelector("[data-next-words]") ?? link;
  if (next) {
    words.textContent = "short" in link.dataset ? `Tiếp: ${next.dataset.crit}` : `Tiếp: ${next.dataset.crit}, chưa chấm`;
    link.href = `#${next.id}`;
  } else if (link.dataset.review) {
    words.textContent = "Kiểm tra và nộp";
    link.href = link.dataset.review;
  } else {
    link.hidden = true;
  }
}

function refresh() {
  const open = crits.filter((crit) => !answered(crit)).length;
  for (const place of document.querySelectorAll("[data-left]")) {
    place.textContent = open ? `còn ${open} tiêu chí` : "đã chấm đủ";
    if (open && place.tagName === "A") place.href = `#${crits.find((crit) => !answered(crit)).id}`;
  }
  for (const crit of crits) {
    const link = crit.querySelector("[data-next]");
    if (link) name(link, crit);
    crit.querySelector("[data-unscored]")?.toggleAttribute("hidden", answered(crit));
  }
  const dock = document.querySelector(".dock [data-next]");
  if (dock) name(dock, current ?? crits[0]);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, [type=text], [type=search], select")) return;
  const crit = event.target.closest("[data-crit]") ?? current;
  if (event.key === "Enter" && crit && !event.target.closest("a, button, summary")) {
    event.preventDefault();
    go(nextOpen(crit));
  } else if (/^[0-9]$/.test(event.key) && crit) {
    const same = [...crit.querySelectorAll(".opt-input")].filter((input) => input.dataset.points === event.key);
    const option = same[(same.findIndex((input) => input.checked) + 1) % same.length]; // two cases of the law list the same points
    if (!option || option.disabled) return;
    event.preventDefault();
    option.focus({ preventScroll: true });
    if (!option.checked) option.click();
  }
}

if (crits.length) {
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => setCurrent(event.target.closest("[data-crit]")));
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".opt-input")) return;
    setCurrent(event.target.closest("[data-crit]"));
    refresh();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-next], [data-left], [data-crit-link]");
    const target = link?.hash && crits.find((crit) => `#${crit.id}` === link.hash);
    if (!target) return;
    event.preventDefault();
    go(target);
  });
  // While reading, the criterion nearest the top of the screen is the current one.
  const seen = new IntersectionObserver(
    (entries) => {
      const top = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target)[0];
      if (top && !document.activeElement.closest("[data-crit]")) setCurrent(top);
    },
    { rootMargin: "-140px 0px -55% 0px" },
  );
  for (const crit of crits) seen.observe(crit);
  const linked = crits.find((crit) => `#${crit.id}` === location.hash);
  setCurrent(linked ?? crits.find((crit) => !answered(crit)) ?? crits[0]);
  refresh();
}
