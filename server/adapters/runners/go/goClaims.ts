/** Which test names are Go's, told by names and files alone. */
import type { RecipeRequest } from '../../../ports/testRunner.ts';
import type { Claim } from '../ecosystem.ts';
import { looksLikeGoTest, parseGoTest } from './goTestNames.ts';

/** Certain of test files and of names that a test file has a function for; of all else it is not Go's. */
export function claimsOf({ repository, tests }: RecipeRequest): Claim {
  return tests.length !== 0 && tests.every((test) => isGo(test, repository)) ? 'certain' : 'no';
}

function isGo(test: string, repository: string): boolean {
  if (/_test\.go(:\d+)?$/.test(test)) return true;
  const hasName = looksLikeGoTest(test) || /\s(Test|Fuzz|Example)/.test(test);
  return hasName && 'names' in parseGoTest(test, repository);
}
