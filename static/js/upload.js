// Files go up one by one with progress (components/upload.html). Each failure has its own sentence.
// Without scripts, or without data-upload, the field is an ordinary one and goes with its form.
//
// The server answers {"id", "name", "size", "remove_url"} or {"error": "…"}; each file that arrived becomes
// a hidden field <name>_ids, so that the form keeps it whatever happens to the rest.
const CUT = "Đường truyền bị ngắt giữa chừng, tệp chưa được lưu.";
const ODD = "Máy chủ chưa nhận được tệp này. Thử lại sau ít phút.";

const megabytes = (size) =>
  size < 100000 ? `${Math.max(1, Math.round(size / 1000))} kB` : `${(size / 1e6).toFixed(1).replace(".", ",")} MB`;

function problem(file, area, input) {
  if (!file.size) return "Tệp rỗng, không có nội dung.";
  const most = Number(area.dataset.maxBytes);
  if (most && file.size > most) return `Tệp ${megabytes(file.size)}, quá mức ${area.dataset.maxWords}.`;
  const allowed = (input.accept || "").split(",").map((end) => end.trim().toLowerCase()).filter((end) => end.startsWith("."));
  const name = file.name.toLowerCase();
  if (allowed.length && !allowed.some((end) => name.endsWith(end))) return `Chỉ nhận ${area.dataset.acceptWords}.`;
  return "";
}

function line(area, file) {
  const item = area.querySelector("template").content.firstElementChild.cloneNode(true);
  item.querySelector("[data-name]").textContent = file.name;
  item.querySelector("[data-note]").textContent = megabytes(file.size);
  item.querySelector("progress").setAttribute("aria-label", `Đang gửi ${file.name}`);
  area.querySelector(".upload-list").append(item);
  return item;
}

function end(item, kind, words) {
  item.classList.add(kind === "done" ? "is-done" : "is-bad");
  item.querySelector("progress").hidden = true;
  item.querySelector("[data-note]").textContent = words;
  item.querySelector("[data-again]").hidden = kind !== "cut";
  item.querySelector("[data-remove]").hidden = false;
}

function send(area, input, file, item) {
  item.className = "upload-item";
  item.querySelector("progress").hidden = false;
  item.querySelector("[data-again]").hidden = true;
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("file", file, file.name.normalize("NFC"));
  for (const extra of area.querySelectorAll("[data-upload-extra]")) body.append(extra.name, extra.value);
  request.open("POST", area.dataset.upload);
  request.setRequestHeader("X-CSRFToken", document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "");
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.setRequestHeader("Accept", "application/json");
  const bar = item.querySelector("progress");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("error", () => end(item, "cut", CUT));
  request.addEventListener("timeout", () => end(item, "cut", CUT));
  request.addEventListener("abort", () => item.remove());
  request.addEventListener("load", () => arrived(area, input, file, item, request));
  item.querySelector("[data-remove]").onclick = () => remove(item, request);
  item.querySelector("[data-again]").onclick = () => send(area, input, file, item);
  request.send(body);
}

function arrived(area, input, file, item, request) {
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    answer = null;
  }
  if (request.status === 413) return end(item, "bad", `Tệp quá lớn, mỗi tệp tối đa ${area.dataset.maxWords}.`);
  if (request.status === 401) return end(item, "cut", "Phiên đăng nhập đã hết. Đăng nhập lại rồi gửi lại tệp.");
  if (answer?.error) return end(item, "bad", answer.error);
  if (request.status >= 300 || !answer?.id) return end(item, "cut", ODD);
  const kept = document.createElement("input");
  kept.type = "hidden";
  kept.name = `${input.name}_ids`;
  kept.value = answer.id;
  item.append(kept);
  item.dataset.removeUrl = answer.remove_url ?? "";
  end(item, "done", `Đã nhận, ${megabytes(answer.size ?? file.size)}`);
  area.dispatchEvent(new CustomEvent("upload:done", { bubbles: true, detail: answer }));
  return undefined;
}

async function remove(item, request) {
  if (request.readyState !== XMLHttpRequest.DONE) return request.abort();
  if (item.dataset.removeUrl) {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(item.dataset.removeUrl, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => null);
    if (!answer?.ok) return end(item, "bad", "Chưa bỏ được tệp này. Thử lại.");
  }
  return item.remove();
}

function take(area, input, files) {
  for (const file of files) {
    const item = line(area, file);
    const words = problem(file, area, input);
    if (words) {
      end(item, "bad", words);
      item.querySelector("[data-remove]").onclick = () => item.remove();
    } else {
      send(area, input, file, item);
    }
  }
}

for (const area of document.querySelectorAll("[data-upload]")) {
  const input = area.querySelector("input[type=file]");
  input.addEventListener("change", () => {
    take(area, input, [...input.files]);
    input.value = "";
  });
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("is-over");
  });
  area.addEventListener("dragleave", () => area.classList.remove("is-over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("is-over");
    take(area, input, [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1));
  });
}
