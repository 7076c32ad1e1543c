// Long lists become searchable: <select data-searchable>. The library comes only when a page has one.
const wanted = document.querySelectorAll("select[data-searchable]");

function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
}

// "duong thuong" finds "Đường Thượng": every typed word is somewhere in the line.
function score(search) {
  const words = plain(search).split(/\s+/).filter(Boolean);
  return (item) => {
    const text = plain(item.text ?? "");
    if (!words.every((word) => text.includes(word))) return 0;
    return text.startsWith(words[0] ?? "") ? 2 : 1;
  };
}

function dress(select, TomSelect) {
  const label = document.querySelector(`label[for="${select.id}"]`)?.textContent.trim(); // the library takes the label over
  const box = new TomSelect(select, {
    maxOptions: 400,
    allowEmptyOption: true,
    hidePlaceholder: true,
    placeholder: select.dataset.placeholder || "Gõ để tìm",
    plugins: {},
    score,
    render: { no_results: () => '<div class="no-results">Không có dòng nào khớp</div>' },
  });
  box.control_input.setAttribute("aria-label", label || "Tìm trong danh sách");
  box.dropdown_content.setAttribute("aria-label", label || "Danh sách");
  const help = select.getAttribute("aria-describedby");
  if (help) box.control_input.setAttribute("aria-describedby", help);
}

if (wanted.length) {
  await import("../vendor/tom-select/js/tom-select.complete.min.js");
  for (const select of wanted) dress(select, window.TomSelect);
}
