// What has to be mended: beside the field where it stands, and in a summary that leads there.

import { make } from "./dom.js";
import { words } from "./words.js";

const NEAREST = "[data-pointer]";

// The element for a pointer, or for what it stands in; statements open when they are asked for.
function around(root, pointer) {
  for (let held = pointer; held; held = held.slice(0, held.lastIndexOf("/"))) {
    const found = root.querySelector(`[data-pointer="${CSS.escape(held)}"]`);
    if (found) return { element: found, rest: pointer.slice(held.length) };
  }
  return { element: root, rest: pointer };
}

// The control of a field, which the library marks with its own path.
function control(root, pointer) {
  const forms = [...root.querySelectorAll("[data-form]")].filter((one) => pointer.startsWith(`${one.dataset.form}/`));
  for (const form of forms.sort((one, other) => other.dataset.form.length - one.dataset.form.length)) {
    let rest = pointer.slice(form.dataset.form.length);
    for (; rest; rest = rest.slice(0, rest.lastIndexOf("/"))) {
      const found = form.querySelector(`[data-path="${CSS.escape(`#${rest}`)}"]`);
      const input = found?.querySelector("input, select, textarea");
      if (input) return { input, slot: found.querySelector(":scope > .faults") ?? found };
    }
  }
  const direct = root.querySelector(`[data-field="${CSS.escape(pointer)}"]`);
  return direct ? { input: direct, slot: direct.closest(".field, fieldset").querySelector(".faults") ?? direct.parentElement } : null;
}

function clear(root) {
  for (const one of root.querySelectorAll(".fault-message")) one.remove();
  for (const one of root.querySelectorAll("[aria-invalid]")) {
    one.removeAttribute("aria-invalid");
    const kept = (one.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.startsWith("fault-"));
    one.setAttribute("aria-describedby", kept.join(" "));
    if (!kept.length) one.removeAttribute("aria-describedby");
  }
  for (const one of root.querySelectorAll(".amount")) one.replaceChildren();
}

export function show(root, violations) {
  clear(root);
  violations.forEach((violation, place) => {
    const id = `fault-${place}`;
    const message = make("p", { id, class: "fault-message" }, violation.message);
    const found = control(root, violation.pointer);
    if (found) {
      found.input.setAttribute("aria-invalid", "true");
      found.input.setAttribute("aria-describedby", `${found.input.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
      found.slot.append(message);
    } else {
      const { element } = around(root, violation.pointer);
      (element.querySelector(":scope > .faults, :scope > .body > .faults") ?? element.querySelector(".faults") ?? element).append(message);
    }
  });
  for (const part of root.querySelectorAll("details[data-pointer]")) {
    const inside = violations.filter(({ pointer }) => pointer === part.dataset.pointer || pointer.startsWith(`${part.dataset.pointer}/`)).length;
    const count = part.querySelector(":scope > summary .amount");
    if (count && inside) count.append(words("to_mend", { count: inside }));
  }
}

// Opens whatever the pointer stands in, and goes to the field.
export function reveal(root, pointer) {
  for (let pass = 0; pass < 6; pass++) {
    const closed = [...root.querySelectorAll("details[data-pointer]")].find(
      (one) => !one.open && (pointer === one.dataset.pointer || pointer.startsWith(`${one.dataset.pointer}/`)),
    );
    if (!closed) break;
    closed.open = true;
    closed.dispatchEvent(new CustomEvent("reveal"));
  }
  const found = control(root, pointer)?.input;
  const target = found ?? around(root, pointer).element;
  if (!found && !target.matches("a, button, input, select, textarea, summary")) {
    (target.querySelector("summary, button, input, select, textarea") ?? target).focus();
  } else target.focus();
  target.scrollIntoView({ block: "center" });
}

// The summary: what has to be mended, each leading to its place.
export function summary(holder, violations, { said, go }) {
  const list = make("ul", {}, violations.map((violation) => make("li", {},
    make("a", { href: "#form", on: { click: (event) => {
      event.preventDefault();
      go(violation.pointer);
    } } }, `${said(violation.pointer)}: ${violation.message}`))));
  holder.replaceChildren(make("h2", { id: "faults-title" }, violations.length ? words("faults", { count: violations.length }) : words("no_faults")),
    violations.length ? list : make("p", {}, words("no_faults_hint")));
  holder.classList.toggle("sound", !violations.length);
}
