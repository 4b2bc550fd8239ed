(() => {
  "use strict";
  const form = document.getElementById("filter");
  const items = [...document.querySelectorAll("[data-ids]")];
  const groups = [...document.querySelectorAll(".cause, .reminder, .group, .below")];
  const words = (text) => text.split(" ");
  let chosen = null; // ids of the findings of a number clicked on a page

  const fits = (item, wanted) =>
    (!wanted.check || words(item.dataset.check).includes(wanted.check)) &&
    (!wanted.kind || item.dataset.kind === wanted.kind) &&
    (!wanted.page || words(item.dataset.pages).includes(wanted.page)) &&
    (!wanted.amount || (item.dataset.amount !== "" && Number(item.dataset.amount) >= Number(wanted.amount))) &&
    (!chosen || words(item.dataset.ids).some((id) => chosen.includes(id)));

  const apply = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const active = chosen !== null || Object.values(wanted).some((value) => value !== "");
    let shown = 0;
    for (const item of items) {
      item.hidden = active && !fits(item, wanted);
      shown += item.hidden ? 0 : 1;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("[data-ids]:not([hidden])");
      if (active && group.tagName === "DETAILS" && !group.hidden) group.open = true;
    }
    form.elements.count.value = active ? `显示 ${shown} / ${items.length} 处` : "";
  };

  const show = (id) => {
    const target = document.getElementById(id);
    if (!target) return;
    for (let up = target.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    target.scrollIntoView({ block: "center" });
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };

  const clear = () => { chosen = null; apply(); };
  form.hidden = false;
  form.addEventListener("input", clear);
  form.addEventListener("reset", () => setTimeout(clear));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    const href = link.getAttribute("href");
    if (link.dataset.findings) {
      form.reset();
      chosen = words(link.dataset.findings);
      setTimeout(() => { chosen = words(link.dataset.findings); apply(); show(href.slice(1)); });
    } else if (href.startsWith("#f-") || href.startsWith("#cause-")) {
      form.reset();
      setTimeout(() => show(href.slice(1)));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") form.reset();
  });
  window.addEventListener("hashchange", () => show(location.hash.slice(1)));
  if (location.hash) show(location.hash.slice(1));
})();
