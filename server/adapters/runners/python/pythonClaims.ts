/** Which test names are Python's, told by names and files alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RecipeRequest } from '../../../ports/testRunner.ts';
import type { Claim } from '../ecosystem.ts';

const dotted = /^[\p{L}\p{N}_]+(\.[\p{L}\p{N}_]+)*$/u;
const oldStyle = /^\w+ \([\w.]+\)$/;
const signs = ['pyproject.toml', 'setup.py', 'setup.cfg', 'pytest.ini', 'tox.ini', 'manage.py', 'conftest.py'];

/** Certain of `.py` files, and of dotted names where the folder is plainly of a Python project; else everything is possible. */
export function claimsOf({ repository, tests }: RecipeRequest): Claim {
  if (tests.length !== 0 && tests.every((test) => /\.py(::|$)/.test(test) || oldStyle.test(test))) return 'certain';
  const isPython = signs.some((sign) => existsSync(join(repository, sign)));
  return isPython && tests.every((test) => dotted.test(test) && test.includes('.')) ? 'certain' : 'possible';
}
