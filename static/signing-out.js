// Takes away, when somebody signs out on whatever page, the words of theirs that this browser has kept (saving.js).
(() => {
  const mine = ` ${document.currentScript.dataset.person}`;
  document.addEventListener("submit", ({ target }) => {
    if (!(target.getAttribute("action") || location.pathname).endsWith("/logout/")) return;
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("words ") && name.endsWith(mine)) localStorage.removeItem(name);
    } catch { /* a browser that keeps nothing */ }
  });
})();
