// One box that ticks all boxes of a name in its form: <input type="checkbox" data-pick-all="nguoi">
for (const all of document.querySelectorAll("[data-pick-all]")) {
  const boxes = () => [...all.form.querySelectorAll(`input[type="checkbox"][name="${all.dataset.pickAll}"]`)];
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
  });
  all.form.addEventListener("change", (event) => {
    if (event.target === all) return;
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  });
}
