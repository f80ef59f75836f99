// Forms made of a schema by the library, in our own plain markup.

import Jedison from "../vendor/jedison/jedison.js";
import { make } from "./dom.js";
import { Concept, LengthBound } from "./lengths.js";
import { meant, shown } from "./shapes.js";

class Plain extends Jedison.Theme {
  getObjectControl(config) {
    return this.getObjectControlFlat(config);
  }

  // The library brings dialogs for adding members and for raw JSON. Nobody is offered them here.
  getObjectControlFlat(config) {
    const control = super.getObjectControlFlat(config);
    const titled = Boolean(config.title);
    control.container = titled
      ? make("fieldset", { class: "group" }, make("legend", {}, config.title))
      : make("div", { class: "form-fields" });
    if (config.description) control.container.append(make("p", { class: "hint" }, config.description));
    control.container.append(control.childrenSlot, control.messages);
    control.legendText = null;
    control.description = null;
    return control;
  }

  getDescription(config) {
    const made = super.getDescription(config);
    made.classList.add("hint");
    made.hidden = !config.content;
    return made;
  }

  getMessagesSlot(config = {}) {
    const made = super.getMessagesSlot(config);
    made.removeAttribute("aria-live");
    made.removeAttribute("aria-atomic");
    made.classList.add("faults");
    return made;
  }

  visuallyHidden(element) {
    element.classList.add("hidden");
  }

  visuallyVisible(element) {
    element.classList.remove("hidden");
  }
}

// The library takes all fields out of the page and puts them back whenever one of them changes, and the focus with them:
// who types fast would lose letters. Here a field that stands in the page stays there.
class Group extends Jedison.EditorObject {
  refreshEditors() {
    for (const child of this.instance.children) {
      const field = child.ui.control.container;
      if (field.parentNode !== this.control.childrenSlot) this.control.childrenSlot.append(field);
    }
  }

  static priority() {
    return 10;
  }
}

// Shows a form in an element and tells of each change the value that its fields stand for.
export function mount(holder, { id, shape, value, changed }) {
  const made = new Jedison.Create({
    container: holder,
    theme: new Plain(),
    schema: JSON.parse(JSON.stringify(shape)), // a member that is undefined would send the library round in circles
    data: shown(value, shape),
    id,
    showErrors: "never",
    purifyHtml: false,
    purifyData: false,
    useConstraintAttributes: false,
    objectAdd: false,
    customEditors: [LengthBound, Concept, Group],
  });
  holder.querySelector(":scope > input[type=hidden]")?.remove();
  // Nor does it move the focus by itself.
  document.removeEventListener("focus", made._onFocus, true);
  document.removeEventListener("keydown", made._onKeydown);
  for (const area of holder.querySelectorAll("textarea")) area.rows = 3;
  // The library listens to `change`, which comes when a field is left; what is typed is to be kept at once.
  holder.addEventListener("input", (event) => {
    if (event.target.tagName !== "SELECT" && !event.target.hasAttribute("list")) event.target.dispatchEvent(new Event("change"));
  });
  made.on("change", () => changed(meant(made.getValue(), shape) ?? {}));
  return made;
}
