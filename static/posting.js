// Shows how much of the files has arrived, and takes files that are dropped. Without it the form is sent as any other.
(() => {
  const form = document.querySelector("form[data-arriving]");
  if (!form) return;
  const field = form.elements.files;
  const place = form.querySelector(".portal-drop");
  const told = form.querySelector(".portal-arriving");
  const bar = told.querySelector("progress");
  const words = told.querySelector("output");
  const button = form.querySelector("[type=submit]");

  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add("is-over"); });
  }
  for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("is-over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });

  function failed() {
    words.textContent = form.dataset.failed;
    button.disabled = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sending = new XMLHttpRequest();
    sending.upload.addEventListener("progress", (now) => {
      const part = now.lengthComputable ? Math.floor((now.loaded / now.total) * 100) : 0;
      bar.value = part;
      words.textContent = `${form.dataset.arriving} ${part} %`;
    });
    sending.addEventListener("load", () => {
      if (sending.status === 200) window.location.assign(sending.responseURL);
      else if (sending.status < 500 && sending.responseText) {
        document.open();
        document.write(sending.responseText);
        document.close();
      } else failed();
    });
    sending.addEventListener("error", failed);
    button.disabled = true;
    told.hidden = false;
    sending.open("POST", form.action);
    sending.send(new FormData(form));
  });
})();
