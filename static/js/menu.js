// The rail as a sheet on the phone, and drop-down menus that close on Escape or a click elsewhere.
const rail = document.querySelector("[data-menu]");
const opener = document.querySelector("[data-menu-open]");

function openRail(event) {
  event.preventDefault();
  rail.classList.add("is-open");
  opener.setAttribute("aria-expanded", "true");
  for (const part of outside()) part.inert = true;
  rail.querySelector("[data-menu-close]").focus();
}

function closeRail(event) {
  if (!rail?.classList.contains("is-open")) return;
  event?.preventDefault();
  rail.classList.remove("is-open");
  opener.setAttribute("aria-expanded", "false");
  for (const part of outside()) part.inert = false;
  opener.focus();
}

// While the sheet is open the rest of the page cannot be reached by Tab.
function outside() {
  return document.querySelectorAll(".top, .main, .skip");
}

if (rail && opener) {
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", rail.id);
  opener.addEventListener("click", openRail);
  rail.querySelector("[data-menu-close]").addEventListener("click", closeRail);
  window.matchMedia("(min-width: 900px)").addEventListener("change", (wide) => wide.matches && closeRail());
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement.closest("details.menu[open]");
  closeMenus();
  menu?.querySelector("summary").focus();
  closeRail();
});

// On a phone the filters of a list wait behind one button.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-unfold]");
  const box = button?.closest(button.dataset.unfold);
  if (!box) return;
  const open = box.classList.toggle("is-open");
  button.setAttribute("aria-expanded", String(open));
});
