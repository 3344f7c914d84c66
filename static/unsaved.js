// Asks before one leaves a form in which words stand that have not been sent. A form in which people write says to
// whom it was shown (form_of); one that was refused, or is given back, holds unsaved words from the start (data-unsaved).
(() => {
  const own = [...document.querySelectorAll("[name=form_of]")].map((field) => field.form);
  const forms = new Set([...own, ...document.querySelectorAll("form[data-unsaved]")]);
  let sent = false;

  function chosen(field) {
    const options = [...field.options];
    const first = field.multiple ? [] : options.slice(0, 1); // what a browser chooses where nothing is marked
    const marked = options.filter((option) => option.defaultSelected);
    const asShown = marked.length ? marked : first;
    return options.some((option) => option.selected !== asShown.includes(option));
  }

  function changed(field) {
    if (field.type === "file") return field.files.length > 0;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) return chosen(field);
    return field.defaultValue !== undefined && field.value !== field.defaultValue;
  }

  const unsaved = (form) => "unsaved" in form.dataset || [...form.elements].some((field) => "unsaved" in field.dataset || changed(field));

  document.addEventListener("submit", (event) => { sent = forms.has(event.target); });
  document.addEventListener("input", () => { sent = false; });
  window.addEventListener("pageshow", () => { sent = false; });
  window.addEventListener("beforeunload", (event) => {
    if (sent || ![...forms].some(unsaved)) return;
    event.preventDefault();
    event.returnValue = true; // browsers that know nothing of the line above
  });
})();
