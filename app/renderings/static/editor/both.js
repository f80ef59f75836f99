// Two versions of a draft: what somebody else saved meanwhile, beside what is typed here. Nothing is thrown away unasked.

import { button, fill, make } from "./dom.js";
import { leaves } from "./tree.js";
import { words } from "./words.js";

const said = (value) => (value === undefined ? words("nothing_there") : String(value));

export function both(holder, { theirs, ours, placed, keepOurs, takeTheirs }) {
  const [left, right] = [leaves(theirs), leaves(ours)];
  const pointers = [...new Set([...left.keys(), ...right.keys()])].filter((pointer) => left.get(pointer) !== right.get(pointer));
  const rows = pointers.slice(0, 200).map((pointer) => make("tr", {},
    make("th", { scope: "row" }, placed(pointer), make("span", { class: "hint" }, ` ${pointer.split("/").at(-1)}`)),
    make("td", {}, said(left.get(pointer))), make("td", {}, said(right.get(pointer)))));
  const title = make("h2", { id: "both-title", tabindex: "-1" }, words("both_title"));
  fill(holder, make("section", { class: "both", "aria-labelledby": "both-title" }, title, make("p", {}, words("both_lead")),
    make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": words("differences") }, make("table", {},
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, words("place")), make("th", { scope: "col" }, words("theirs")), make("th", { scope: "col" }, words("ours")))),
      make("tbody", {}, rows))),
    pointers.length > 200 ? make("p", {}, words("both_more", { count: pointers.length - 200 })) : null,
    make("p", { class: "actions" }, button(words("keep_ours"), keepOurs), " ", button(words("take_theirs"), takeTheirs, { class: "quiet" }))));
  title.focus();
}
