// Every procedure with where its draft and its reviews stand, and the way to begin a new one.

import { place, read, write } from "./api.js";
import { choice, field, make, say } from "./dom.js";
import { about, day, named, words } from "./words.js";

const list = document.getElementById("list");
const form = document.getElementById("filters");

async function all(query) {
  const found = [];
  let path = `/v1/authoring/procedures?${query}`;
  while (path && found.length < 5000) {
    const { body } = await read(path);
    found.push(...body.data);
    const next = body.page?.next;
    path = next ? next.slice(next.indexOf("/v1/")) : null;
  }
  return found;
}

function reviews(held) {
  if (!held) return [words("nothing_published")];
  const due = held.overdue ? make("strong", { class: "warning" }, words("overdue", { count: held.overdue })) : null;
  return [
    due, due ? make("br") : null,
    held.oldest ? words("oldest_review", { day: day(held.oldest) }) : words("never_reviewed"), make("br"),
    held.next_due ? [words("next_due_on", { day: day(held.next_due) }), make("br")] : null,
    held.unreviewed ? words("unreviewed", { count: held.unreviewed }) : null,
  ].flat();
}

function published(one) {
  if (one.withdrawn) return [make("strong", { class: "warning" }, words("withdrawn")), ` ${day(one.withdrawn.at)}: `, one.withdrawn.reason];
  return one.published ? words("revision_of", { number: one.published.number, day: day(one.published.at) }) : words("nothing_published");
}

function row(one) {
  const page = `${about.base}/procedures/${encodeURIComponent(one.slug)}`;
  const link = make("a", { href: one.state === "none" ? `${page}/history` : page }, one.name || one.slug);
  const begin = one.state === "none" && about.may.includes("write drafts") && !one.withdrawn
    ? make("button", { type: "button", class: "quiet", on: { click: () => create({ slug: one.slug }) } }, words("begin_draft"))
    : null;
  if (begin) begin.setAttribute("aria-label", words("begin_draft_of", { name: one.name || one.slug }));
  const cell = (label, ...inside) => make("td", { "data-label": label }, inside.flat());
  return make("tr", {},
    make("th", { scope: "row" }, link, make("span", { class: "hint", translate: "no" }, one.slug)),
    cell(words("column_draft"), make("span", { class: `state ${one.state}` }, named("states", one.state)),
      one.authors ? make("span", { class: "hint" }, one.authors.join(", ")) : null, begin),
    cell(words("column_published"), published(one)),
    cell(words("column_reviews"), reviews(one.reviews)));
}

async function draw() {
  say(words("loading"));
  const query = new URLSearchParams();
  if (form.elements.state.value) query.set("state", form.elements.state.value);
  if (form.elements.overdue.checked) query.set("overdue", "true");
  const sought = form.elements.sought.value.trim().toLowerCase();
  const found = (await all(query)).filter((one) => !sought || `${one.name} ${one.slug}`.toLowerCase().includes(sought));
  list.replaceChildren(...found.map(row));
  document.getElementById("table").hidden = !found.length;
  say(found.length ? words("procedures_found", { count: found.length }) : words("none_found"));
}

async function create(body) {
  try {
    await write("POST", "/v1/authoring/procedures", { body });
  } catch (error) {
    if (error.code !== "draft_exists") {
      say(error.message);
      return;
    }
  }
  location.assign(`${about.base}/procedures/${encodeURIComponent(body.slug)}`);
}

const slugged = (name) => name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80);

function beginning() {
  const holder = document.getElementById("new");
  if (!about.may.includes("write drafts")) return;
  const name = make("input", { type: "text", maxlength: 120, required: true, autocomplete: "off" });
  const slug = make("input", { type: "text", maxlength: 80, pattern: "[a-z0-9]+(-[a-z0-9]+)*", required: true, autocomplete: "off", spellcheck: "false" });
  let own = false;
  name.addEventListener("input", () => {
    if (!own) slug.value = slugged(name.value);
  });
  slug.addEventListener("input", () => (own = slug.value !== ""));
  const made = make("form", { on: { submit: (event) => {
    event.preventDefault();
    create({ slug: slug.value, name: name.value.trim() });
  } } }, field("new-name", words("name"), name), field("new-slug", words("address"), slug, words("address_hint")),
    make("p", {}, make("button", { type: "submit" }, words("create"))));
  holder.append(make("h2", {}, words("new_procedure")), made);
}

export async function start() {
  const states = ["", "draft", "in_review", "approved", "none"];
  const filter = choice(states.map((state) => [state, state ? named("states", state) : words("all")]), "");
  filter.name = "state";
  form.prepend(field("filter-state", words("column_draft"), filter));
  form.addEventListener("change", () => draw());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    draw();
  });
  beginning();
  await draw();
  document.body.dataset.ready = "true";
}
