// Keeps a part of the page fresh by asking again.
//
//   <div data-live="/phien-hop/3/phan/" data-live-every="3"> … </div>
//
// With `data-live-ends`, it stops when the answer no longer holds [data-live-again] (a job that is done).
// Who watches the end is led to its link [data-live-next]: said in [data-live-status] first, and left alone when the
// person presses a key or the mouse meanwhile. A page that is loaded or gone back to at the end stays where it is.
// Silence while the page is hidden; each failure doubles the wait, up to a minute.
const LONGEST = 60;
const LEAD_AFTER = 3000;

function lead(place) {
  const link = place.querySelector("[data-live-next]");
  const status = document.querySelector("[data-live-status]");
  if (!link) return;
  if (status) status.textContent = "Việc đã xong. Trang kết quả mở sau ít giây; nhấn phím hoặc chạm vào trang để ở lại.";
  const timer = setTimeout(() => {
    stop();
    if (status) status.textContent = "";
    location.assign(link.href);
  }, LEAD_AFTER);
  const stay = () => {
    clearTimeout(timer);
    stop();
    if (status) status.textContent = "Việc đã xong. Mở kết quả bằng nút bên dưới.";
  };
  const stop = () => ["keydown", "pointerdown"].forEach((name) => removeEventListener(name, stay));
  ["keydown", "pointerdown"].forEach((name) => addEventListener(name, stay));
}

function follow(place) {
  const every = Number(place.dataset.liveEvery || 3);
  let wait = every;
  let last = null;
  let note = null;

  const over = () => place.hasAttribute("data-live-ends") && !place.querySelector("[data-live-again]");

  function say(words) {
    if (!words) {
      note?.remove();
      note = null;
      return;
    }
    if (!note) {
      note = document.createElement("p");
      note.className = "save-state";
      note.dataset.state = "unsaved";
      note.setAttribute("role", "status");
      place.before(note);
    }
    note.textContent = words;
  }

  async function ask() {
    if (document.hidden) return later(every);
    try {
      const response = await fetch(place.dataset.live, {
        headers: { "X-Requested-With": "XMLHttpRequest", "HX-Request": "true" },
        credentials: "same-origin",
        signal: AbortSignal.timeout(15000),
      });
      if (response.status === 401) return say("Phiên đăng nhập đã hết. Tải lại trang để đăng nhập lại.");
      const markup = response.ok && !response.redirected ? await response.text() : "";
      if (!markup || /<html/i.test(markup)) throw new Error("not a part of the page");
      if (markup !== last) show(markup);
      last = markup;
      wait = every;
      say("");
      if (over()) return lead(place);
    } catch {
      wait = Math.min(wait * 2, LONGEST);
      say("Mất liên lạc với máy chủ, đang thử lại");
    }
    return later(wait);
  }

  // A person in the middle of a field is not interrupted.
  function show(markup) {
    if (place.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
    const id = place.contains(document.activeElement) ? document.activeElement.id : "";
    place.innerHTML = markup;
    window.htmx?.process(place);
    if (id) document.getElementById(id)?.focus();
    place.dispatchEvent(new CustomEvent("live:shown", { bubbles: true }));
  }

  const later = (seconds) => setTimeout(ask, seconds * 1000);
  if (!over()) later(every);
}

for (const place of document.querySelectorAll("[data-live]")) follow(place);
