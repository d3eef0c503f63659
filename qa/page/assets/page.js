// Runs once for each part that is clicked, with `element`, `trigger` and `watch` given by the
// component. Parts are re-rendered, so clicks are caught on the component itself. What is clicked
// says only its action and what it stands for by number or id; the server looks up the rest.
const WIDE = "(min-width: 1181px)"; // the list of chats has a column of its own
const BESIDE = "(min-width: 861px)"; // the sources are beside the chat and scroll by themselves
const LARGEST_IMPORT = 20_000_000; // bytes; CHATS_TOO_LARGE in strings.py says so

const NUMBERS = ["turn", "source", "value"];
const told = (target) => {
  const data = { ...target.dataset };
  for (const name of NUMBERS) if (name in data) data[name] = Number(data[name]);
  return data;
};

const closeChips = () => {
  document.querySelectorAll(".chip.open").forEach((chip) => chip.classList.remove("open"));
};

const copy = async (target) => {
  const { text, done } = target.dataset;
  const label = target.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = document.createElement("textarea"); // without HTTPS there is no clipboard
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  if (label === done) return; // clicked twice: the first click puts the label back
  target.textContent = done;
  setTimeout(() => (target.textContent = label), 1500);
};

const rename = (target) => {
  const row = target.closest("li");
  const shown = row.querySelector(".open");
  const box = document.createElement("input");
  Object.assign(box, { value: shown.textContent, maxLength: 200 });
  box.setAttribute("aria-label", target.getAttribute("aria-label"));
  let ended = false; // taking the box away blurs it
  const end = (keep) => {
    if (ended) return;
    ended = true;
    box.replaceWith(shown);
    if (keep) trigger("select", { ...told(target), text: box.value });
  };
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" || event.key === "Escape") end(event.key === "Enter");
  });
  box.addEventListener("blur", () => end(false));
  shown.replaceWith(box);
  box.select();
};

const importFile = () => {
  const picker = Object.assign(document.createElement("input"), {
    type: "file",
    accept: ".json,application/json",
  });
  picker.addEventListener("change", async () => {
    const file = picker.files[0];
    if (!file) return;
    const tooLarge = file.size > LARGEST_IMPORT;
    const sent = tooLarge ? null : await upload(file).catch(() => null);
    trigger("select", { action: "import", file: sent?.path ?? "", tooLarge });
  });
  picker.click();
};

const drawer = () => {
  const wide = window.matchMedia(WIDE).matches;
  const on = document.body.classList.toggle(wide ? "drawer-shut" : "drawer-open");
  if (wide) localStorage.setItem("articles-drawer", on ? "shut" : "");
  if (!wide && on) document.querySelector("#chats button")?.focus();
};

const dismiss = (target) => target.parentElement.remove();

const LOCAL = { copy, rename, import: importFile, drawer, dismiss };
// what waits in a queue: of questions, of changes to the index
const QUEUED = ["ask", "again", "undate", "remove", "put-back"];

// A list that is drawn anew gives the focus back to what was clicked in it.
let acted = "";
const sameButton = ({ action, column, step }) => [action, column, step].join();
const backToButton = () => {
  if (!acted || document.activeElement !== document.body) return;
  const all = [...element.querySelectorAll("button[data-action]")];
  const undo = acted.startsWith("remove") && document.querySelector("#report .undo button");
  const same = undo || all.find((one) => sameButton(one.dataset) === acted);
  same?.focus({ preventScroll: true });
  acted = "";
};

const act = (target) => {
  const data = told(target);
  if (["sort", "page", "remove"].includes(data.action)) acted = sameButton(data);
  const { action, turn, source } = data;
  if (LOCAL[action]) return LOCAL[action](target);
  if (QUEUED.includes(action)) return trigger("submit", data);
  if (action === "edit" || action === "rewrite") {
    document.querySelector("#asking textarea")?.focus(); // the server puts the question there
  } else if (action === "open" || action === "back") {
    closeChips();
  }
  if (action === "open") {
    const chip = `#chat .chip[data-turn="${turn}"][data-source="${source}"]`;
    document.querySelectorAll(chip).forEach((found) => found.classList.add("open"));
  }
  if (action === "comment") data.text = target.parentElement.querySelector("textarea").value;
  if (action === "chat" || action === "new") document.body.classList.remove("drawer-open");
  trigger("select", data);
};

element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-action]");
  if (!target || event.target.closest("a, summary")) return;
  const selecting = String(window.getSelection()).length > 0;
  if (selecting && target.tagName !== "BUTTON") return; // someone is copying from a card
  act(target);
});

// What is no button of HTML but stands for one, in a drawing, is pressed by keys as well.
element.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  const target = event.target.closest("g[role=button][data-action]");
  if (!target) return;
  event.preventDefault();
  act(target);
});

element.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const back = element.querySelector("[data-action=back].back");
  if (back) act(back);
  document.body.classList.remove("drawer-open");
});

