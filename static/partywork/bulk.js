/* The boxes of a list: a box in the head ticks the page, x ticks the current row, the bar says how many.
   Without JavaScript the boxes and the bar work as they stand. */
(function () {
  "use strict";
  const bar = document.getElementById("bulk");
  const table = document.querySelector(".records table");
  if (!bar || !table) return;
  const boxes = Array.from(table.querySelectorAll(".pick input"));
  const all = bar.querySelector("[name=all]");
  const count = bar.querySelector("[data-bulk-count]");
  const idle = count.textContent;

  const head = document.createElement("label");
  head.className = "pick";
  const page = document.createElement("input");
  page.type = "checkbox";
  page.setAttribute("aria-label", "全选本页");
  page.title = "全选本页";
  head.appendChild(page);
  const first = table.querySelector("th");
  if (first) first.insertBefore(head, first.firstChild);

  function tell() {
    const ticked = boxes.filter((box) => box.checked).length;
    page.checked = ticked > 0 && ticked === boxes.length;
    page.indeterminate = ticked > 0 && ticked < boxes.length;
    boxes.forEach((box) => box.closest("tr").classList.toggle("is-picked", box.checked || all.checked));
    count.textContent = all.checked ? "已选全部筛选结果" : ticked ? "已选 " + ticked + " 条" : idle;
    bar.classList.toggle("is-on", ticked > 0 || all.checked);
  }
  function tickPage(on) { boxes.forEach((box) => { box.checked = on; }); tell(); }
  page.addEventListener("change", () => tickPage(page.checked));
  bar.querySelector("[data-bulk-page]").addEventListener("click", () => tickPage(true));
  boxes.forEach((box) => box.addEventListener("change", tell));
  all.addEventListener("change", tell);
  bar.querySelector("[data-bulk-none]").addEventListener("click", () => {
    all.checked = false;
    tickPage(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
    const box = table.querySelector("tr.is-current .pick input");
    if (box) { box.checked = !box.checked; tell(); }
  });
  window.addEventListener("pageshow", tell);
  tell();
})();
