/* What is typed into a record's form is not lost when the connection or the session breaks: this browser keeps it, by
   user and form, until it is saved, for at most seven days. Never kept: what a field marks as private (data-private),
   hidden fields, files, passwords, phone numbers. Without this script the forms work as before. */
(function () {
  "use strict";
  const KEPT_DAYS = 7;
  const WAIT = 10000; // ms for the server to be reached before a form is sent
  const PREFIX = "draft:";
  const NEVER = ["hidden", "password", "file", "tel", "submit", "button", "reset"];
  const each = (selector, act, root) => Array.from((root || document).querySelectorAll(selector)).forEach(act);

  /* --- The store. A browser that forbids it or is full keeps nothing, and nothing else fails. --- */
  const store = {
    read(key) {
      try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch (error) { return null; }
    },
    write(key, draft) {
      try { localStorage.setItem(PREFIX + key, JSON.stringify(draft)); } catch (error) { /* as above */ }
    },
    drop(key) {
      try { localStorage.removeItem(PREFIX + key); } catch (error) { /* as above */ }
    },
    keys() {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
      } catch (error) { return []; }
    },
  };
  function dropOld() {
    const oldest = Date.now() - KEPT_DAYS * 24 * 3600 * 1000;
    store.keys().forEach((key) => {
      const draft = store.read(key);
      if (!draft || !(draft.at >= oldest)) store.drop(key);
    });
  }

  /* --- Who types is not idle: the server hears of it now and then, so that the session does not end meanwhile. --- */
  const BETWEEN_SIGNS = 5 * 60 * 1000; // ms
  let heard = Date.now();
  function awake() {
    const address = document.body.dataset.awake;
    if (!address || Date.now() - heard < BETWEEN_SIGNS) return;
    heard = Date.now();
    fetch(address, { cache: "no-store", redirect: "manual" }).catch(() => { /* the form says so when it is sent */ });
  }

  /* --- From a form to a draft and back. --- */
  const isKept = (field) => field.name && !NEVER.includes(field.type) && !field.closest("[data-private]");
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  const fieldsOf = (form) => Array.from(form.elements).filter(isKept);

  function take(form) {
    const values = fieldsOf(form)
      .filter((field) => !isTick(field) || field.checked)
      .map((field) => [field.name, field.value]);
    const rows = {};
    each("[data-formset]", (group) => { rows[group.dataset.prefix] = group.querySelectorAll("[data-row]").length; }, form);
    return { at: Date.now(), values, rows };
  }
  function put(form, draft, part) {
    Object.keys(draft.rows).forEach((prefix) => addRows(form, prefix, draft.rows[prefix]));
    const kept = (field) => draft.values.filter((pair) => pair[0] === field.name).map((pair) => pair[1]);
    fieldsOf(form).filter((field) => !part || part.contains(field)).forEach((field) => {
      const values = kept(field);
      if (isTick(field)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    });
  }
  function addRows(form, prefix, wanted) {
    const group = form.querySelector("[data-formset][data-prefix='" + prefix + "']");
    const add = group && group.querySelector("[data-add-row]");
    for (let have = group ? group.querySelectorAll("[data-row]").length : wanted; add && have < wanted; have += 1) add.click();
  }
  function tell(form) {
    form.dispatchEvent(new Event("change", { bubbles: true }));
    ["date", "org"].forEach((name) => {
      const field = form.elements[name];
      if (field && field.type !== "hidden") field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  /* --- The offer. --- */
  function when(at) {
    const then = new Date(at), today = new Date();
    const days = Math.round((new Date(today.toDateString()) - new Date(then.toDateString())) / 86400000);
    const day = ["今天", "昨天", "前天"][days] || then.getMonth() + 1 + "月" + then.getDate() + "日";
    return day + " " + then.getHours() + ":" + String(then.getMinutes()).padStart(2, "0");
  }
  function dress(form) {
    const key = form.dataset.keep;
    const offer = document.querySelector("[data-draft-offer]");
    const draft = store.read(key); // stays at hand while somebody types something else
    if (draft && !("draftShown" in form.dataset)) {
      offer.querySelector("[data-draft-when]").textContent = when(draft.at);
      if (form.querySelector("[data-private]")) {
        offer.querySelector("[data-draft-note]").textContent = "涉及个人的内容和文件没有留存，要重新填。";
      }
      offer.hidden = false;
    }
    offer.querySelector("[data-draft-take]").addEventListener("click", () => {
      put(form, draft);
      tell(form);
      document.addEventListener("htmx:afterSettle", () => { // the roster of the draft's day has come
        put(form, draft, document.getElementById("absences"));
        form.dispatchEvent(new Event("change"));
      }, { once: true });
      store.write(key, draft);
      offer.hidden = true;
    });
    offer.querySelector("[data-draft-drop]").addEventListener("click", () => {
      store.drop(key);
      offer.hidden = true;
    });
    const keep = (event) => { if (event.isTrusted && isKept(event.target)) store.write(key, take(form)); };
    form.addEventListener("input", keep);
    form.addEventListener("input", awake);
    form.addEventListener("change", keep);
    form.addEventListener("click", (event) => {
      if (event.isTrusted && event.target.closest("[data-remove-row]")) setTimeout(() => store.write(key, take(form)));
    });
  }

  /* --- A form is sent when the server can be reached; else it stays as it is and says so. --- */
  function reach() {
    const icon = document.querySelector("link[rel=icon]");
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), WAIT);
    const asked = fetch(icon.href, { method: "HEAD", cache: "no-store", signal: stop.signal });
    return asked.then(() => clearTimeout(timer));
  }
  let pressed = null; // the button, for browsers whose event does not name it
  document.addEventListener("click", (event) => { pressed = event.target.closest("button[type=submit]"); }, true);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-keep]") || !form.requestSubmit || form.reached) { form.reached = false; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.asking) return;
    form.asking = true;
    const lost = document.querySelector("[data-draft-lost]");
    const submitter = event.submitter || (pressed && pressed.form === form ? pressed : null);
    reach().then(() => {
      lost.hidden = true;
      form.reached = true;
      form.requestSubmit(submitter);
    }, () => {
      lost.hidden = false;
      lost.focus();
    }).then(() => { form.asking = false; });
  }, true);

  /* --- The end of a draft: saved, or the user goes. --- */
  document.addEventListener("submit", (event) => {
    const user = event.target.dataset.draftUser;
    if (user) store.keys().filter((key) => key.startsWith(user + ":")).forEach(store.drop);
  });

  dropOld();
  each("[data-draft-done]", (mark) => store.drop(mark.dataset.draftDone));
  each("form[data-keep]", dress);
  each("[data-draft-waiting]", (note) => { // a page that stands in the form's way: logging in, an expired form
    const path = (note.dataset.draftWaiting || location.pathname).split("?")[0];
    note.hidden = !store.keys().some((key) => key.endsWith(":" + path));
  });
})();
