// Swagger UI as this portal shows it: the operations alone, in Dutch, by keyboard and to a screen reader as well.
"use strict";

const here = new URL(document.body.dataset.api, document.baseURI).href.replace(/\/$/, "");
const room = document.getElementById("swagger-ui");
const said = document.createElement("p");
said.className = "verborgen";
said.setAttribute("role", "status");
room.before(said);

// What Swagger UI says by itself, and what it says here.
const DUTCH = new Map(Object.entries({
  "Authorize": "Aanmelden",
  "Apply credentials": "Aanmelden met deze sleutel",
  "Authorized": "U bent aangemeld.",
  "Remove authorization": "Afmelden",
  "Logout": "Afmelden",
  "Close": "Sluiten",
  "Available authorizations": "Aanmelden",
  "Value:": "Sleutel",
  "auth-bearer-value": "Sleutel",
  "Parameters": "Invoer",
  "No parameters": "Geen invoer",
  "Name": "Naam",
  "Description": "Omschrijving",
  "path": "in het adres",
  "query": "in de query",
  "header": "kopregel",
  "Additional properties": "Andere velden",
  "forbidden": "niet toegestaan",
  "Execute": "Versturen",
  "Clear": "Wissen",
  "Cancel": "Annuleren",
  "Reset": "Herstellen",
  "Request body": "Inhoud",
  "Request URL": "Adres",
  "Responses": "Antwoorden",
  "Server response": "Antwoord",
  "Response body": "Inhoud",
  "Response headers": "Kopregels",
  "Request duration": "Duur",
  "Curl": "Opdrachtregel",
  "Code": "Status",
  "Details": "Antwoord",
  "Download": "Opslaan",
  "Example Value": "Voorbeeld",
  "Examples": "Voorbeelden",
  "Examples: ": "Voorbeelden: ",
  "Schema": "Vorm",
  "Media type": "Mediatype",
  "Media Type": "Mediatype",
  "Controls ": "Bepaalt de kopregel ",
  " header.": ".",
  "Links": "Links",
  "No links": "Geen",
  "Headers:": "Kopregels:",
  "Type": "Soort",
  "Send empty value": "Leeg meesturen",
  "Undocumented": "Niet beschreven",
  "Expand all": "Alles open",
  "Collapse all": "Alles dicht",
  "Expand operation": "Openen",
  "Collapse operation": "Sluiten",
  "required": "verplicht",
  "Required field is not provided": "Dit veld is verplicht",
  "Errors": "Fouten",
  "Failed to fetch.": "Er kwam geen antwoord.",
  "Response content type": "Mediatype van het antwoord",
  "Request content type": "Mediatype van de inhoud",
  "Deprecated": "Verouderd",
  "default": "standaard",
  "example": "voorbeeld",
  "Default value": "Standaard",
  "Available values": "Mogelijke waarden",
  "Loading…": "Bezig …",
}));
const ATTRIBUTES = ["aria-label", "title", "placeholder"];
// What comes from the API or from the document is not ours to translate.
const FOREIGN = "pre, textarea, code, .renderedMarkdown, .opblock-summary-path, .opblock-summary-description, .parameter__name";

function translate(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.parentElement?.closest(FOREIGN)) return;
    const text = DUTCH.get(node.data) ?? DUTCH.get(node.data.trim());
    if (text && text !== node.data) node.data = text;
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  for (const name of ATTRIBUTES) {
    const text = DUTCH.get(node.getAttribute(name));
    if (text) node.setAttribute(name, text);
  }
  node.childNodes.forEach(translate);
}

const set = (node, name, value) => {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
};

