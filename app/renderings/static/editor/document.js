// The whole form: the name and the summary, then what concerns safety, then everything else.

import { opening } from "./claims.js";
import { button, field, fresh, make } from "./dom.js";
import { mount } from "./form.js";
import { Statements, section } from "./sections.js";
import { at, identifier, put } from "./tree.js";
import { about, named, words } from "./words.js";

const SAFETY = about.safety;
const KINDS = about.kinds;

export function draw(holder, editor) {
  const part = (title, ...inside) => make("section", { "aria-labelledby": title }, make("h2", { id: title }, words(title)), ...inside);
  const named_ = (name) => section({
    editor, pointer: `/sections/${name}`, name, steps: ["sections", name], kind: KINDS[name],
    safety: SAFETY.includes(name), without: SAFETY.includes(name) ? ["not_applicable"] : [],
  });
  const top = (name, more = {}) => section({ editor, pointer: `/${name}`, name, steps: [name], kind: KINDS[name], ...more });
  holder.replaceChildren(
    part("part_name", identity(editor), summary(editor), aliases(editor), top("categories"), top("body_areas"), top("invasiveness")),
    part("part_safety", ...SAFETY.map(named_)),
    part("part_how", top("techniques", {
      extra: (pointer) => technique(editor, pointer),
      begun: () => ({ slug: "", name: "", use: { coverage: "not_addressed" }, steps: { coverage: "not_addressed" } }),
    })),
    part("part_rest", ...about.sections.filter((name) => !SAFETY.includes(name)).map(named_)),
    part("part_conflicts", conflicts(editor)),
  );
}

function identity(editor) {
  const holder = make("div", { "data-form": "" });
  const shape = editor.shapes.form(editor.shapes.schema, { only: ["name"] });
  mount(holder, { id: fresh("identity"), shape, value: editor.document, changed: (value) => {
    put(editor.document, "/name", value.name ?? "");
    editor.changed();
  } });
  return holder;
}

function aliases(editor) {
  return opening({ pointer: "/aliases", title: named("sections", "aliases"), level: 3, classes: "section", note: words("statements", { count: editor.document.aliases?.length ?? 0 }),
    build: (body) => body.append(new Statements({ editor, pointer: "/aliases", shape: editor.shapes.at("aliases", "*"), kind: "alias" }).element) });
}

function technique(editor, pointer) {
  const inner = (name, kind) => section({ editor, pointer: `${pointer}/${name}`, name: name === "use" ? "technique_use" : "steps", steps: ["techniques", "statements", "*", name], kind, level: 4 });
  return [inner("use", "technique_use"), inner("steps", "step")];
}

// Every statement of the document with its pointer, in the order of the form.
export function claims(tree, pointer = "", found = []) {
  if (Array.isArray(tree)) tree.forEach((item, place) => claims(item, `${pointer}/${place}`, found));
  else if (tree && typeof tree === "object") {
    if (typeof tree.id === "string" && tree.id.startsWith("st_") && tree.kind) found.push({ pointer, claim: tree });
    for (const [key, value] of Object.entries(tree)) if (!["evidence", "review", "withdrawn"].includes(key)) claims(value, `${pointer}/${key}`, found);
  }
  return found;
}

// Ticks for the statements that something is about.
function ticks(editor, pointer, title) {
  const chosen = new Set(at(editor.document, pointer) ?? []);
  const boxes = claims(editor.document).filter(({ claim }) => claim.text).map(({ claim }) => make("label", { class: "tick" },
    make("input", { type: "checkbox", checked: chosen.has(claim.id), on: { change: (event) => {
      if (event.target.checked) chosen.add(claim.id);
      else chosen.delete(claim.id);
      put(editor.document, pointer, [...chosen]);
      editor.changed();
    } } }), " ", claim.text));
  if (boxes.length) boxes[0].firstChild.dataset.field = pointer;
  return make("fieldset", { "data-pointer": pointer }, make("legend", {}, title), boxes.length ? boxes : make("p", { class: "hint" }, words("no_statements_yet")), make("div", { class: "faults" }));
}

function worded(editor, pointer, title, hint) {
  const area = make("textarea", { rows: 4, value: at(editor.document, pointer) ?? "", "data-field": pointer, on: { input: () => {
    put(editor.document, pointer, area.value.replace(/\s+/g, " ").trim());
    editor.changed();
  } } });
  const made = field(fresh("words"), title, area, hint);
  made.append(make("div", { class: "faults" }));
  return made;
}

function refreshed(build) {
  const holder = make("div");
  const again = () => holder.replaceChildren(build());
  again();
  return make("div", {}, holder, make("p", { class: "actions" }, button(words("list_again"), again, { class: "quiet" })));
}

function summary(editor) {
  return opening({ pointer: "/summary", title: named("sections", "summary"), level: 3, classes: "section",
    build: (body) => body.append(worded(editor, "/summary/text", words("summary_text"), words("summary_hint")),
      refreshed(() => ticks(editor, "/summary/statements", words("summary_statements")))) });
}

function conflicts(editor) {
  const holder = make("div");
  const items = () => at(editor.document, "/conflicts/conflicts") ?? [];
  const again = () => holder.replaceChildren(...items().map((held, place) => {
    const pointer = `/conflicts/conflicts/${place}`;
    return opening({ pointer, title: held.text || words("new_conflict"), classes: "claim", open: !held.text, build: (body) => body.append(
      worded(editor, `${pointer}/text`, words("conflict_text")),
      ticks(editor, `${pointer}/statements`, words("conflict_statements")),
      make("p", { class: "actions" }, button(words("remove_conflict"), () => {
        items().splice(place, 1);
        if (!items().length) put(editor.document, "/conflicts", undefined);
        editor.changed();
        again();
      }, { class: "quiet danger" }))) });
  }));
  again();
  return make("div", { "data-pointer": "/conflicts" }, make("p", { class: "hint" }, words("conflicts_hint")), holder, make("div", { class: "faults" }),
    make("p", { class: "actions" }, button(words("add_conflict"), () => {
      if (!items().length) put(editor.document, "/conflicts", { conflicts: [] });
      items().push({ id: identifier("cf_"), text: "", statements: [] });
      editor.changed();
      again();
    })));
}

// What a place of the document is called, for the summary of what has to be mended.
export function placed(tree, pointer) {
  const holding = claims(tree).filter((one) => pointer === one.pointer || pointer.startsWith(`${one.pointer}/`)).at(-1);
  const steps = pointer.split("/").slice(1);
  const name = steps[0] === "sections" ? steps[1] : steps[0];
  const sectioned = named("sections", name);
  return holding?.claim.text ? `${sectioned}, “${holding.claim.text.slice(0, 60)}”` : sectioned;
}
