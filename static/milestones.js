// Keyboard shortcuts of the outline. They work only while the focus is inside a milestone, so no
// single key does anything elsewhere (WCAG 2.1.4). Everything they do is a button as well.
(() => {
  "use strict";
  const dialog = document.getElementById("shortcuts");
  const outline = document.getElementById("outline");
  if (!dialog || !outline || typeof dialog.showModal !== "function") return;

  const open = () => dialog.showModal();
  for (const button of document.querySelectorAll('[data-open-dialog="shortcuts"]')) {
    button.hidden = false;
    button.addEventListener("click", open);
  }

  const move = (milestone, step) => {
    const all = [...outline.querySelectorAll("[data-milestone]")];
    const next = all[all.indexOf(milestone) + step];
    if (next) next.querySelector(".step-title a").focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const milestone = event.target.closest("[data-milestone]");
    if (!milestone) return;
    const key = event.key.toLowerCase();
    if (key === "?") open();
    else if (key === "j") move(milestone, 1);
    else if (key === "k") move(milestone, -1);
    else {
      const button = milestone.querySelector(`button[data-key="${CSS.escape(key)}"]`);
      if (!button) return;
      button.focus();
      button.click();
    }
    event.preventDefault();
  });
})();
