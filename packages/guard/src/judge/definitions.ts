/** Holds tool definitions against the policy's pins, and against each other. */
import type { Definition } from "../exchange/definitions.js";
import { readDefinitions } from "../exchange/request.js";
import type { Reading } from "../exchange/reading.js";
import type { JudgedDeclaration } from "../policy/verdict.js";
import { createDefinitionJudge } from "../tools/definitions.js";
import { reportDefinitions, type DefinitionsReport } from "../tools/definition-report.js";
import type { Engine } from "./engine.js";

export interface Definitions {
  /** What stands against the next definitions of an exchange. */
  judge(definitions: readonly Definition[]): readonly JudgedDeclaration[];
}

export function createDefinitions({ policy }: Pick<Engine, "policy">): Definitions {
  const judge = createDefinitionJudge(policy.tools, policy.trust["tool-definition"]);
  return {
    judge: (definitions) =>
      definitions.flatMap((definition): readonly JudgedDeclaration[] => {
        const { action = "allow", problem } = judge.judge(definition) ?? {};
        return problem === undefined ? [] : [{ what: "tool", path: definition.path, action, problem }];
      }),
  };
}

/** Says of each definition of a body what a person has to know before they confirm it. */
export function explainDefinitions({ policy }: Engine, body: string | Uint8Array): Reading<DefinitionsReport> {
  const reading = readDefinitions(body, policy.limits);
  if (!reading.ok) return reading;
  return { ok: true, value: reportDefinitions(reading.value, policy.tools, policy.trust["tool-definition"]) };
}
