// Three small services for forms: the second press within a second sends nothing, signing out
// leaves no draft on the device, and a page that came back with errors puts the reader at their
// summary.
(() => {
  const pressed = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (/\/logout\/$/.test(form.getAttribute("action") || location.pathname)) {
      try {
        for (const name of Object.keys(localStorage)) {
          if (name.startsWith("stc-draft-")) localStorage.removeItem(name);
        }
      } catch { /* nothing is kept in private mode */ }
    }
    if (!form.hasAttribute("data-once")) return;
    const last = pressed.get(form);
    if (last !== undefined && event.timeStamp - last < 1000) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    pressed.set(form, event.timeStamp);
  }, true);
  const summary = document.querySelector(".errors[tabindex]");
  if (summary) summary.focus();
})();
