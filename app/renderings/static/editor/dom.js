// Elements, made of text and never of markup, and the line that says what happened.

const there = (child) => child !== null && child !== undefined && child !== false;

// Puts these in the place of whatever an element holds; what is not there is left out.
export const fill = (holder, ...children) => holder.replaceChildren(...children.flat().filter(there));

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter(there));
  return element;
}

export function button(words, act, attributes = {}) {
  return make("button", { type: "button", ...attributes, on: { click: act } }, words);
}

// A field with its label, and what is said about it.
export function field(id, words, control, hint) {
  const said = hint ? make("p", { id: `${id}-hint`, class: "hint" }, hint) : null;
  control.id = id;
  if (said) control.setAttribute("aria-describedby", said.id);
  return make("div", { class: "field" }, make("label", { for: id }, words), control, said);
}

export function choice(options, chosen) {
  const made = make("select");
  for (const [value, words] of options) made.append(make("option", { value, selected: value === chosen }, words));
  return made;
}

export function say(words) {
  const line = document.getElementById("state");
  line.textContent = "";
  line.textContent = words;
}

let used = 0;
export const fresh = (name) => `${name}-${++used}`;

// Asks with a dialog; gives what was entered, or null where it was left.
export function ask({ title, lead = [], fields = [], accept, leave }) {
  const heading = make("h2", { id: fresh("asked") }, title);
  const form = make("form", { method: "dialog" }, heading, ...lead, ...fields);
  form.append(
    make("p", { class: "actions" }, make("button", { type: "submit", value: "yes" }, accept), " ",
      button(leave, () => dialog.close(""), { class: "quiet" })),
  );
  const dialog = make("dialog", { "aria-labelledby": heading.id }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const held = dialog.returnValue === "yes" ? form : null;
      dialog.remove();
      resolve(held);
    });
    dialog.showModal();
    (form.querySelector("input, select, textarea") ?? form.querySelector("button")).focus();
  });
}
