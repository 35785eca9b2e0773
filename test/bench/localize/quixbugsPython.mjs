/** QuixBugs in Python (Lin et al., SPLASH Companion 2017): small programs with one faulty line each, and a test file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultyLines } from './faultyLines.ts';

export const quixbugsPython = {
  name: 'quixbugs',
  operands: '<clone of QuixBugs> [program...]',
  bugs([clone, ...only], { python }) {
    const programs = readdirSync(join(clone, 'python_programs'))
      .filter((file) => existsSync(join(clone, 'python_testcases', `test_${file}`)))
      .map((file) => file.slice(0, -'.py'.length));
    return programs
      .sort()
      .map((name) => ({ id: name, prepare: () => bugOf(clone, name, python) }))
      .filter(askedFor(only));
  },
};

function bugOf(clone, name, python) {
  // Programs loop for ever where they are wrong, so a test is not given long.
  const how = { repository: clone, tests: [`python_testcases/test_${name}.py`], python, seconds: 5 };
  const code = (folder) =>
    readFileSync(join(clone, folder, `${name}.py`), 'utf8')
      .split('\n"""')[0]
      .split('\n');
  const lines = faultyLines(code('python_programs'), code('correct_python_programs'));
  return { ...how, gold: new Map([[`python_programs/${name}.py`, lines]]) };
}

/** Keeps the bugs that were named, or all. */
export function askedFor(names) {
  return ({ id }) => names.length === 0 || names.includes(id);
}
