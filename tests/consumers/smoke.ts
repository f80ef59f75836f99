/** Uses the generated TypeScript client as somebody's program would; throws where the service is not as described. */
import createClient from "openapi-fetch";
import type { components, paths } from "./candour.js";

type Coverage = components["schemas"]["Coverage"];
const silence: Coverage = "not_addressed";

async function told(baseUrl: string): Promise<object> {
  const client = createClient<paths>({ baseUrl });

  const slugs: string[] = [];
  for (let cursor: string | undefined, complete = false; !complete; ) {
    const { data: page, error } = await client.GET("/v1/procedures", { params: { query: { limit: 1, cursor } } });
    if (!page) throw new Error(error?.code);
    slugs.push(...page.data.map((card) => card.slug));
    ({ cursor, complete } = page.page);
  }

  const path = { slug: "mesotherapy" };
  const { data: answer, response } = await client.GET("/v1/procedures/{slug}", { params: { path } });
  if (!answer) throw new Error("the document was not read");
  const header = { "If-None-Match": response.headers.get("ETag") ?? "" };
  const again = await client.GET("/v1/procedures/{slug}", { params: { path, header } });
  if (again.response.status !== 304 || again.data) throw new Error(`304 expected, not ${again.response.status}`);
  const silent = Object.entries(answer.data.sections)
    .filter(([, section]) => section.coverage === silence)
    .map(([name]) => name)
    .sort();

  const { data: effects, error: none } = await client.GET("/v1/procedures/{slug}/side-effects", { params: { path } });
  if (!effects || effects.data.coverage !== "stated") throw new Error(none?.code);
  const lasting: Record<string, string[]> = {};
  for (const { id, evidence, duration } of effects.data.statements ?? []) {
    const proof = evidence[0];
    const phrase = proof?.access === "held" ? proof.phrase : "";
    lasting[id] = [phrase, ...(duration.status === "stated" ? [duration.min, duration.max] : [])];
  }

  const { error: problem } = await client.GET("/v1/procedures/{slug}/side-effects", {
    params: { path: { slug: "no-such-procedure" } },
  });
  if (!problem?.notice) throw new Error("an unknown slug was not refused");

  const body = { circumstances: ["pregnancy"], procedures: ["laser-skin-tightening", "mesotherapy"] };
  const { data: screening, error: refused } = await client.POST("/v1/screen", { body });
  if (!screening) throw new Error(refused?.code);
  const screened: Record<string, string> = {};
  for (const { procedure, answers } of screening.data.procedures) {
    for (const said of answers) {
      if (said.coverage !== "not_looked_up") screened[procedure.slug] = said.coverage;
    }
  }
  return { slugs, silent, lasting, refusal: [problem.code, problem.type], screened };
}

declare const process: { argv: string[] };
console.log(JSON.stringify(await told(process.argv[2] ?? "")));
