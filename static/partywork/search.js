/* The search box of every page: "/" goes to it, arrows walk what it offers, Enter opens or searches.
   Without JavaScript it is a form. */
(function () {
  "use strict";
  const form = document.querySelector("[data-search]");
  if (!form) return;
  const box = form.querySelector("[name=q]");
  const list = document.getElementById("suggestions");
  const options = () => Array.from(list.querySelectorAll("[role=option]"));
  let at = -1;

  function show(open) {
    list.hidden = !open;
    box.setAttribute("aria-expanded", open ? "true" : "false");
    if (!open) choose(-1);
  }
  function choose(index) {
    const offered = options();
    at = offered.length ? Math.max(-1, Math.min(offered.length - 1, index)) : -1;
    offered.forEach((option, number) => option.setAttribute("aria-selected", number === at ? "true" : "false"));
    if (at < 0) { box.removeAttribute("aria-activedescendant"); return; }
    box.setAttribute("aria-activedescendant", offered[at].id);
    offered[at].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.target.isContentEditable) return;
    const link = document.querySelector(".search-link");
    if (box.offsetParent === null && link) { event.preventDefault(); link.click(); return; }
    event.preventDefault();
    box.focus();
    box.select();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      choose(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      options()[at].click();
    } else if (event.key === "Escape") {
      if (list.hidden) box.blur();
      show(false);
    }
  });
  box.addEventListener("input", () => { if (!box.value.trim()) { list.textContent = ""; show(false); } });
  box.addEventListener("focus", () => { if (list.firstElementChild && box.value.trim()) show(true); });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) show(false); });
  form.addEventListener("focusout", (event) => { if (event.relatedTarget && !form.contains(event.relatedTarget)) show(false); });
  list.addEventListener("htmx:afterSwap", () => {
    choose(-1);
    show(document.activeElement === box && Boolean(list.firstElementChild) && Boolean(box.value.trim()));
  });
})();
