/* Keeps an answer: on the server two seconds after the last change, on this device until the
   server has said that it has it. Texts come from the page; nothing here knows what is right. */
(() => {
  const gone = document.querySelector("form[data-forget]");
  if (gone) try { localStorage.removeItem(`stc-draft-${gone.dataset.forget}`); } catch { /* none kept */ }
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const line = form.querySelector("[data-save]");
  const store = `stc-draft-${form.dataset.draft}`;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const seen = form.querySelector("[name=seen]");
  const page = form.querySelector("[name=key]").value.split(".")[0];
  let count = 0;
  let timer = 0, pause = 0, dirty = false, sending = false, leaving = false;

  const read = () => {
    const data = new FormData(form);
    const options = data.getAll("option").filter((name) => name !== "unsure");
    if (data.get("unsure") || data.getAll("option").includes("unsure")) return { unsure: true };
    if (form.querySelector("[data-step]")) return { steps: readSteps(data) };
    if (form.querySelector("[name=option]")) return { options };
    if (form.querySelector("[name=value]")) {
      return { value: data.get("value") || "", unit: data.get("unit") || "" };
    }
    return { code: code(data) };
  };

  const code = (data) => (data.get("listed") ? "not-listed" : data.get("code") || "");

  const readSteps = (data) => {
    const steps = {};
    for (const { dataset: { step, shape } } of form.querySelectorAll("[data-step]")) {
      const subject = [data.get("category") + data.get("group")].filter(Boolean);
      steps[step] = shape === "code" ? { code: code(data) }
        : { options: shape === "subject" ? subject : data.getAll(step) };
    }
    return steps;
  };

  const fillSteps = (steps) => {
    for (const { dataset: { step, shape } } of form.querySelectorAll("[data-step]")) {
      const options = (steps[step] || {}).options || [];
      if (shape === "subject") {
        form.querySelector("[name=category]").value = (options[0] || "")[0] || "";
        form.querySelector("[name=group]").value = (options[0] || "")[1] || "";
      }
      for (const box of form.querySelectorAll(`[name=${step}]`)) {
        if (shape !== "code") box.checked = options.includes(box.value);
      }
    }
  };

  const fill = (kept) => {
    if (kept.steps) {
      fillSteps(kept.steps);
      kept = kept.steps.code || {};
    }
    for (const box of form.querySelectorAll("[name=option], [name=unsure]")) {
      box.checked = kept.unsure ? box.value === "unsure" : (kept.options || []).includes(box.value);
    }
    for (const name of ["value", "unit", "code"]) {
      const field = form.querySelector(`[name=${name}]`);
      if (field && kept[name] !== undefined && kept[name] !== "not-listed") field.value = kept[name];
    }
    const listed = form.querySelector("[name=listed]");
    if (listed) listed.checked = kept.code === "not-listed";
  };

  const keep = (value) => {
    try {
      if (value) localStorage.setItem(store, JSON.stringify(value));
      else localStorage.removeItem(store);
    } catch { /* private mode: the server still has every save */ }
  };

  const say = (text) => { if (line) line.textContent = text; };

  const send = async () => {
    if (sending || !dirty || leaving) return;
    sending = true;
    dirty = false;
    const response = read();
    const key = `${page}.${++count}`;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ response, key, seen: Number(seen.value) }),
      });
      const body = await answer.json().catch(() => ({}));
      // Only a number is an acknowledgement: a sign-in page that came instead also says 200.
      if (answer.ok && Number.isInteger(body.seen)) {
        seen.value = body.seen;
        pause = 0;
        if (!dirty) keep(null);
        say(line.dataset.saved.replace("{time}", body.saved));
      } else if (body.error && answer.status < 500) {
        say(body.error);
      } else {
        throw new Error("later");
      }
    } catch {
      dirty = true;
      pause = Math.min(pause ? pause * 2 : 1, 30);
      say(line.dataset.kept);
      setTimeout(send, pause * 1000);
    }
    sending = false;
    if (dirty && !pause) schedule();
  };

  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(send, 2000);
  };

  form.addEventListener("input", () => {
    dirty = true;
    keep(read());
    schedule();
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("online", send);
  addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });

  try {
    const kept = JSON.parse(localStorage.getItem(store) || "null");
    if (kept) {
      fill(kept);
      dirty = true;
      say(line.dataset.restored);
      send();
    }
  } catch { keep(null); }
})();
