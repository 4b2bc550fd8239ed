// A click on a head sorts its table: numbers from the largest, texts in Chinese order, a second click the other way.
for (const button of document.querySelectorAll("thead button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th"), body = head.closest("table").tBodies[0], column = head.cellIndex;
    const numeric = head.classList.contains("number");
    const now = head.getAttribute("aria-sort");
    const ascending = now ? now === "descending" : !numeric;
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
    const compare = numeric ? (a, b) => Number(key(a)) - Number(key(b)) : (a, b) => key(a).localeCompare(key(b), "zh");
    body.append(...[...body.rows].sort((a, b) => (ascending ? 1 : -1) * compare(a, b)));
  });
}
