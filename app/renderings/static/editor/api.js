// Requests to the service: signed in by the cookie, and each with the token that only this page knows.

import { about, words } from "./words.js";

const root = about.root;

export class Refused extends Error {
  constructor(status, body, etag) {
    super(body?.detail ?? body?.title ?? words("failed"));
    this.status = status;
    this.body = body ?? {};
    this.code = body?.code;
    this.etag = etag;
  }
}

async function ask(method, path, { body, type = "application/json", etag, once, accept = "application/json" } = {}) {
  const headers = { Accept: `${accept}, application/problem+json`, "X-CSRF-Token": about.token };
  if (body !== undefined) headers["Content-Type"] = type;
  if (etag) headers["If-Match"] = etag;
  if (once) headers["Idempotency-Key"] = once;
  let answer;
  try {
    answer = await fetch(root + path, {
      method, headers, credentials: "same-origin", cache: "no-store",
      body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(30000),
    });
  } catch (_) {
    throw new Refused(0, { detail: words("unreachable") });
  }
  const text = await answer.text();
  const found = answer.headers.get("Content-Type")?.includes("json") && text ? JSON.parse(text) : text;
  if (!answer.ok) throw new Refused(answer.status, typeof found === "object" ? found : {}, answer.headers.get("ETag"));
  return { body: found, data: found?.data ?? found, etag: answer.headers.get("ETag"), status: answer.status };
}

export const read = (path, more) => ask("GET", path, more);
export const write = (method, path, more) => ask(method, path, more);
export const place = (slug, rest = "") => `/v1/authoring/procedures/${encodeURIComponent(slug)}${rest}`;
