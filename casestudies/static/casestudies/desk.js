// Keeps the marks of the open decision on the server as one goes, so that a paper can be opened
// without losing them. The form works without it: its second button does the same.
(() => {
  const form = document.querySelector("form[data-desk]");
  if (!form) return;
  const line = form.querySelector("[data-save]");
  let timer = 0, dirty = false, leaving = false;
  const body = () => {
    const data = new FormData(form);
    data.set("later", "1");
    return data;
  };
  const send = async () => {
    if (!dirty || leaving) return;
    dirty = false;
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: body(), headers: { "X-Requested-With": "fetch" }, redirect: "manual",
      });
      line.textContent = answer.status === 204 ? line.dataset.saved : line.dataset.failed;
    } catch {
      dirty = true;
      line.textContent = line.dataset.failed;
    }
  };
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(send, 800);
  });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  addEventListener("online", send);
  addEventListener("pagehide", () => {
    if (dirty && !leaving) navigator.sendBeacon(form.action || location.href, body());
  });
  addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });
})();
