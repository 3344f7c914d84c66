// Shows a question that hangs on an earlier answer only where that was given. Without it all are shown, each with the
// sentence that says when it is to be answered.
(() => {
  const questions = [...document.querySelectorAll(".question")];
  if (!questions.some((question) => question.dataset.if)) return;
  const given = (name, option) => [...document.getElementsByName(name)].some(
    (field) => field.value === option && field.checked && !field.closest(".question").hidden,
  );

  function fold() {
    let inSection = true;
    for (const question of questions) {
      const met = !question.dataset.if || given(question.dataset.if, question.dataset.option);
      if ("section" in question.dataset) inSection = met;
      question.hidden = !(met && inSection);
    }
  }

  for (const sentence of document.querySelectorAll(".only-if")) sentence.hidden = true;
  document.addEventListener("change", fold);
  fold();
})();
