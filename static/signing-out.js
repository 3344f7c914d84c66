// The words of theirs that this browser has kept (saving.js) are taken away when somebody signs out on whatever page;
// those of whoever left without it, and whose session ended here, once somebody else is signed in.
(() => {
  const mine = ` ${document.currentScript.dataset.person}`;
  function drop(goes) {
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("words ") && goes(name)) localStorage.removeItem(name);
    } catch { /* a browser that keeps nothing */ }
  }
  drop((name) => !name.endsWith(mine));
  document.addEventListener("submit", ({ target }) => {
    if ((target.getAttribute("action") || location.pathname).endsWith("/logout/")) drop((name) => name.endsWith(mine));
  });
})();
