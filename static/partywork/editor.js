/* What the editor of a report gains when JavaScript is there: a tap opens a passage, texts save themselves, and
   a text that does not reach the server stays on this computer until it does. Without it every form still works. */
(function () {
  "use strict";
  const AUTOSAVE_AFTER = 1500; // ms of rest
  const RETRY_AFTER = 10000; // ms, while the server cannot be reached
  const each = (selector, act, root) => Array.from((root || document).querySelectorAll(selector)).forEach(act);

  /* --- A passage on the paper: a tap shows its tools; one at a time. --- */
  function toggleTools(anchor) {
    each("details.tools", (tools) => { tools.open = tools.dataset.tools === anchor && !tools.open; });
  }
  document.addEventListener("click", (event) => {
    const text = event.target.closest(".slot p[id], .slot span[id]");
    if (!text || event.target.closest("a, button") || String(getSelection())) return;
    toggleTools(text.id);
  });
  document.addEventListener("toggle", (event) => {
    const tools = event.target;
    if (!tools.matches || !tools.matches("details.tools")) return;
    const passage = document.getElementById(tools.dataset.tools);
    if (passage) passage.classList.toggle("is-current", tools.open);
    if (!tools.open) return;
    each("details.tools[open]", (other) => { if (other !== tools) other.open = false; });
    tools.querySelector(".tools-bar").scrollIntoView({ block: "nearest" });
  }, true);

  /* --- The page comes back from the server with the same passage open and the panel where it was. --- */
  let kept = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status === 409 || status === 422) { // a form with what was wrong
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
    const side = document.querySelector(".report-side");
    const open = document.querySelector("details.tools[open]");
    kept = {
      tools: open ? open.dataset.tools : "",
      focus: document.activeElement ? document.activeElement.id : "",
      side: side ? side.scrollTop : 0,
      folds: Array.from(document.querySelectorAll(".report-side details"), (fold) => fold.open),
    };
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (kept && event.detail.target.id === "content") {
      const side = document.querySelector(".report-side");
      if (side) side.scrollTop = kept.side;
      const folds = document.querySelectorAll(".report-side details");
      if (folds.length === kept.folds.length) folds.forEach((fold, index) => { fold.open = kept.folds[index]; });
      const tools = kept.tools && document.querySelector('details.tools[data-tools="' + kept.tools + '"]');
      if (tools) tools.open = true;
      const focused = kept.focus && document.getElementById(kept.focus);
      if (focused) focused.focus({ preventScroll: true });
      kept = null;
    }
    each("form[data-editor]", dress);
    offerDrafts();
    fadeMessages();
  });

  /* --- Drafts: what is typed is on this computer at once. --- */
  const drafts = {
    read(form) {
      try { return JSON.parse(localStorage.getItem(form.dataset.draft)); } catch (error) { return null; }
    },
    write(form) {
      try {
        localStorage.setItem(form.dataset.draft, JSON.stringify({ text: textOf(form).value, at: Date.now() }));
      } catch (error) { /* full or forbidden: the server still gets the text */ }
    },
    clear(form) {
      try { localStorage.removeItem(form.dataset.draft); } catch (error) { /* as above */ }
    },
  };
  const textOf = (form) => form.elements.text;
  function say(form, words) {
    form.querySelector("[data-state]").textContent = words;
  }

  /* --- A form over a paragraph. --- */
  function dress(form) {
    if (form.dataset.dressed) return;
    form.dataset.dressed = "yes";
    const text = textOf(form);
    form.saved = text.value; // what the server has
    form.touched = false; // whether this sitting has saved anything
    grow(text);
    if (form.closest(".slot-place")) {
      text.focus({ preventScroll: true });
      form.scrollIntoView({ block: "nearest" });
    }
    const draft = drafts.read(form);
    const offer = form.querySelector("[data-draft-offer]");
    if (draft && draft.text.trim() !== text.value.trim()) offer.hidden = false;
    offer.querySelector("[data-draft-take]").addEventListener("click", () => {
      text.value = draft.text;
      offer.hidden = true;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
    });
    offer.querySelector("[data-draft-forget]").addEventListener("click", () => {
      drafts.clear(form);
      offer.hidden = true;
    });
    text.addEventListener("input", () => typed(form));
    text.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    form.querySelector("[data-close]").addEventListener("click", (event) => close(event, form));
    form.addEventListener("htmx:afterRequest", (event) => {
      form.leaving = false;
      if (event.detail.successful) drafts.clear(form);
      else if (!event.detail.xhr.status) say(form, "没有连上，文字留在这台电脑上，请稍后再点保存");
    });
  }
  function grow(text) {
    text.style.height = "auto"; // set through the object model, which the page's policy allows
    text.style.height = Math.min(text.scrollHeight + 4, 480) + "px";
  }
  function typed(form) {
    grow(textOf(form));
    drafts.write(form);
    if (!("autosave" in form.dataset)) return;
    say(form, "");
    schedule(form, AUTOSAVE_AFTER);
  }
  function schedule(form, delay) {
    clearTimeout(form.timer);
    form.timer = setTimeout(() => autosave(form), delay);
  }

  /* Nothing saved yet: closing needs no server. Otherwise the button goes there and takes the sitting back. */
  function close(event, form) {
    clearTimeout(form.timer);
    drafts.clear(form);
    const place = form.closest(".slot-place");
    if (form.touched || form.busy || "versus" in form.dataset || !place) return;
    event.preventDefault();
    event.stopPropagation();
    place.textContent = "";
  }

  /* A form is sent after the save that is on its way, whose answer carries the number it must name. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-editor]")) return;
    clearTimeout(form.timer);
    form.leaving = true;
    if (!form.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.resend = () => form.requestSubmit(event.submitter);
  }, true);

  async function autosave(form) {
    if (!form.isConnected || form.leaving || textOf(form).value === form.saved || !textOf(form).value.trim()) return;
    if (form.busy) { schedule(form, AUTOSAVE_AFTER); return; }
    form.busy = true;
    const sent = textOf(form).value;
    const body = new FormData(form);
    body.set("autosave", "1");
    say(form, "正在保存");
    try {
      const response = await fetch(form.getAttribute("action"), { method: "POST", body, redirect: "manual" });
      await saved(form, sent, response);
    } catch (error) {
      say(form, "没有连上，文字留在这台电脑上，连上后会再存");
      schedule(form, RETRY_AFTER);
    } finally {
      form.busy = false;
      const resend = form.resend;
      form.resend = null;
      if (resend && form.isConnected) resend();
    }
  }
  async function saved(form, sent, response) {
    if (response.type === "opaqueredirect") {
      say(form, "登录过期了，文字留在这台电脑上。请在新窗口登录，再点保存");
      return;
    }
    if (response.status === 409) {
      showConflict(form, await response.text());
      return;
    }
    const isAnswer = (response.headers.get("Content-Type") || "").startsWith("application/json");
    const answer = isAnswer ? await response.json() : { said: "还没有保存，请点保存看原因" };
    say(form, answer.said);
    if (!response.ok) return;
    form.elements.revision.value = answer.revision;
    form.saved = sent;
    form.touched = true;
    if (textOf(form).value === sent) drafts.clear(form);
    else schedule(form, AUTOSAVE_AFTER);
  }
  function showConflict(form, html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const other = holder.content.querySelector("form[data-editor]");
    const typedSince = textOf(form).value;
    form.replaceWith(other);
    textOf(other).value = typedSince;
    if (window.htmx) window.htmx.process(other);
    dress(other);
  }
  window.addEventListener("online", () => each("form[data-editor][data-autosave]", (form) => schedule(form, 0)));

  /* A step elsewhere on the page redraws it: what is being typed is saved first. */
  document.addEventListener("htmx:confirm", (event) => {
    const waiting = Array.from(document.querySelectorAll("form[data-editor][data-autosave]")).filter(
      (form) => form !== event.target && textOf(form).value !== form.saved && textOf(form).value.trim());
    if (!waiting.length || event.detail.verb === "get") return;
    event.preventDefault();
    Promise.all(waiting.map(autosave)).then(() => event.detail.issueRequest(true));
  });

  /* What was said stays in sight while one works further down, and goes after a while. */
  function fadeMessages() {
    each(".page-report .notice-success", (notice) => setTimeout(() => notice.remove(), 6000));
  }

  /* Back on the report: is there a text on this computer that never arrived? */
  function offerDrafts() {
    const legend = document.querySelector("[data-report]");
    if (!legend) return;
    const prefix = legend.dataset.report + ":";
    const key = Object.keys(localStorage).find((each) => each.startsWith(prefix));
    const button = key && document.querySelector('[data-edit="' + key.slice(prefix.length) + '"]');
    const isOpen = key && document.querySelector('form[data-draft="' + key + '"]');
    legend.querySelector("[data-drafts]").hidden = !button || Boolean(isOpen);
    if (!button) return;
    legend.querySelector("[data-drafts-link]").onclick = (event) => {
      event.preventDefault();
      button.click();
    };
  }

  each("form[data-editor]", dress);
  offerDrafts();
  fadeMessages();
})();
