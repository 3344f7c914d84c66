// Saves a form as one writes, and keeps in this browser what has not been saved yet. Without it the buttons save.
// The form says whose words it holds (data-kept); the portal answers with what it has stored (submissions/views).
(() => {
  const form = document.querySelector("form[data-kept]");
  const told = document.currentScript.dataset;
  if (!form) return;
  const PAUSE = 4; // seconds after the last key
  const LEAST = 15; // seconds between two saves
  const MOST = 300; // seconds until the portal is asked again
  const LIGHT = 60000; // characters that a browser sends of a page that is being left
  const KEPT = "words ";
  const NOT_WORDS = /^(csrfmiddlewaretoken|form_of|detach|do)$/;
  const shown = document.getElementById("saving");
  const heard = document.getElementById("saving-heard");
  const key = KEPT + form.dataset.kept;
  let saved = "unsaved" in form.dataset ? null : words();
  let timer = 0;
  let last = 0;
  let trouble = 0;
  let busy = false;
  let over = false;
  let sending = false; // what was pressed, though the browser knows of no line
  let signingOut = false; // until one stays, and writes on

  // What stands in the form, but files and what is not written by a person.
  function entries() {
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_WORDS.test(name));
  }

  // The same without the marks of what was shown, which change with every save.
  function words() {
    return JSON.stringify(entries().filter(([name]) => !/(-was|^revision|^comment-.*)$/.test(name)));
  }

  function say(sentence, kind) {
    shown.textContent = sentence;
    shown.className = `saving ${kind}`;
    if (heard.dataset.kind !== kind) heard.textContent = sentence; // not with every save
    heard.dataset.kind = kind;
  }

  function keep() {
    try {
      if (words() === saved) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ at: Date.now(), entries: entries() }));
    } catch { /* a browser that keeps nothing, or has no room */ }
  }

  function soon(seconds) {
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(seconds, LEAST - (Date.now() - last) / 1000) * 1000);
  }

  function later(seconds) {
    trouble += 1;
    const wait = seconds || Math.min(LEAST * 2 ** (trouble - 1), MOST);
    const at = new Date(Date.now() + wait * 1000).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    say(told.later.replace("{time}", at), "late");
    clearTimeout(timer);
    timer = setTimeout(save, wait * 1000);
  }

  // What was sent is what now stands there unchanged (unsaved.js asks), unless the portal did not take it.
  function settle(sent, answer) {
    for (const [prefix, mark] of Object.entries(answer.was)) {
      const was = form.elements[`${prefix}-was`];
      if (was) was.value = mark;
    }
    form.elements.revision.value = answer.revision;
    for (const beside of form.querySelectorAll(".theirs")) beside.remove();
    for (const [prefix, html] of Object.entries(answer.theirs)) form.elements[`${prefix}-was`]?.insertAdjacentHTML("afterend", html);
    if (!answer.whole) return;
    delete form.dataset.unsaved;
    saved = sent;
    const values = new Set(sent ? JSON.parse(sent).map(String) : []);
    const wasSent = (field) => values.has(String([field.name, field.value]));
    for (const field of form.elements) {
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.name !== "detach") field.defaultChecked = wasSent(field);
      } else if (field.options) for (const option of field.options) option.defaultSelected = option.selected;
      else if (field.type !== "file" && field.type !== "hidden" && wasSent(field)) field.defaultValue = field.value;
    }
  }

  async function save(leaving = false) {
    clearTimeout(timer);
    const sent = words();
    if (busy || over || signingOut || sent === saved) return;
    busy = true;
    last = Date.now();
    const body = new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !/^(detach|do|comment-.*)$/.test(name)));
    const asked = { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" };
    if (leaving === true) asked.keepalive = body.toString().length < LIGHT;
    try {
      const answer = await fetch(form.action, asked);
      if (answer.type === "opaqueredirect" || answer.status === 403) ended();
      else if (/json/.test(answer.headers.get("Content-Type"))) took(sent, await answer.json());
      else later(Number(answer.headers.get("Retry-After")));
    } catch { later(0); }
    busy = false;
    keep();
    if (!trouble && !over && words() !== sent) soon(PAUSE);
  }

  function took(sent, answer) {
    trouble = 0;
    over = Boolean(answer.gone);
    if (!over) settle(sent, answer);
    say(answer.said, answer.whole ? "ok" : "late");
  }

  function ended() {
    later(0);
    say(told.ended, "late");
    const link = document.createElement("a");
    link.href = form.action;
    link.target = "_blank";
    link.textContent = told.signIn;
    shown.append(" ", link);
  }

  // Words of an earlier visit that were never acknowledged: they are sent as they were, with what was shown then.
  function offer() {
    let found = null;
    try {
      found = JSON.parse(localStorage.getItem(key));
    } catch { /* as above */ }
    if (!found) return;
    if (stands(found.entries)) {
      if (!("unsaved" in form.dataset)) localStorage.removeItem(key);
      return;
    }
    const place = document.getElementById("kept-words");
    place.hidden = false;
    place.querySelector("[data-save]").addEventListener("click", () => {
      const again = document.createElement("form");
      again.method = "post";
      again.action = form.action;
      for (const [name, value] of [...found.entries, ["do", "save"], ...["csrfmiddlewaretoken", "form_of"].map((own) => [own, form.elements[own].value])]) {
        const field = document.createElement("textarea");
        field.name = name;
        field.value = value;
        again.append(field);
      }
      again.hidden = true;
      document.body.append(again);
      again.submit();
    });
    place.querySelector("[data-drop]").addEventListener("click", () => {
      localStorage.removeItem(key);
      place.hidden = true;
    });
  }

  // Whether all those words stand in the form, but for what the portal cleans away.
  function stands(kept) {
    const plain = (value) => value.normalize().replace(/[^\p{L}\p{N}]/gu, "");
    const removed = new Set(kept.filter(([name]) => name.endsWith("-DELETE")).map(([name]) => name.slice(0, -6)));
    const here = new Set(entries().map(([, value]) => plain(value)));
    return kept.every(([name, value]) => !/(words|proposed|title|introduction|cell|number)$/.test(name)
      || removed.has(name.replace(/[a-z]+$/, "")) || here.has(plain(value)));
  }

  const wrote = () => { signingOut = false; keep(); if (!trouble) soon(PAUSE); };
  offer();
  form.addEventListener("input", wrote);
  form.addEventListener("change", wrote);
  form.addEventListener("submit", (event) => {
    keep();
    over = navigator.onLine || sending;
    sending = false;
    if (over) return;
    event.preventDefault(); // which could lead to the browser's own page of errors
    const by = event.submitter;
    save().then(() => {
      sending = !trouble; // where the portal is reached all the same: it may stand on this machine
      if (sending) form.requestSubmit(by);
    });
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
  window.addEventListener("pageshow", () => { over = signingOut = false; });
  window.addEventListener("online", () => save());
  for (const out of document.querySelectorAll('form[action$="/logout/"]')) {
    out.addEventListener("submit", () => { signingOut = true; }); // signing-out.js takes the words away
  }
})();
