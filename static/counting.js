// Counts along beside every field that says how much it holds (data-most: characters; data-files and data-bytes:
// files). Without it the same numbers stand in the help text. A screen reader hears of them when little is left.
(() => {
  const words = document.currentScript.dataset;
  const QUIET = 1000; // milliseconds after the last key, so that nobody is spoken to while writing
  const separator = words.thousand.slice(1, -3);
  const figures = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, separator);
  const said = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const characters = (text) => [...text.trim()].length; // as the portal counts: a letter of any script is one

  // As the portal counts them: of Chinese, each character is one.
  const countWords = (text) => (text.match(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:[-'\u2019./](?:(?!\p{Script=Han})[\p{L}\p{N}])+)*/gu) || []).length;

  // The count says how much a field holds; the sentence that says so without it stays for those who listen.
  function setAside(limit, field) {
    const help = document.getElementById(`${field.id}_helptext`);
    if (!help?.textContent.endsWith(limit)) return;
    const heard = document.createElement("span");
    heard.className = "visually-hidden";
    heard.textContent = limit;
    help.replaceChildren(help.textContent.slice(0, -limit.length), heard);
  }

  function beside(field) {
    const count = document.createElement("p");
    count.className = "form-text count";
    count.setAttribute("aria-hidden", "true"); // the help text says the limit; the region below, when it comes near
    const alarm = document.createElement("p");
    alarm.className = "visually-hidden";
    alarm.setAttribute("role", "status");
    field.after(count, alarm);
    let waiting = 0;
    return (shown, amiss, spoken) => {
      count.textContent = shown;
      count.classList.toggle("over", amiss);
      clearTimeout(waiting);
      waiting = setTimeout(() => { if (alarm.textContent !== spoken) alarm.textContent = spoken; }, QUIET);
    };
  }

  function countCharacters(field) {
    const most = Number(field.dataset.most);
    setAside(said(words.limit, { most: figures(most) }), field);
    const tell = beside(field);
    const count = () => {
      const left = most - characters(field.value);
      const over = left < 0;
      const rest = said(over ? words.over : words.left, { count: figures(Math.abs(left)) });
      const all = said(words.count, { count: figures(most - left), most: figures(most) });
      const inWords = Number(field.dataset.mostWords) && countWords(field.value);
      const tooWordy = inWords > Number(field.dataset.mostWords);
      const worded = inWords ? said(words.words, { count: figures(inWords), most: figures(Number(field.dataset.mostWords)) }) : "";
      const shown = [worded, over ? `${all} · ${rest}` : all].filter(Boolean).join(" · ");
      tell(shown, over || tooWordy, tooWordy ? worded : left <= most / 10 ? rest : "");
    };
    field.addEventListener("input", count);
    count();
  }

  function countFiles(field) {
    const tell = beside(field);
    field.addEventListener("change", () => {
      const most = Number(field.dataset.files) - document.querySelectorAll("[name=detach]:not(:checked)").length;
      const files = [...field.files];
      const large = files.filter((file) => file.size > Number(field.dataset.bytes)).map((file) => file.name);
      const found = [];
      if (files.length > most) found.push(said(words.files, { count: figures(files.length), most: figures(most) }));
      if (large.length) found.push(said(words.large, { names: large.join(", ") }));
      tell(found.join(" · "), found.length > 0, found.join(" · "));
    });
  }

  document.querySelectorAll("[data-most]").forEach(countCharacters);
  document.querySelectorAll("[data-files]").forEach(countFiles);
})();
