// The beginning: which page this is, and what happens when something goes wrong.

import "./trusted.js";
import { Refused } from "./api.js";
import { say } from "./dom.js";
import { forgetAll } from "./keep.js";
import { about, words } from "./words.js";
import * as check from "./check.js";
import * as history from "./history.js";
import * as list from "./list.js";
import * as write from "./write.js";

const pages = { check, history, list, write };

function failed(error) {
  say(error instanceof Refused ? (error.status === 401 ? words("signed_out") : error.message) : words("failed"));
  document.body.dataset.ready = "failed";
}

document.getElementById("sign-out")?.addEventListener("submit", forgetAll);
addEventListener("unhandledrejection", (event) => {
  if (!(event.reason instanceof Refused)) return;
  event.preventDefault();
  failed(event.reason);
});
pages[about.page].start().catch((error) => {
  failed(error);
  if (!(error instanceof Refused)) throw error;
});
