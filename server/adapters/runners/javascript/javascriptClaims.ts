/** Which test names are those of JavaScript's runners, told by names and files alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RecipeRequest } from '../../../ports/testRunner.ts';
import type { Claim } from '../ecosystem.ts';

const ofJavascript = /\.[mc]?[jt]sx?(:\d+$| > |$)/;

/** Certain of files of JavaScript and TypeScript; possible, without any, where there is a `package.json`. */
export function claimsOf({ repository, tests }: RecipeRequest): Claim {
  if (tests.length !== 0 && tests.every((test) => ofJavascript.test(test))) return 'certain';
  return tests.length === 0 && existsSync(join(repository, 'package.json')) ? 'possible' : 'no';
}
