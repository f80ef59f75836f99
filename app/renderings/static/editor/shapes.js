// The document's JSON Schema, made ready for forms: references followed, and unions turned into what people fill in.
//
// A field that may be absent, null or `unknown` is a field that may be left empty. A length that is either stated or not
// is a group of fields that may all be left empty.

import { hint, named, words } from "./words.js";

const ELSEWHERE = new Set(["id", "kind", "review", "evidence", "grade", "status", "use", "steps", "access", "language"]);
const FIRST = ["label", "name", "slug", "title", "text", "concept", "procedure"];
const LAST = ["hedge", "rank", "rank_reason"];

export class Shapes {
  constructor(schema) {
    this.schema = schema;
  }

  resolve(node) {
    let held = node;
    while (held?.$ref) held = held.$ref.split("/").slice(1).reduce((tree, step) => tree[step], this.schema);
    return held;
  }

  // What stands at a place of the document: steps are names of members, `*` for any item of a list.
  at(...steps) {
    let held = this.resolve(this.schema);
    for (const step of steps) {
      held = this.plain(held);
      held = this.resolve(step === "*" ? held.items : held.properties[step]);
    }
    return this.plain(held);
  }

  plain(node) {
    const held = this.resolve(node);
    const options = (held.anyOf ?? []).map((one) => this.resolve(one)).filter((one) => one.type !== "null");
    return options.length === 1 ? { ...held, ...options[0], anyOf: undefined } : held;
  }

  // The fields of a claim, or of anything else that is one object, as a schema for a form.
  form(node, { only, without = [], within = false } = {}) {
    const held = this.plain(node);
    const required = new Set(held.required ?? []);
    const kept = Object.keys(held.properties).filter(
      (name) => (only ? only.includes(name) : !ELSEWHERE.has(name)) && !without.includes(name),
    );
    const order = (name) => (FIRST.includes(name) ? FIRST.indexOf(name) - FIRST.length : LAST.indexOf(name) + 1);
    const properties = {};
    for (const name of [...kept].sort((one, other) => order(one) - order(other))) {
      const made = this.field(name, held.properties[name], required.has(name), { within });
      if (made) properties[name] = made;
    }
    return { type: "object", title: "", properties, additionalProperties: false };
  }

  field(name, node, required, { within = false } = {}) {
    const held = this.plain(node);
    const title = named("fields", name);
    const base = { title, description: [required && !within ? words("needed") : null, hint(name)].filter(Boolean).join(" ") || undefined, "x-required": required, "x-options": {} };
    const options = [...(held.anyOf ?? []), ...(held.oneOf ?? [])].map((one) => this.plain(one));
    const stated = options.find((one) => one.properties?.status?.const === "stated");
    if (stated) return { ...this.form(stated, { within: true }), ...base, title, "x-stated": true };
    if (options.some((one) => one.const === "open")) {
      const counted = options.some((one) => one.type === "integer");
      return { ...base, type: "string", "x-format": counted ? "count" : "length" };
    }
    if (held.properties) return { ...this.form(held), ...base, title };
    const text = options.find((one) => one.type === "string" && one.const === undefined) ?? held;
    const values = held.enum ?? options.find((one) => one.enum)?.enum;
    if (values) return this.select(base, name, values, required, held.default);
    if (text.type !== "string") return null;
    if (name === "concept") return { ...base, type: "string", "x-format": "concept" };
    if (text.format === "date") return { ...base, type: "string", "x-format": "date" };
    return { ...base, type: "string", "x-format": (text.maxLength ?? 0) > 200 ? "textarea" : "text", "x-unknown": options.length > 1 };
  }

  select(base, name, values, required, usual) {
    const said = values.map((value) => named("values", value));
    const empty = required ? words("choose") : usual ? null : words("not_said");
    return {
      ...base,
      type: "string",
      enum: empty === null ? values : ["", ...values],
      "x-usual": usual ?? undefined,
      "x-enumTitles": empty === null ? said : [empty, ...said],
    };
  }
}

// What a form shows of a value; what is absent is an empty field.
export function shown(value, shape) {
  if (shape.properties) {
    const held = value && typeof value === "object" ? value : {};
    const silent = shape["x-stated"] && held.status !== "stated";
    return Object.fromEntries(Object.entries(shape.properties).map(([name, inner]) => [name, shown(silent ? undefined : held[name], inner)]));
  }
  if (value === undefined || value === null || value === "unknown") return shape["x-usual"] ?? "";
  return String(value);
}

// The value that a form's fields stand for; undefined where they are all empty.
export function meant(value, shape) {
  if (shape.properties) {
    const made = {};
    for (const [name, inner] of Object.entries(shape.properties)) {
      const found = meant(value?.[name], inner);
      if (found !== undefined) made[name] = found;
    }
    if (Object.keys(made).length === 0) return undefined;
    return shape["x-stated"] ? { status: "stated", ...made } : made;
  }
  const text = typeof value === "string" ? value.trim() : value;
  if (text === "" || text === undefined || text === null || text === shape["x-usual"]) return undefined;
  if (shape["x-format"] === "count" && /^\d{1,4}$/.test(text)) return Number(text);
  return shape["x-format"] === "textarea" || shape["x-format"] === "text" ? text.replace(/\s+/g, " ") : text;
}

const silent = (value) => value?.status === "not_stated";

// Puts what a form's fields stand for into a claim. That sources do not say something stays said, also in words of its own;
// and a statement about one aspect of several says that nothing is known of it, if nothing is.
export function merge(claim, value, shape) {
  for (const name of Object.keys(shape.properties)) {
    if (name in value) claim[name] = value[name];
    else if (!silent(claim[name])) delete claim[name];
  }
  for (const name of shape.properties.aspect?.enum ?? []) {
    if (name && name === claim.aspect) claim[name] ??= { status: "not_stated" };
    else if (silent(claim[name])) delete claim[name];
  }
  return claim;
}