// A chip and its quote belong together: to be at the one marks the other.
const pair = (event, on) => {
  const chip = event.target.closest?.(".chip");
  if (!chip) return;
  const { turn, source } = chip.dataset;
  const quote = document.querySelector(
    `#panel .quote[data-turn="${turn}"][data-source="${source}"]`,
  );
  quote?.classList.toggle("hot", on);
  quote?.closest(".card").classList.toggle("hot", on);
  if (on && window.matchMedia(BESIDE).matches) quote?.scrollIntoView({ block: "nearest" });
};
// So do an event of a drawing and the line that tells it.
const pairLines = (event, on) => {
  const line = event.target.closest?.("[data-line]")?.dataset.line;
  if (!line) return;
  for (const one of element.querySelectorAll(`[data-line="${line}"]`)) {
    one.classList.toggle("hot", on);
  }
};
for (const [name, on] of Object.entries({
  mouseover: true,
  focusin: true,
  mouseout: false,
  focusout: false,
})) {
  element.addEventListener(name, (event) => {
    pair(event, on);
    pairLines(event, on);
  });
}

// Typing into a search box: asked for when a moment has passed without another key.
let typing = null;
element.addEventListener("input", (event) => {
  const { search } = event.target.dataset ?? {};
  if (!search) return;
  clearTimeout(typing);
  const text = event.target.value;
  typing = setTimeout(() => trigger("select", { action: "search", search, text }), 300);
});

const backToSearch = () => {
  const box = element.querySelector("[data-search]");
  if (!box || !box.dataset.search) return;
  if (document.activeElement === document.body && element.dataset.searching) {
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }
};
element.addEventListener("focusin", (event) => {
  element.dataset.searching = event.target.dataset?.search ? "yes" : "";
});

const download = () => {
  const kept = element.querySelector("[data-download]");
  if (!kept) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([kept.dataset.text], { type: "text/plain" }));
  link.download = kept.dataset.download;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

// The address names the open chat, so that a reload opens it again.
const nameChat = () => {
  const turns = element.querySelector(".turns[data-chat]");
  if (!turns && !element.querySelector(".welcome")) return;
  const address = new URL(location);
  if (turns) address.searchParams.set("chat", turns.dataset.chat);
  else address.searchParams.delete("chat");
  if (address.href !== location.href) history.replaceState(null, "", address);
};

// A box is used again for another turn, with what was typed into it: it shows that turn's comment.
const commented = new WeakMap();
const showComments = () => {
  const chat = element.querySelector(".turns[data-chat]")?.dataset.chat;
  for (const box of element.querySelectorAll(".comment textarea")) {
    const of = `${chat} ${box.closest(".turn").dataset.number}`;
    if (commented.has(box) && commented.get(box) !== of) box.value = box.defaultValue;
    commented.set(box, of);
  }
};

let opened = null;
const showPanel = () => {
  const article = element.querySelector("[data-opened]");
  const mark = article && (article.querySelector("mark[tabindex]") ?? article.querySelector("mark"));
  if (mark) {
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
    opened = article.dataset.opened;
  } else if (opened && element.querySelector(".cards")) {
    const [turn, source] = opened.split(".");
    const at = `[data-turn="${turn}"][data-source="${source}"]`;
    const title = element.querySelector(`.title${at}`);
    (title ?? element.querySelector(`.number${at}`))?.focus(); // back to where it was opened
    opened = null;
  } else if (element.querySelector(".panel")) {
    opened = null;
    element.closest("#panel")?.scrollTo(0, 0);
  }
};

let reading = null;
const showReader = () => {
  if (!element.closest("#reader") && element.id !== "reader") return;
  const now = element.querySelector("[data-reading]")?.dataset.reading ?? null;
  if (now === reading) return;
  if (now !== null) {
    element.querySelector("h2").focus({ preventScroll: true });
    element.querySelector("[data-reading]").scrollIntoView({ block: "nearest" });
    element.closest("#reader").scrollTo(0, 0);
  } else {
    const row = `#listing .title [data-article="${CSS.escape(reading)}"]`;
    document.querySelector(row)?.focus(); // back to where it was opened
  }
  reading = now;
};

let newest = "";
const showTurns = () => {
  const turns = element.querySelectorAll(".turn");
  if (!turns.length) return;
  const last = turns[turns.length - 1];
  const state = `${last.dataset.number} ${last.dataset.state}`;
  if (state !== newest) closeChips(); // the panel now belongs to the new turn
  const box = element.closest("#chat") ?? element;
  const beside = window.matchMedia(BESIDE).matches;
  const low = beside && box.scrollHeight - box.scrollTop - box.clientHeight < 200; // reads the end
  if (state !== newest || low) last.scrollIntoView({ block: "nearest" });
  newest = state;
};

watch("value", () => {
  showPanel();
  showTurns();
  showComments();
  nameChat();
  download();
  backToSearch();
  backToButton();
  showReader();
});

if (element.closest("#masthead") || element.id === "masthead") {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#drawer, .drawer")) document.body.classList.remove("drawer-open");
  });
  document.body.classList.toggle("drawer-shut", localStorage.getItem("articles-drawer") === "shut");
}
