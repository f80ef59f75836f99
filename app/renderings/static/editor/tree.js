// Places in a JSON tree, by JSON pointer, and trees beside each other.

const part = (text) => text.replaceAll("~1", "/").replaceAll("~0", "~");
export const parts = (pointer) => pointer.split("/").slice(1).map(part);
export const pointed = (...steps) => steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

export function at(tree, pointer) {
  return parts(pointer).reduce((held, step) => (held === undefined || held === null ? undefined : held[step]), tree);
}

export function put(tree, pointer, value) {
  const steps = parts(pointer);
  const last = steps.pop();
  let held = tree;
  for (const step of steps) held = held[step] ??= {};
  if (value === undefined) delete held[last];
  else held[last] = value;
}

export const copy = (tree) => structuredClone(tree);

export function same(one, other) {
  if (one === other) return true;
  if (!one || !other || typeof one !== "object" || typeof other !== "object") return false;
  const [left, right] = [Object.keys(one), Object.keys(other)];
  return Array.isArray(one) === Array.isArray(other) && left.length === right.length
    && left.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]));
}

// The texts of a tree by their pointers, for a look at two versions side by side.
export function leaves(tree, pointer = "", found = new Map()) {
  if (tree && typeof tree === "object") {
    for (const [key, value] of Object.entries(tree)) leaves(value, pointer + pointed(key), found);
  } else found.set(pointer, tree);
  return found;
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
export function identifier(prefix) {
  const drawn = crypto.getRandomValues(new Uint8Array(10));
  return prefix + Array.from(drawn, (one) => ALPHABET[one % 32]).join("");
}
