/* Fields for text with figures ([data-tokens]): 插入指标 opens the list of figures, and what is typed is tried.
   Both come from the server as fragments; without this script the fields are plain ones. */
(function () {
  "use strict";
  const WAIT = 500;
  let dialog = null;
  let field = null; // the one the list was opened for
  let latest = 0; // the newest question to the list; an older answer is dropped
  const waiting = new WeakMap();

  function about(input) {
    const given = input.dataset;
    const asked = { org: given.org, period: given.period };
    if (given.dataDate) asked.data_date = given.dataDate;
    return asked;
  }

  /* The list */
  function makeDialog() {
    dialog = document.createElement("dialog");
    dialog.className = "picker";
    dialog.setAttribute("aria-label", "插入指标");
    dialog.innerHTML =
      '<div class="picker-frame"><form class="picker-search" role="search">' +
      '<input class="form-control" type="search" name="q" autocomplete="off" aria-label="查找指标" placeholder="名称、拼音或首字母，如 支委会、zwh">' +
      '<button class="btn btn-plain" type="button" data-close>关闭</button></form>' +
      '<div class="picker-body" aria-live="polite"></div></div>';
    document.body.appendChild(dialog);
    const search = dialog.querySelector("input");
    search.addEventListener("input", () => later(search, () => show(query({ q: search.value.trim() }))));
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.target.matches("form[data-part]")) show(fromForm(event.target));
      else show(query({ q: search.value.trim() }));
    });
    dialog.addEventListener("change", (event) => {
      const form = event.target.closest("form[data-part]");
      if (form) show(fromForm(form), event.target.name);
    });
    dialog.addEventListener("click", onClick);
    dialog.addEventListener("keydown", onKey);
    dialog.addEventListener("close", () => { if (field) field.focus(); });
  }
  function query(more) {
    const asked = Object.assign(about(field), more);
    return "?" + new URLSearchParams(Object.entries(asked).filter((pair) => pair[1]));
  }
  function fromForm(form) {
    return "?" + new URLSearchParams(Array.from(new FormData(form)).filter((pair) => pair[1]));
  }
  async function show(address, focusName) {
    const body = dialog.querySelector(".picker-body");
    const mine = (latest += 1);
    body.classList.add("is-waiting");
    const text = await fetched(field.dataset.figuresUrl + address + "&part=1");
    if (mine !== latest) return;
    body.classList.remove("is-waiting");
    body.innerHTML = text;
    body.scrollTop = 0;
    body.querySelectorAll("[data-token]").forEach((button) => { button.hidden = false; });
    const again = focusName && body.querySelector('[name="' + focusName + '"]');
    if (again) again.focus();
  }
  function onClick(event) {
    const link = event.target.closest("a[data-part]");
    const token = event.target.closest("[data-token]");
    if (event.target.closest("[data-close]") || event.target === dialog) dialog.close();
    if (token) { insert(token.dataset.token); dialog.close(); }
    if (!link) return;
    event.preventDefault();
    dialog.querySelector("input[name=q]").value = new URL(link.href, location.href).searchParams.get("q") || "";
    show(new URL(link.href, location.href).search);
  }
  /* Arrows go from the search box down the rows and back. */
  function onKey(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target.matches("select, input:not([name=q])")) return;
    const stops = Array.from(dialog.querySelectorAll("input[name=q], .picker-body a[data-part], .picker-body [data-token]"));
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0 || next >= stops.length) return;
    event.preventDefault();
    stops[next].focus();
  }
  function insert(token) {
    const end = field.value.length;
    const placed = field.dataset.caret; // where nobody has put the caret yet, the token goes to the end
    field.setRangeText(token, placed ? field.selectionStart : end, placed ? field.selectionEnd : end, "end");
    field.dataset.caret = "yes";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function open(input) {
    field = input;
    if (!dialog) makeDialog();
    dialog.querySelector("input[name=q]").value = "";
    dialog.querySelector(".picker-body").innerHTML = "";
    dialog.showModal();
    show(query({}));
    dialog.querySelector("input[name=q]").focus();
  }

  /* Trying what is typed */
  async function check(input) {
    const place = checkOf(input);
    const asked = new URLSearchParams(Object.assign({ text: input.value }, about(input), kindOf(input)));
    const mine = String(Number(place.dataset.asked || 0) + 1);
    place.dataset.asked = mine;
    place.classList.add("is-old");
    const text = input.value.trim() ? await fetched(input.dataset.tryUrl, asked) : "";
    if (place.dataset.asked !== mine) return;
    place.classList.remove("is-old");
    place.innerHTML = text;
  }
  /* A sentence of the library ([data-sentence]) is tried as a report would have it. */
  function kindOf(input) {
    const chosen = "sentence" in input.dataset && input.form.querySelector("[name=kind]:checked");
    return chosen ? { kind: chosen.value } : {};
  }
  function checkOf(input) {
    return document.getElementById(input.dataset.checkedBy);
  }
  async function fetched(url, body) {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    try {
      const answer = await fetch(url, body ? { method: "POST", body: body, headers: headers } : {});
      if (answer.ok && !answer.redirected) return await answer.text();
      return '<p class="picker-error">现在查不到，请刷新页面再试。</p>';
    } catch (error) {
      return '<p class="picker-error">网络不通，连上后再试；写的文字还在。</p>';
    }
  }
  function later(input, act) {
    clearTimeout(waiting.get(input));
    waiting.set(input, setTimeout(act, WAIT));
  }

  /* A field gets its button and the place for what it prints. */
  let number = 0;
  function dress(input) {
    if (input.dataset.checkedBy || !input.dataset.figuresUrl) return;
    number += 1;
    input.dataset.checkedBy = "token-check-" + number;
    const tools = document.createElement("div");
    tools.className = "token-tools";
    tools.innerHTML = '<button class="btn btn-quiet" type="button">插入指标</button><span class="faint">大括号里的指标成文时换成数字</span>';
    const place = document.createElement("div");
    place.className = "token-check";
    place.id = input.dataset.checkedBy;
    place.setAttribute("aria-live", "polite");
    input.after(tools, place);
    tools.querySelector("button").addEventListener("click", () => open(input));
    input.addEventListener("input", () => later(input, () => check(input)));
    ["click", "keyup", "input"].forEach((kind) => input.addEventListener(kind, () => { input.dataset.caret = "yes"; }));
    input.addEventListener("focus", () => { if (!place.dataset.asked) check(input); });
    if ("sentence" in input.dataset)
      input.form.addEventListener("change", (event) => { if (event.target.name === "kind" && place.dataset.asked) check(input); });
    if (input === document.activeElement) check(input);
  }
  const dressAll = (root) => root.querySelectorAll("[data-tokens]").forEach(dress);
  document.addEventListener("focusin", (event) => { if (event.target.matches("[data-tokens]")) dress(event.target); });
  document.addEventListener("htmx:load", (event) => dressAll(event.target));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => dressAll(document));
  else dressAll(document);
})();
