// A clock that follows the server's time: <b data-clock="2024-10-18T14:27:05+07:00">14:27</b>
for (const clock of document.querySelectorAll("[data-clock]")) {
  const ahead = Date.parse(clock.dataset.clock) - Date.now();
  const words = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" });
  const tick = () => {
    const now = words.format(Date.now() + ahead);
    if (clock.textContent !== now) clock.textContent = now;
  };
  tick();
  setInterval(tick, 1000);
}
