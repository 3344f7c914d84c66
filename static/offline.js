// Keeping pages for reading off-line: the button beside a page that can be kept, and the list of what is kept.
(async () => {
  if (!navigator.serviceWorker || !window.caches) return;
  const [keep, list, mark] = ["keep", "kept", "cannot"].map((id) => document.getElementById(id));
  const told = async (message) => {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    return new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => done(data);
      active.postMessage(message, [port2]);
    });
  };
  if (keep) {
    const address = location.pathname + location.search;
    const [button, kept, failed] = keep.querySelectorAll("button, [role=status] > span");
    const say = (done) => { kept.hidden = !done; failed.hidden = done; };
    keep.hidden = false;
    if (await caches.match(address)) say(true);
    button.addEventListener("click", async () => {
      button.disabled = true;
      say(await told({ keep: address, offLine: keep.dataset.offLine }).catch(() => false));
      button.disabled = false;
    });
  }
  if (list) {
    mark.hidden = true;
    const kept = await caches.open("kept-1"), clear = document.getElementById("clear");
    for (const { url } of (await kept.keys()).reverse()) {
      const { title, size } = JSON.parse((await kept.match(url)).headers.get("x-kept"));
      const item = list.appendChild(document.createElement("li")), link = item.appendChild(document.createElement("a"));
      link.href = url;
      const words = new DOMParser().parseFromString(decodeURIComponent(title), "text/html"); // as the page has it: &amp;
      link.textContent = words.body.textContent || url;
      item.append(` · ${Math.ceil(size / 1000)} kB`);
    }
    clear.hidden = !list.children.length;
    document.getElementById("nothing").hidden = !clear.hidden;
    clear.addEventListener("click", async () => { await told({ drop: true }); location.reload(); });
  }
})();
