/* What pages gain when JavaScript is there. Nothing below is needed to log, to read or to export. */
(function () {
  "use strict";
  const each = (selector, act, root) => Array.from((root || document).querySelectorAll(selector)).forEach(act);
  const typing = (element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) || element.isContentEditable;
  document.documentElement.classList.remove("no-js");

  /* Small menus close on a click elsewhere and on Escape. */
  function closeMenus(except) {
    each("details.menu[open]", (menu) => { if (menu !== except) menu.open = false; });
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    closeMenus(null);
    if (open) open.querySelector("summary").focus();
  });

  /* The filter is open in the page as sent; on a phone it folds unless it is in use. */
  function foldFilters() {
    if (window.matchMedia("(max-width: 639.98px)").matches) each("details[data-fold='yes']", (filter) => { filter.open = false; });
  }

  /* A list is left with the filter that was used last; the menu leads back to it. Kept for this tab only. */
  function rememberFilter() {
    const key = (path) => "filter:" + path;
    each("[data-remember]", () => {
      const asked = new URLSearchParams(location.search);
      ["cursor", "sums"].forEach((name) => asked.delete(name));
      const kept = Array.from(asked).filter((pair) => pair[1]);
      sessionStorage.setItem(key(location.pathname), kept.length ? "?" + new URLSearchParams(kept) : "");
    });
    each(".side-link, .bottombar a", (link) => {
      const path = new URL(link.href, location.href).pathname;
      const kept = sessionStorage.getItem(key(path));
      if (kept && path !== location.pathname) link.href = path + kept;
    });
    each("[data-forget]", () => sessionStorage.clear());
  }

  /* Lists by keyboard: j and k move, Enter opens. */
  let current = -1;
  function moveTo(rows, index) {
    each("tr.is-current", (row) => row.classList.remove("is-current"));
    current = Math.max(0, Math.min(rows.length - 1, index));
    rows[current].classList.add("is-current");
    rows[current].scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const rows = document.querySelectorAll(".records tbody tr");
    if (!rows.length) {
      return;
    } else if (event.key === "j") {
      moveTo(rows, current + 1);
    } else if (event.key === "k") {
      moveTo(rows, current - 1);
    } else if (event.key === "Enter" && current >= 0 && event.target === document.body) {
      const link = rows[current].querySelector("a[href]");
      if (link) link.click();
    }
  });

  /* A click anywhere in a row opens its record, unless text is being selected. */
  function markRows() {
    each(".records tbody tr", (row) => { if (row.querySelector("a[href]")) row.classList.add("has-link"); });
  }
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr.has-link");
    if (!row || event.target.closest("a, button, input, label, summary") || String(getSelection())) return;
    row.querySelector("a[href]").click();
  });

  /* Rows that repeat: a new one is a copy of the empty form with the next number. */
  function totalForms(group) {
    return document.getElementById("id_" + group.dataset.prefix + "-TOTAL_FORMS");
  }
  function addRow(group) {
    const total = totalForms(group);
    const limit = document.getElementById("id_" + group.dataset.prefix + "-MAX_NUM_FORMS");
    if (limit && Number(total.value) >= Number(limit.value)) return;
    const holder = document.createElement("template");
    holder.innerHTML = group.querySelector("template").innerHTML.replace(/__prefix__/g, total.value);
    const row = holder.content.firstElementChild;
    group.querySelector("[data-rows]").appendChild(row);
    total.value = Number(total.value) + 1;
    dressRow(row);
    if (window.htmx) window.htmx.process(row);
    const field = row.querySelector("input:not([type=hidden]), select, textarea");
    if (field) field.focus();
  }
  function removeRow(row) {
    const box = row.querySelector("input[name$='-DELETE']");
    if (box) box.checked = true;
    else each("input:not([type=hidden]), select, textarea", (field) => { field.value = ""; field.checked = false; }, row);
    row.classList.add("is-removed");
    row.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function dressRow(row) {
    const box = row.querySelector("input[name$='-DELETE']");
    const button = row.querySelector("[data-remove-row]");
    if (box) box.closest(".formset-cell").hidden = true;
    if (button) button.hidden = false;
    if (box && box.checked) row.classList.add("is-removed");
  }
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-row]");
    const remove = event.target.closest("[data-remove-row]");
    if (add) addRow(add.closest("[data-formset]"));
    if (remove) removeRow(remove.closest("[data-row]"));
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-back]")) { event.preventDefault(); history.back(); }
  });

  /* Forms: warn before typed text is left behind; send once; open the fold in which an error lies. */
  let dirty = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) dirty = true; });
  document.addEventListener("change", (event) => { if (event.target.closest("form[data-guard]")) dirty = true; });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) { event.preventDefault(); event.returnValue = ""; }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-guard]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    dirty = false;
  });
  window.addEventListener("pageshow", () => each("form[data-sent]", (form) => { delete form.dataset.sent; }));
  function showErrors() {
    each(".is-invalid, [aria-invalid='true']", (field) => {
      const fold = field.closest("details");
      if (fold) fold.open = true;
    });
    each(".error-summary", (summary) => { dirty = true; summary.focus(); });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const fold = field.closest("details");
    if (fold) fold.open = true;
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  /* What scrolls sideways can be reached and moved by keyboard, and says so. */
  function markScrolling() {
    each(".scroll, .records, .paper-table", (box) => {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      if (!scrolls && box.dataset.scrolls) ["tabindex", "role", "aria-label", "data-scrolls"].forEach((name) => box.removeAttribute(name));
      if (!scrolls || box.hasAttribute("tabindex")) return;
      box.dataset.scrolls = "yes";
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", "表格，可左右滚动");
    });
  }
  window.addEventListener("resize", markScrolling);
  document.addEventListener("htmx:load", markScrolling);

  /* The menu is longer than a small screen: where one is stays in sight. */
  function showPlace() {
    const side = document.querySelector(".side");
    const here = document.querySelector(".side-link[aria-current]");
    if (side && here && here.offsetTop + here.offsetHeight > side.clientHeight) side.scrollTop = here.offsetTop - side.clientHeight / 2;
  }

  function start() {
    foldFilters();
    showPlace();
    markScrolling();
    rememberFilter();
    markRows();
    each("[data-row]", dressRow);
    each("[data-back]", (button) => { button.hidden = false; });
    showErrors();
  }
  start();
})();
