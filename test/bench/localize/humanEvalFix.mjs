/**
 * HumanEvalFix in Python (Muennighoff et al., "OctoPack", 2023): functions with one fault each. A file with the function and a
 * file of tests are written for each task; every assertion of the task's check becomes a test of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultyLines } from './faultyLines.ts';

const tasksFile = 'evaluation/create/humaneval-x/data/python/data/humanevalpack.jsonl';

export const humanEvalFix = {
  name: 'humanevalfix',
  operands: '<clone of octopack> [task number...]',
  bugs([clone, ...only], { python }) {
    const tasks = readFileSync(join(clone, tasksFile), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return tasks
      .map((task) => ({ id: task.task_id.replace('/', '-'), prepare: () => bugOf(task, python) }))
      .filter(({ id }) => only.length === 0 || only.includes(id.replace('Python-', '')));
  },
};

function bugOf({ prompt, buggy_solution: buggy, canonical_solution: correct, test, entry_point: name }, python) {
  const repository = mkdtempSync(join(tmpdir(), 'culprit-humanevalfix-'));
  writeFileSync(join(repository, 'solution.py'), prompt + buggy);
  const testFile = execFileSync(python ?? 'python3', ['-c', splitChecks, name], { input: test, encoding: 'utf8' });
  writeFileSync(join(repository, 'test_solution.py'), testFile);
  const lines = faultyLines((prompt + buggy).split('\n'), (prompt + correct).split('\n'));
  const dispose = () => rmSync(repository, { recursive: true, force: true });
  return {
    repository,
    tests: ['test_solution.py'],
    python,
    seconds: 10,
    gold: new Map([['solution.py', lines]]),
    dispose,
  };
}

/** Writes `check(candidate)` as tests: each has all that is no assertion, and one assertion. Python's own parser reads it. */
const splitChecks = `
import ast, sys
name = sys.argv[1]
tree = ast.parse(sys.stdin.read())
print("import solution\\nfrom solution import *\\n")
for node in tree.body:
    if not (isinstance(node, ast.FunctionDef) and node.name == 'check'):
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
            print(ast.unparse(node))
        continue
    parameter = node.args.args[0].arg
    given = [one for one in node.body if not isinstance(one, (ast.Assert, ast.For))]
    for number, one in enumerate(node.body):
        if one in given:
            continue
        before = [other for other in given if other.lineno < one.lineno]
        print(f"\\n\\ndef test_{number}():\\n    {parameter} = solution.{name}")
        for statement in [*before, one]:
            print('\\n'.join('    ' + line for line in ast.unparse(statement).split('\\n')))
`;
