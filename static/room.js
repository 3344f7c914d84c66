// The room's screen: asks every other second what is shown, goes on by key, and makes the words as large as fit.
(() => {
  const room = document.querySelector("body.room");
  const part = document.querySelector("#room-part");
  if (!room || !part) return;
  const EVERY = 1500; // milliseconds
  const away = document.querySelector(".room-away");
  let query = location.search;
  let etag = "";
  let asking = null;
  let timer = 0;

  // The largest size at which the paragraph still fits between head and foot, or where the page may be longer than
  // the screen, on one screen; no word is broken for it.
  function fit() {
    const box = part.querySelector(".room-paragraph");
    const words = part.querySelector(".room-fit");
    if (!box || !words) return;
    const height = getComputedStyle(box).overflowY === "visible" ? innerHeight * 0.75 : box.clientHeight;
    let small = 16;
    let large = Math.max(small, Math.floor(innerHeight / 6));
    words.classList.add("is-measured");
    while (large - small > 1) {
      const size = Math.floor((small + large) / 2);
      words.style.fontSize = `${size}px`;
      if (words.scrollHeight <= height && words.scrollWidth <= words.clientWidth) small = size;
      else large = size;
    }
    words.style.fontSize = `${small}px`;
    words.classList.remove("is-measured");
    fitProposals();
  }

  // What is proposed beside it becomes smaller, down to half its size, until all is seen: nobody scrolls in a room.
  function fitProposals() {
    const beside = part.querySelector(".room-proposals");
    if (!beside) return;
    beside.style.fontSize = "";
    const usual = parseFloat(getComputedStyle(beside).fontSize);
    for (let size = usual - 1; beside.scrollHeight > beside.clientHeight && size >= usual / 2; size -= 1) {
      beside.style.fontSize = `${size}px`;
    }
  }

  // The foot of the page stays, whatever the part above it shows by now.
  function tellFoot() {
    const stop = document.querySelector("button[form=room-lead][name=stop]");
    if (stop) stop.hidden = !part.querySelector("[data-shown]");
  }

  async function ask() {
    clearTimeout(timer);
    asking?.abort();
    const own = (asking = new AbortController());
    const patience = setTimeout(() => own.abort(), 10000);
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(room.dataset.now + query, { headers, credentials: "same-origin", signal: own.signal });
      if (answer.status === 200) {
        const { part: html } = await answer.json();
        etag = answer.headers.get("ETag") ?? "";
        if (html !== part.dataset.html) {
          const focus = document.activeElement?.dataset?.go;
          part.dataset.html = html;
          part.innerHTML = html;
          if (focus) part.querySelector(`[data-go=${focus}]`)?.focus();
          fit();
          tellFoot();
        }
      }
      if (answer.status === 404 || answer.status === 403) location.reload();
      away.textContent = answer.ok || answer.status === 304 ? "" : room.dataset.away;
    } catch {
      if (asking === own) away.textContent = room.dataset.away;
    } finally {
      clearTimeout(patience);
      if (asking === own) timer = setTimeout(ask, document.hidden ? 10 * EVERY : EVERY);
    }
  }

  // What was said of the press before the next one.
  const forget = () => document.querySelector(".room-told")?.remove();

  function look(address) {
    forget();
    query = new URL(address, location.href).search;
    etag = "";
    history.pushState(null, "", address);
    ask();
  }

  async function lead(button) {
    forget();
    const form = new FormData(button.form);
    form.set(button.name, button.value);
    try {
      const answer = await fetch(room.dataset.now.replace(/now\/$/, ""), { method: "POST", body: form, headers: { "X-Part": "room" } });
      if (!answer.ok) away.textContent = answer.status === 409 ? await answer.text() : room.dataset.away;
    } catch {
      away.textContent = room.dataset.away;
    }
    query = "";
    history.replaceState(null, "", location.pathname);
    etag = "";
    ask();
  }

  part.addEventListener("click", (event) => {
    const way = event.target.closest("a[data-go], a[data-follow], button[form=room-lead]");
    if (!way || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (way.matches("a")) look(way.href);
    else lead(way);
  });

  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, summary, #room-full")) return;
    if (event.key === " " && event.target.closest?.("button")) return; // presses it
    const on = [forward, "ArrowDown", "PageDown", " "].includes(event.key) && !(event.key === " " && event.shiftKey);
    const before = [back, "ArrowUp", "PageUp"].includes(event.key) || (event.key === " " && event.shiftKey);
    if (!on && !before) return;
    event.preventDefault();
    part.querySelector(on ? "[data-go=after]" : "[data-go=before]")?.click();
  });

  addEventListener("popstate", () => {
    query = location.search;
    etag = "";
    ask();
  });
  addEventListener("resize", fit);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  document.fonts?.ready.then(fit);

  const full = document.querySelector("#room-full");
  if (document.fullscreenEnabled) {
    full.hidden = false;
    full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
  }
  fit();
  timer = setTimeout(ask, EVERY);
})();
