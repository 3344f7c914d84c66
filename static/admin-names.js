// Select2 calls a box by what is chosen in it alone: here its name is that of the field, and then what is chosen.
{
  const nameBoxes = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const box = select.nextElementSibling?.querySelector('[role="combobox"]');
      const name = select.getAttribute("aria-label") ?? select.labels[0]?.textContent.trim().replace(/[:：]$/, "");
      if (!box || !name) continue;
      const chosen = box.querySelector(".select2-selection__rendered");
      box.id ||= `${select.id}-box`;
      box.setAttribute("aria-label", name);
      box.setAttribute("aria-labelledby", `${box.id} ${chosen.id}`.trim());
      chosen.removeAttribute("role");
      chosen.removeAttribute("aria-readonly");
      for (const part of box.querySelectorAll("ul > span")) {
        part.setAttribute("role", "listitem");
      }
      chosen.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
    }
  };
  addEventListener("load", () => django.jQuery(() => { // behind what Select2 waits for
    nameBoxes();
    django.jQuery(document).on("change", "select.admin-autocomplete", () => setTimeout(nameBoxes));
  }));
  document.addEventListener("formset:added", () => setTimeout(nameBoxes));
}
