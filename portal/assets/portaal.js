// What the pages can do without a server: copy code, link to a heading, search, and say under which address this API is.
"use strict";

const api = new URL(document.body.dataset.api, document.baseURI).href.replace(/\/$/, "");

// In examples stands a made-up address; here it is the one that the reader is at.
for (const code of document.querySelectorAll("main code")) {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replaceAll("https://facade.example/v1", api);
  }
}

for (const figure of document.querySelectorAll(".code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kopieer";
  const label = document.createTextNode("Kopieer");
  const what = document.createElement("span");
  what.className = "verborgen";
  what.textContent = ` (${figure.querySelector("figcaption").textContent})`;
  button.append(label, what);
  button.addEventListener("click", async () => {
    const text = figure.querySelector("code").textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without https there is no clipboard: what is selected can be copied by hand.
      getSelection().selectAllChildren(figure.querySelector("code"));
      label.data = "Geselecteerd";
      return;
    }
    label.data = "Gekopieerd";
    setTimeout(() => { label.data = "Kopieer"; }, 2000);
  });
  figure.append(button);
}

for (const heading of document.querySelectorAll("article h2[id], article h3[id]")) {
  const link = document.createElement("a");
  link.className = "anker";
  link.href = `#${heading.id}`;
  link.textContent = "#";
  link.setAttribute("aria-label", `Link naar ${heading.textContent}`);
  heading.append(link);
}

const field = document.getElementById("zoekveld");
const list = document.getElementById("zoekuitkomst");
const notice = document.getElementById("zoekstand");
document.querySelector(".zoek").hidden = false;
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "");
let index;
let chosen = -1;

async function readIndex() {
  index ??= fetch(document.body.dataset.index).then((answer) => answer.json());
  return index;
}

function find(entries, asked) {
  const words = plain(asked).split(/\s+/).filter(Boolean);
  const found = [];
  for (const entry of entries) {
    const title = plain(`${entry.k} ${entry.p}`);
    const all = `${title} ${plain(entry.t)}`;
    if (!words.every((word) => all.includes(word))) continue;
    const score = words.reduce((sum, word) => sum + (title.includes(word) ? 2 : 0) + (title.startsWith(word) ? 1 : 0), 0);
    found.push([score, entry]);
  }
  return found.sort(([one], [other]) => other - one).slice(0, 8).map(([, entry]) => entry);
}

function close() {
  list.hidden = true;
  chosen = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function choose(place) {
  const options = [...list.querySelectorAll("[role=option]")];
  if (!options.length) return;
  chosen = (place + options.length) % options.length;
  options.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
  field.setAttribute("aria-activedescendant", options[chosen].id);
  options[chosen].scrollIntoView({ block: "nearest" });
}

async function show() {
  const asked = field.value.trim();
  if (asked.length < 2) {
    notice.textContent = "";
    close();
    return;
  }
  const found = find(await readIndex(), asked);
  if (field.value.trim() !== asked) return;
  list.replaceChildren(...found.map((entry, number) => {
    const option = document.createElement("li");
    option.id = `gevonden-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.adres = `${api}/${entry.a}`;
    option.append(entry.k || entry.p);
    const where = document.createElement("small");
    where.textContent = entry.k ? entry.p : entry.t;
    option.append(where);
    option.addEventListener("click", () => { location.href = option.dataset.adres; });
    return option;
  }));
  chosen = -1;
  notice.textContent = found.length ? `${found.length} gevonden; kies met pijl omlaag` : "Niets gevonden";
  if (!found.length) {
    const none = document.createElement("li");
    none.className = "leeg";
    none.setAttribute("role", "option");
    none.setAttribute("aria-disabled", "true");
    none.textContent = "Niets gevonden";
    list.append(none);
  }
  list.hidden = false;
  field.setAttribute("aria-expanded", "true");
}

field.addEventListener("focus", readIndex);
field.addEventListener("input", show);
field.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
  if (list.hidden) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? chosen + 1 : Math.max(chosen, 0) - 1);
  }
  if (event.key === "Enter") {
    const target = list.querySelectorAll("[data-adres]")[Math.max(chosen, 0)];
    if (target) location.href = target.dataset.adres;
  }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".zoek")) close();
  if (!event.target.closest(".menu")) document.querySelector(".menu").open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector(".menu").open = false;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    field.focus();
  }
});
