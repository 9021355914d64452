/* What the form of a record gains with JavaScript: it says whether the absentees add up, offers how many should come,
   and tells of 补录 only where it applies. The server checks all of it again. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const section = () => form.querySelector("[data-absences]");
  const number = (name) => {
    const field = form.elements[name];
    return field && field.value.trim() !== "" ? Number(field.value) : null;
  };

  const boxes = () => form.querySelectorAll("[name=absences-away]");
  const reasonOf = (box) => box.parentElement.querySelector("select");

  /* 应到: the roster, or the committee where only 支委会 is ticked; a number that someone typed stays. */
  const offers = section() ? [section().dataset.roster, section().dataset.committee] : [];
  let isTyped = form.elements.expected && !["", ...offers].includes(form.elements.expected.value);
  function offerExpected() {
    const field = form.elements.expected;
    if (!field || !section() || isTyped) return;
    const ticked = Array.from(form.querySelectorAll("[name=kinds]:checked"), (box) => box.value);
    const { roster, committee } = section().dataset;
    field.value = ticked.length === 1 && ticked[0] === "is_committee" ? committee : roster;
  }

  /* 谁没到: nobody is asked while all came. */
  function countAbsences(open) {
    const place = section() && section().querySelector("[data-absences-state]");
    if (!place) return;
    const away = Array.from(boxes()).filter((box) => box.checked && reasonOf(box).value !== "late").length;
    const expected = number("expected"), present = number("present");
    const missing = expected === null || present === null ? null : expected - present;
    place.textContent = words(missing, away);
    place.classList.toggle("is-off", missing !== null && missing >= 0 && away !== missing);
    if (open && missing > 0) place.closest("details").open = true;
  }
  function words(missing, away) {
    if (missing === null || missing < 0) return away ? "勾了" + away + "人没到" : "全部到会的不用填";
    if (!missing && !away) return "全部到会，不用填";
    if (missing === away) return missing + "人没到，都勾好了";
    if (away > missing) return "勾了" + away + "人没到，应到减实到是" + missing + "人，对不上";
    return missing + "人没到，" + (away ? "勾了" + away + "人，" : "") + "还有" + (missing - away) + "人没勾";
  }

  /* 补录: from the day after which nobody calls it late. */
  function tellLate() {
    const day = (form.elements.until && form.elements.until.value) || (form.elements.date && form.elements.date.value) || "";
    document.querySelectorAll("[data-late]").forEach((note) => { note.hidden = !(day && day < note.dataset.late); });
    const list = document.querySelector(".form-notes");
    if (list) list.hidden = !list.querySelector("li:not([hidden])");
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "kinds") offerExpected();
    countAbsences(event.target.name === "present" || event.target.name === "expected");
    tellLate();
  });
  form.addEventListener("input", (event) => {
    if (event.target.name === "expected") isTyped = event.target.value.trim() !== "";
    if (event.target.name === "present") countAbsences(false);
  });

  /* The grid comes back from the server for another day, perhaps late; what lies open, what was ticked and what was
     pasted meanwhile is the user's. */
  let open = [], ticks = null, pasted = null;
  const folds = () => Array.from(section().querySelectorAll("details"));
  const paste = () => form.querySelector("[name=absences-pasted]");
  const rest = () => form.querySelector("[name=absences-rest]");
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "absences") return;
    open = folds().map((fold) => fold.open);
    const isRoster = event.detail.requestConfig.parameters.step === "roster";
    ticks = isRoster ? new Map(Array.from(boxes(), (box) => [box.value, [box.checked, reasonOf(box).value]])) : null;
    pasted = isRoster ? [paste().value, rest().checked] : null;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "absences") return;
    folds().forEach((fold, at) => { fold.open = open[at]; });
    if (pasted) [paste().value, rest().checked] = pasted;
    boxes().forEach((box) => {
      const kept = ticks && ticks.get(box.value);
      if (kept) [box.checked, reasonOf(box).value] = kept;
    });
    offerExpected();
    countAbsences(false);
  });

  countAbsences(false);
  tellLate();
})();