function mend() {
  for (const row of room.querySelectorAll("tr[data-param-name]")) {
    for (const control of row.querySelectorAll("input, select, textarea")) set(control, "aria-label", row.dataset.paramName);
  }
  for (const area of room.querySelectorAll("textarea.body-param__text")) set(area, "aria-label", "Inhoud van het verzoek");
  for (const select of room.querySelectorAll("select:not([aria-label])")) set(select, "aria-label", "Keuze");
  for (const block of room.querySelectorAll("pre.microlight")) {
    set(block, "tabindex", "0");
    set(block, "role", "group");
    set(block, "aria-label", block.closest(".curl-command") ? "Opdrachtregel" : block.closest(".request-url") ? "Adres" : "Inhoud");
  }
  for (const button of room.querySelectorAll(".expand-operation")) {
    const name = button.closest(".opblock-tag").dataset.tag;
    set(button, "aria-label", `${name}: ${button.getAttribute("aria-expanded") === "true" ? "sluiten" : "openen"}`);
  }
  for (const code of room.querySelectorAll("tr.response[data-code] .renderedMarkdown code")) {
    // The code of a problem leads to what it means.
    if (code.closest("a") || !/^[45]/.test(code.closest("tr").dataset.code)) continue;
    const link = document.createElement("a");
    link.href = `${here}/problemen/${code.textContent}`;
    code.replaceWith(link);
    link.append(code);
  }
  for (const notice of room.querySelectorAll(".auth-container h6")) set(notice, "aria-level", "4");
  for (const button of room.querySelectorAll(".close-modal")) set(button, "aria-label", "Sluiten");
  openDialog(room.querySelector(".modal-ux"));
  tellAnswer();
}

// A dialogue as WAI-ARIA has it: named, with the focus in it until it closes.
let dialog = null;
const BEHIND = ".kop, .zij, .voet, main > article, .swagger-ui > :not(.auth-wrapper), .auth-wrapper > .btn";
function openDialog(found) {
  if (found === dialog) return;
  const wasOpen = dialog !== null;
  dialog = found;
  for (const part of document.querySelectorAll(BEHIND)) part.inert = Boolean(found);
  if (!found) {
    if (wasOpen) room.querySelector(".auth-wrapper .authorize").focus();
    return;
  }
  set(found, "role", "dialog");
  set(found, "aria-modal", "true");
  set(found, "aria-label", "Aanmelden");
  const field = found.querySelector("input");
  if (field) {
    field.autocomplete = "off";
    field.spellcheck = false;
  }
  (field ?? found.querySelector("button")).focus();
}
document.addEventListener("keydown", (event) => {
  if (!dialog) return;
  if (event.key === "Escape") {
    dialog.querySelector(".close-modal").click();
    return;
  }
  if (event.key !== "Tab") return;
  const reachable = [...dialog.querySelectorAll("button, input, a[href]")];
  const edge = event.shiftKey ? reachable[0] : reachable.at(-1);
  if (document.activeElement === edge || !dialog.contains(document.activeElement)) {
    event.preventDefault();
    (event.shiftKey ? reachable.at(-1) : reachable[0]).focus();
  }
});

// Who does not see the answer come, hears it.
const told = new WeakMap();
function tellAnswer() {
  for (const table of room.querySelectorAll(".live-responses-table")) {
    const body = table.querySelector(".microlight")?.textContent ?? "";
    const text = `Antwoord: ${table.querySelector("td.response-col_status:not(.col_header)")?.firstChild?.textContent ?? ""}`;
    if (told.get(table) === text + body) continue;
    told.set(table, text + body);
    said.textContent = text;
  }
}

// Only what somebody needs who tries: no banner, no choice of servers (it is this one), no list of schemas.
function PortalLayout({ getComponent }) {
  const { createElement } = room.system.React;
  const part = (name) => createElement(getComponent(name, true), { key: name });
  return createElement("div", { className: "swagger-ui" }, part("errors"), part("AuthorizeBtnContainer"), part("operations"));
}

function start(document_) {
  new MutationObserver((changes) => {
    for (const { target, addedNodes, type } of changes) {
      if (type === "childList") addedNodes.forEach(translate);
      else translate(target);
    }
    mend();
  }).observe(room, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: [...ATTRIBUTES, "aria-expanded"] });
  SwaggerUIBundle({
    spec: { ...document_, servers: [{ url: here }] },
    domNode: room,
    layout: "PortalLayout",
    plugins: [(system) => {
      room.system = system;
      return { components: { PortalLayout } };
    }],
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    defaultModelRendering: "example",
    syntaxHighlight: { activated: false },
    tryItOutEnabled: true,
    displayRequestDuration: true,
    persistAuthorization: false,
    validatorUrl: null,
    onComplete: () => room.removeAttribute("aria-busy"),
  });
}

fetch(`${here}/openapi.json`)
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`HTTP ${answer.status}`))))
  .then(start)
  .catch((error) => {
    room.removeAttribute("aria-busy");
    room.textContent = `Het OpenAPI-document kon niet worden gelezen (${error.message}). Laad de pagina opnieuw.`;
  });
