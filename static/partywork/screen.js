/* The screen for meetings: Esc leaves it; what could not be fetched anew is said to be old. */
(function () {
  "use strict";
  var STALE = "暂时取不到新数据，显示的是先前的画面";

  function stale() {
    var note = document.querySelector(".screen-stale");
    if (note) note.textContent = STALE;
  }

  document.addEventListener("keydown", function (event) {
    var leave = document.querySelector(".screen-leave");
    if (event.key === "Escape" && leave) leave.click();
  });
  document.addEventListener("htmx:sendError", stale);
  document.addEventListener("htmx:responseError", stale);
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.responseText.indexOf("id=\"screen\"") >= 0) return;
    event.detail.shouldSwap = false;
    stale();
  });
})();
