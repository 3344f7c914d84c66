// The slider over a text's history shows the moment it is let go at, without the button.
document.querySelector(".moments input[type=range]")?.addEventListener("change", (event) => event.target.form.requestSubmit());
