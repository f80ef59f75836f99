// Writing a draft: the form, saving it, what has to be mended, and what it will look like.

import { Refused, place, read, write } from "./api.js";
import { both } from "./both.js";
import { button, make, say } from "./dom.js";
import { draw, placed } from "./document.js";
import * as faults from "./faults.js";
import { forget, keep, kept } from "./keep.js";
import { plain } from "./plain.js";
import { Preview } from "./preview.js";
import { Shapes } from "./shapes.js";
import { copy, same } from "./tree.js";
import { about, day, named, words } from "./words.js";

class Editor {
  constructor(shapes, draft, etag) {
    this.shapes = shapes;
    this.slug = draft.slug;
    this.follows = new Map();
    this.form = document.getElementById("form");
    this.faults = document.getElementById("faults");
    this.preview = new Preview(document.getElementById("preview"), this);
    this.take(draft, etag);
  }

  take(draft, etag) {
    this.draft = draft;
    this.etag = etag;
    this.document = copy(draft.document);
    this.violations = plain(draft.violations, this.document);
    this.draw();
  }

  draw() {
    draw(this.form, this);
    this.look();
    this.head();
  }

  follow(pointer, act) {
    this.follows.set(pointer, act);
  }

  get touched() {
    return !same(this.document, this.draft.document);
  }

  // Something was typed: kept at once, looked at soon.
  changed() {
    const safe = keep(this.slug, { etag: this.etag, document: this.document });
    this.head(safe);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.validate(), 700);
    this.preview.soon();
  }

  head(safe = true) {
    document.querySelector("h1").textContent = this.document.name || this.slug;
    const state = named("states", this.draft.state);
    const line = document.getElementById("saved");
    line.textContent = this.touched ? words(safe ? "unsaved" : "unkept") : words("saved", { state, number: this.draft.number, at: day(this.draft.changed_at) });
    line.classList.toggle("unsaved", this.touched);
  }

  async validate() {
    try {
      const found = await write("POST", "/v1/authoring/validate", { body: this.document });
      this.violations = plain(found.data.violations, this.document);
      this.look();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 401) this.failed(error);
    }
  }

  look() {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => {
      faults.show(this.form, this.violations);
      faults.summary(this.faults, this.violations, {
        said: (pointer) => placed(this.document, pointer),
        go: (pointer) => {
          faults.reveal(this.form, pointer);
        },
      });
    }, 30);
  }

  async save() {
    const sent = copy(this.document);
    say(words("saving"));
    try {
      const answer = await write("PUT", place(this.slug), { body: sent, etag: this.etag });
      this.saved(answer.data, answer.etag, sent);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 412) await this.beside();
      else this.failed(error);
      return false;
    }
  }

  saved(draft, etag, sent) {
    const meanwhile = !same(this.document, sent);
    this.draft = draft;
    this.etag = etag;
    this.violations = plain(draft.violations, sent);
    if (meanwhile) this.changed();
    else {
      forget(this.slug);
      if (!same(draft.document, this.document)) {
        this.document = copy(draft.document);
        this.redraw();
      }
    }
    this.look();
    this.head();
    say(this.violations.length ? words("saved_faults", { count: this.violations.length }) : words("saved_sound"));
  }

  // Draws anew what the service changed, with what was open still open.
  redraw() {
    const open = [...this.form.querySelectorAll("details[open][data-pointer]")].map((one) => one.dataset.pointer);
    const y = scrollY;
    draw(this.form, this);
    for (const pointer of open.sort((one, other) => one.length - other.length)) {
      const found = this.form.querySelector(`details[data-pointer="${CSS.escape(pointer)}"]`);
      if (!found) continue;
      found.open = true;
      found.dispatchEvent(new CustomEvent("reveal"));
    }
    scrollTo(0, y);
  }

  failed(error) {
    const listed = error.body.errors ?? error.body.violations;
    say(error.status === 401 ? words("signed_out") : error.message);
    if (Array.isArray(listed)) {
      this.violations = plain(listed, this.document);
      this.look();
    }
  }

  // Somebody saved meanwhile: both versions are shown, and the one here stays as it is until it is decided.
  async beside() {
    say(words("both_said"));
    const now = await read(place(this.slug));
    const holder = document.getElementById("both");
    both(holder, {
      theirs: now.data.document, ours: this.document, placed: (pointer) => placed(this.document, pointer) || placed(now.data.document, pointer),
      keepOurs: async () => {
        holder.replaceChildren();
        this.etag = now.etag;
        await this.save();
      },
      takeTheirs: () => {
        holder.replaceChildren();
        forget(this.slug);
        this.take(now.data, now.etag);
        say(words("took_theirs"));
      },
    });
  }
}

function restored(editor) {
  const held = kept(editor.slug);
  if (!held || same(held.document, editor.document)) return;
  editor.document = held.document;
  editor.etag = held.etag;
  editor.redraw();
  editor.changed();
  const line = make("p", { class: "notice" }, words("restored"), " ", button(words("drop"), () => {
    forget(editor.slug);
    location.reload();
  }, { class: "quiet" }));
  document.getElementById("both").replaceChildren(line);
}

async function concepts() {
  const list = document.getElementById("concepts");
  let path = "/v1/concepts?limit=100";
  for (let pages = 0; path && pages < 20; pages++) {
    const { body } = await read(path);
    for (const one of body.data) list.append(make("option", { value: one.id }, one.label ?? one.id));
    const next = body.links?.next ?? body.meta?.next;
    path = next ? next.slice(next.indexOf("/v1/")) : null;
  }
}

export async function start() {
  const slug = about.slug;
  const [schema, draft] = await Promise.all([read("/v1/authoring/schema"), read(place(slug))]);
  const editor = new Editor(new Shapes(schema.body.data ?? schema.body), draft.data, draft.etag);
  restored(editor);
  document.getElementById("save").addEventListener("click", () => editor.save());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    editor.save();
  });
  document.body.dataset.ready = "true";
  concepts().catch(() => say(words("no_concepts")));
}
