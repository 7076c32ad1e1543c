// The sheet of a visit: counts, and "the rest holds". Rows are saved by autosave.js, photos sent by photos.js.
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

// Somebody else wrote there meanwhile: the row says so. With the new mark a further change of that very field may replace
// their words; a change of another field of the row sends the old mark and is refused again for this one.
document.addEventListener("autosave:refused", (event) => {
  for (const [name, mark] of Object.entries(event.detail.was ?? {})) {
    const place = event.target.querySelector(`input[name="${name}"]`);
    if (place) place.dataset.newer = mark;
  }
});

document.addEventListener("input", (event) => {
  const name = event.target.name?.replace(/^[nv]-/, "");
  const place = name && event.target.form?.querySelector(`input[name="was-${name}"][data-newer]`);
  if (!place) return;
  place.value = place.dataset.newer;
  delete place.dataset.newer;
}, true);

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
