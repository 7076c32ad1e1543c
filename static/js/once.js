// A form is sent once: a second click or Enter does nothing, and the button says that it is on its way.
const WORDS = "Đang gửi…";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-many") || form.hasAttribute("hx-post") || form.matches("[data-autosave]")) return;
  if (form.dataset.sent) return event.preventDefault();
  if (event.defaultPrevented) return;
  form.dataset.sent = "1";
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  if (!button || !button.classList.contains("btn")) return;
  // Not `disabled`: a disabled button would take its own name and value out of what is sent.
  button.dataset.words = button.innerHTML;
  button.textContent = button.dataset.busy || WORDS;
  button.classList.add("is-busy");
  button.setAttribute("aria-disabled", "true");
});

// Back in the browser brings the page as it was left: free it again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[data-words]")) {
      button.innerHTML = button.dataset.words;
      button.classList.remove("is-busy");
      button.removeAttribute("aria-disabled");
    }
  }
});
