// How the page and the card would look with what is typed now.

import { Refused, write } from "./api.js";
import { make } from "./dom.js";
import { show } from "./trusted.js";
import { words } from "./words.js";

export class Preview {
  constructor(holder, editor) {
    this.editor = editor;
    this.frame = make("iframe", { title: words("preview"), class: "preview", sandbox: "" });
    this.told = make("p", { role: "status", class: "hint" });
    this.kind = "page";
    const radio = (kind) => make("label", { class: "tick" }, make("input", { type: "radio", name: "preview", value: kind, checked: kind === this.kind, on: { change: () => {
      this.kind = kind;
      this.draw();
    } } }), " ", words(`as_${kind}`));
    this.element = make("details", { class: "previewed" }, make("summary", {}, make("h2", {}, words("preview"))),
      make("fieldset", { class: "choices" }, make("legend", {}, words("preview_of")), radio("page"), " ", radio("card")), this.told, this.frame);
    this.element.addEventListener("toggle", () => this.draw());
    holder.replaceChildren(this.element);
  }

  soon() {
    clearTimeout(this.timer);
    if (this.element.open) this.timer = setTimeout(() => this.draw(), 1200);
  }

  async draw() {
    if (!this.element.open) return;
    const asked = (this.asked = (this.asked ?? 0) + 1);
    this.told.textContent = words("preview_making");
    try {
      const made = await write("POST", `/v1/authoring/preview?as=${this.kind}`, { body: this.editor.document, accept: "text/html" });
      if (asked !== this.asked) return;
      this.frame.hidden = false;
      show(this.frame, made.body);
      this.told.textContent = words("preview_made");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (asked !== this.asked) return;
      this.frame.removeAttribute("srcdoc");
      this.frame.hidden = true;
      this.told.textContent = error.status === 422 ? words("preview_faults") : error.message;
    }
  }
}
