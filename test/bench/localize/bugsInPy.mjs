/**
 * BugsInPy (Widyasari et al., ESEC/FSE 2020): bugs of Python projects. The tree of the faulty commit, with the test file of
 * the mended one put in place, and the test that `run_test.sh` names. Faulty lines are those of `bug_patch.txt`.
 * Leaves out installing what the projects need: give an interpreter that has it, `--python /envs/{project}/bin/python`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { faultyLinesOfPatch } from './faultyLines.ts';

export const bugsInPy = {
  name: 'bugsinpy',
  operands: '<clone of BugsInPy> <folder of project clones> <project, or project:bug...>',
  bugs([clone, clones, ...asked], { python }) {
    return asked.flatMap((which) => {
      const [project, only] = which.split(':');
      const bugs = join(clone, 'projects', project, 'bugs');
      if (!existsSync(bugs)) throw new Error(`BugsInPy knows no project ${project}: ${bugs} is not there`);
      const numbers = readdirSync(bugs)
        .map(Number)
        .filter((number) => only === undefined || number === Number(only));
      return numbers
        .sort((a, b) => a - b)
        .map((number) => ({
          id: `${project}-${number}`,
          prepare: () => bugOf(join(bugs, String(number)), resolve(clones, project), project, python),
        }));
    });
  },
};

function bugOf(bug, projectClone, project, python) {
  if (!existsSync(projectClone)) return { reason: `there is no clone ${projectClone}` };
  const info = settingsOf(readFileSync(join(bug, 'bug.info'), 'utf8'));
  const asked = testsOf(readFileSync(join(bug, 'run_test.sh'), 'utf8'));
  if (asked.length === 0) return { reason: 'run_test.sh names no test of pytest or unittest' };
  const gold = faultyLinesOfPatch(readFileSync(join(bug, 'bug_patch.txt'), 'utf8'));
  const source = new Map([...gold].filter(([file, lines]) => file.endsWith('.py') && lines.length > 0));
  if (source.size === 0) return { reason: 'bug_patch.txt changes no line of Python' };
  const repository = mkdtempSync(join(tmpdir(), 'culprit-bugsinpy-'));
  const dispose = () => rmSync(repository, { recursive: true, force: true });
  try {
    checkOut(projectClone, repository, info);
  } catch (error) {
    dispose();
    return {
      reason: String(error.stderr ?? error.message)
        .trim()
        .split('\n')[0],
    };
  }
  const runner = asked.some(({ runner: named }) => named === 'unittest') ? 'unittest' : 'pytest';
  const interpreter = python?.replaceAll('{project}', project);
  const tests = asked.map(({ test }) => test);
  return { repository, tests, runner, python: interpreter, seconds: 120, gold: source, dispose };
}

/** The faulty commit with its history, and the tests of the mended one. */
function checkOut(projectClone, repository, { buggy_commit_id: buggy, fixed_commit_id: mended, test_file: tests }) {
  const git = (...argv) =>
    execFileSync('git', argv, { cwd: repository, maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'pipe'] });
  git('clone', '--quiet', '--shared', '--no-checkout', resolve(projectClone), '.');
  git('-c', 'advice.detachedHead=false', 'checkout', '--quiet', buggy);
  for (const file of tests.split(';').filter((name) => name !== '')) {
    mkdirSync(dirname(join(repository, file)), { recursive: true });
    writeFileSync(join(repository, file), git('show', `${mended}:${file}`));
  }
}

/** `name="value"` lines. */
function settingsOf(text) {
  return Object.fromEntries([...text.matchAll(/^(\w+)="(.*)"/gm)].map(([, name, value]) => [name, value]));
}

/** The tests that lines such as `python3 -m pytest -q tests/a.py::test_b` or `python -m unittest -q a.B.test_c` name. */
function testsOf(script) {
  return script.split('\n').flatMap((line) => {
    const [, runner, words] = /\b(pytest|py\.test|unittest)\s+(.*)$/.exec(line.trim()) ?? [];
    if (runner === undefined) return [];
    const named = words.split(/\s+/).filter((word) => word !== '' && !word.startsWith('-'));
    return named.map((test) => ({ runner: runner === 'unittest' ? 'unittest' : 'pytest', test }));
  });
}
