// Runs once for the chat and once for the source panel, with `element`, `trigger` and `watch` given
// by the component. Elements are re-rendered, so clicks are caught on the component itself. What is
// clicked says only its action and numbers; the server knows what they stand for.
const closeChips = () => {
  document.querySelectorAll(".chip.open").forEach((chip) => chip.classList.remove("open"));
};

const act = (target) => {
  const { action, turn, source, question } = target.dataset;
  if (action === "ask") return trigger("submit", { question });
  if (action === "edit") {
    document.querySelector("#asking textarea")?.focus(); // the server puts the question there
    return trigger("select", { action, turn: Number(turn) });
  }
  closeChips();
  if (action === "open") {
    const chip = `#chat .chip[data-turn="${turn}"][data-source="${source}"]`;
    document.querySelectorAll(chip).forEach((found) => found.classList.add("open"));
  }
  trigger("select", { action, turn: Number(turn), source: Number(source) });
};

element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-action]");
  if (!target || event.target.closest("a")) return;
  const selecting = String(window.getSelection()).length > 0;
  if (selecting && target.tagName !== "BUTTON") return; // someone is copying from a card
  act(target);
});

element.addEventListener("keydown", (event) => {
  const back = event.key === "Escape" && element.querySelector("[data-action=back]");
  if (back) act(back);
});

let opened = null;

watch("value", () => {
  const article = element.querySelector("[data-opened]");
  const mark = article && article.querySelector("mark");
  if (mark) {
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
    opened = article.dataset.opened;
  } else if (opened && element.querySelector(".cards")) {
    const [turn, source] = opened.split(".");
    const card = `.title[data-turn="${turn}"][data-source="${source}"]`;
    element.querySelector(card)?.focus(); // back to where the article was opened
    opened = null;
  } else if (element.querySelector(".panel")) {
    opened = null;
    element.closest("#panel")?.scrollTo(0, 0);
  }
  const turns = element.querySelectorAll(".turn");
  if (turns.length) {
    closeChips(); // the panel now belongs to the new turn
    turns[turns.length - 1].scrollIntoView({ block: "nearest" });
  }
});
