// A signature drawn with finger, pen or mouse becomes a PNG in a hidden field of its form.
for (const form of document.querySelectorAll("[data-sign]")) {
  const pad = form.querySelector("[data-pad]");
  const ink = pad.getContext("2d");
  const field = form.querySelector("input[name=drawing]");
  let drawn = false;
  let last = null;
  ink.lineWidth = 5;
  ink.lineCap = "round";
  ink.lineJoin = "round";
  ink.strokeStyle = "#12306b";

  const point = (event) => {
    const box = pad.getBoundingClientRect();
    return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
  };

  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    last = point(event);
    ink.beginPath();
    ink.arc(last[0], last[1], 2, 0, 7);
    ink.stroke();
    drawn = true;
    event.preventDefault();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = point(event);
    ink.beginPath();
    ink.moveTo(...last);
    ink.lineTo(...next);
    ink.stroke();
    last = next;
  });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => (last = null));
  form.querySelector("[data-clear]").addEventListener("click", () => {
    ink.clearRect(0, 0, pad.width, pad.height);
    drawn = false;
  });
  // What is missing is said here: a page that comes back has lost the drawing.
  const name = form.querySelector("input[name=name]");
  const said = form.querySelector("[data-missing]");
  const missing = () => (!name.value.trim() ? "Ghi họ và tên người ký rồi lưu." : drawn ? "" : "Khung chữ ký còn trống. Ký vào khung rồi lưu.");
  form.addEventListener("submit", (event) => {
    const words = missing();
    said.textContent = words;
    said.hidden = !words;
    field.value = drawn ? pad.toDataURL("image/png") : "";
    if (!words) return;
    event.preventDefault();
    if (!name.value.trim()) name.focus();
  }, { capture: true });
}
