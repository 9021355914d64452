/* Boxes that find: the one of every page ("/" goes to it, Enter opens or searches), and those of forms and filters that
   choose one record of many. Arrows walk what a box offers. Without JavaScript each is a box in a form. */
(function () {
  "use strict";

  /* ``within``: the box and its list; ``typed``: what to do when the user changes the text. */
  function walk(within, box, list, typed) {
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
    box.addEventListener("input", () => {
      if (!box.value.trim()) { list.textContent = ""; show(false); }
      typed();
    });
    box.addEventListener("focus", () => { if (list.firstElementChild && box.value.trim()) show(true); });
    document.addEventListener("click", (event) => { if (!within.contains(event.target)) show(false); });
    within.addEventListener("focusout", (event) => { if (event.relatedTarget && !within.contains(event.relatedTarget)) show(false); });
    list.addEventListener("htmx:afterSwap", () => {
      choose(-1);
      show(document.activeElement === box && Boolean(list.firstElementChild) && Boolean(box.value.trim()));
    });
    return show;
  }

  /* The search of every page. */
  const form = document.querySelector("[data-search]");
  if (form) {
    const box = form.querySelector("[name=q]");
    walk(form, box, document.getElementById("suggestions"), () => {});
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.target.isContentEditable) return;
      const link = document.querySelector(".search-link");
      if (box.offsetParent === null && link) { event.preventDefault(); link.click(); return; }
      event.preventDefault();
      box.focus();
      box.select();
    });
  }

  /* One record of many: what is clicked stands in the box by its name and is sent by its number. Other text chooses
     nothing by itself; the server looks whether a record is called so. */
  Array.from(document.querySelectorAll("[data-finder]")).forEach((finder) => {
    const chosen = finder.querySelector("input[type=hidden]"), box = finder.querySelector("[role=combobox]");
    const list = finder.querySelector("[role=listbox]"), name = box.name;
    const show = walk(finder, box, list, () => { chosen.value = ""; box.name = name; });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-key]");
      if (!option) return;
      chosen.value = option.dataset.key;
      box.value = option.querySelector(".found-title").textContent;
      show(false);
      list.textContent = "";
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
    /* The address of a filter names what was picked, not what was typed on the way. */
    box.form.addEventListener("submit", () => {
      if (box.form.method === "get" && Boolean(chosen.value) === Boolean(box.value.trim())) box.removeAttribute("name");
    });
  });
})();
