// Opens and saves paragraphs in place, keeps what is being typed, and lets the keyboard do it. Without it every press
// is a form of its own.
(() => {
  const editor = document.querySelector(".editor");
  if (!editor) return;
  const address = new URL(editor.dataset.address, location.href);
  const KEEP_AFTER = 1500; // milliseconds without a key
  let timer = 0;
  const changed = new Set(); // forms in which something was typed that has not been kept yet
  let keeping = Promise.resolve(true);

  const open = () => editor.querySelector(".edited-opened");
  const links = () => [...editor.querySelectorAll(".edited-open")];

  function made(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  }

  async function asked(url, options = {}) {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "follow", ...options });
    const html = await answer.text();
    const isPlain = (answer.headers.get("Content-Type") || "").startsWith("text/plain");
    return { ok: answer.ok, html, says: isPlain ? html : "" };
  }

  function place(old, element) {
    document.querySelector(".messages")?.remove(); // they were of the press before
    old.replaceWith(element);
    const words = element.querySelector("textarea[name=words]");
    if (words) words.focus();
    else element.querySelector(".edited-open")?.focus();
    element.scrollIntoView({ block: "nearest" });
  }

  // What is typed goes to the server, one form after the other; false where it could not be kept.
  function keep() {
    clearTimeout(timer);
    keeping = keeping.then(async () => {
      const kept = await Promise.all([...changed].filter((form) => form.isConnected).map(keepForm));
      return kept.every(Boolean);
    });
    return keeping;
  }

  async function keepForm(form) {
    const state = form.querySelector(".edited-state");
    changed.delete(form);
    const answer = await asked(address, { method: "POST", body: typedIn(form) }).catch(() => ({ ok: false }));
    if (!answer.ok) changed.add(form);
    if (state && answer.ok) state.textContent = [editor.dataset.saving, answer.says].filter(Boolean).join(" – ");
    else if (state) state.textContent = answer.says || editor.dataset.failed;
    return answer.ok;
  }

  function typedIn(form) {
    const typed = new FormData(form);
    typed.set("do", "keep");
    return typed;
  }

  async function openAt(link) {
    if (!(await close())) return;
    try {
      const answer = await asked(link.href, { headers: { "X-Part": "paragraph" } });
      if (!put(link.closest(".edited"), answer)) throw new Error("not a paragraph");
    } catch {
      location.href = link.href;
    }
  }

  // What came back in place of what stands there; false where it is none of ours (a page to sign in, say).
  function put(old, answer) {
    const element = made(answer.html);
    if (!element?.matches?.(".edited")) return false;
    place(old, element);
    return true;
  }

  function send(section, what) {
    const form = new FormData(section.querySelector(".edited-form"));
    form.set("do", what);
    return asked(address, { method: "POST", body: form, headers: { "X-Part": "row" } });
  }

  // What was typed and not saved is kept, and shown again when the paragraph is opened.
  async function close() {
    const section = open();
    if (!section) return true;
    if (!(await keep())) return false;
    const answer = await send(section, "look");
    if (put(section, answer)) return answer.ok; // refused, it comes back open
    location.href = address; // it has been deleted meanwhile, or the person has to sign in
    return false;
  }

  // A refusal comes back as the opened paragraph, with what was typed.
  async function save(next) {
    const section = open();
    if (!section) return;
    clearTimeout(timer);
    const key = section.dataset.key;
    section.querySelector("textarea[name=words]").readOnly = true; // what would be typed now would be lost
    try {
      await keeping;
      const answer = await send(section, "save");
      if (!put(section, answer)) throw new Error("not a paragraph");
      changed.delete(section.querySelector(".edited-form"));
      const at = links().findIndex((link) => link.closest(".edited").id === key);
      if (answer.ok && next && links()[at + 1]) await openAt(links()[at + 1]);
    } catch {
      const button = section.querySelector("[value=save]");
      button.form.requestSubmit(button);
    }
  }

  // Where no line with three hyphens says where, a paragraph is split at the cursor.
  function markSplit(words) {
    const at = words.selectionStart;
    if (/^---$/m.test(words.value) || !words.value.slice(0, at).trim() || !words.value.slice(at).trim()) return;
    words.setRangeText("\n---\n", at, at, "end");
  }

  editor.addEventListener("click", (event) => {
    const link = event.target.closest(".edited-open");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openAt(link);
      return;
    }
    if (event.target.closest("[data-close]")) {
      event.preventDefault();
      close();
      return;
    }
    if (event.target.closest("[value=split]")) markSplit(event.target.form.elements.words);
    const press = event.target.closest("[value=save], [value=save_next]");
    if (press) {
      event.preventDefault();
      save(press.value === "save_next");
    }
  });

  editor.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    changed.add(event.target.form);
    clearTimeout(timer);
    timer = setTimeout(keep, KEEP_AFTER);
  });

  // What is sent by a form of its own is kept with it.
  editor.addEventListener("submit", (event) => changed.delete(event.target));

  function step(by) {
    const all = links();
    const at = all.indexOf(document.activeElement);
    const to = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    to?.focus();
    to?.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (!event.target.closest?.(".editor")) return; // letters are keys to the text alone
    const writing = event.target.closest("textarea, input, select");
    if (writing && event.target.name === "words" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save(false);
    } else if (writing && event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (!writing && !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === "j" || event.key === "k")) {
      event.preventDefault();
      step(event.key === "j" ? 1 : -1);
    }
  });

  // Who leaves without a word has what they typed kept all the same.
  window.addEventListener("pagehide", () => {
    for (const form of changed) if (form.isConnected) navigator.sendBeacon(address, typedIn(form));
  });
})();
