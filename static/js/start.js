// Says that modules run, moves the focus to an error summary, closes flash messages, tells when the line is cut.
const root = document.documentElement;
root.classList.add("js");

document.querySelector("[data-focus]")?.focus();

// A strip of tabs that is wider than the page begins at the tab that is open.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const strip = tab.closest(".tabs");
  strip.scrollLeft += tab.getBoundingClientRect().left - strip.getBoundingClientRect().left - 16;
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-close]")?.closest(".flash")?.remove();
  if (event.target.closest("[data-print]")) window.print();
});

// A line of the error summary moves the focus into its field, not only the page.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  if (!link) return;
  const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const field = place?.matches("input, select, textarea") ? place : place?.querySelector("input, select, textarea");
  if (!field) return;
  event.preventDefault();
  const shown = field.tomselect?.control_input ?? field;
  (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
  shown.focus({ preventScroll: true });
});

// htmx sends the token that the page carries.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

function showLine() {
  let bar = document.querySelector(".offline-bar");
  if (navigator.onLine) return bar?.remove();
  if (bar) return;
  bar = document.createElement("div");
  bar.className = "offline-bar";
  bar.setAttribute("role", "status");
  bar.textContent = "Mất kết nối mạng. Những gì đã lưu vẫn còn; việc chưa gửi sẽ gửi lại khi có mạng.";
  const top = document.querySelector("header");
  if (top) top.after(bar);
  else document.body.prepend(bar);
}
window.addEventListener("online", showLine);
window.addEventListener("offline", showLine);
showLine();
