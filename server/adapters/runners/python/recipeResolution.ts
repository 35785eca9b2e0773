/**
 * Chooses how tests are run: which of the three runners, from which folder, and the names in that runner's own form.
 * Leaves out finding the interpreter and running anything.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { RecipeRequest, RecipeResolution, RunnerName, TestRecipe } from '../../../ports/testRunner.ts';
import type { Interpreter, InterpreterSearch } from './interpreterDiscovery.ts';
import { definesTestCase, looksLikeUnittest } from './testFileShape.ts';
import { parseTestName, type TestName } from './testNames.ts';

/** The recipe for a request, or the sentence that says what is wrong with it. */
export async function resolveRecipe(
  request: RecipeRequest,
  find: () => Promise<InterpreterSearch>,
): Promise<RecipeResolution> {
  if (statSync(request.repository, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return badTest(`There is no folder ${request.repository}.`);
  }
  if (request.tests.length === 0) return badTest('Name at least one test, for example tests/test_a.py::test_x.');
  const names: TestName[] = [];
  for (const test of request.tests) {
    const parsed = parseTestName(test, request.repository);
    if ('problem' in parsed) return badTest(parsed.problem);
    names.push(parsed.name);
  }
  const search = await find();
  if (search.kind === 'missing') return { kind: 'environment', message: search.message };
  const { interpreter } = search;
  const runner = request.runner === 'auto' ? chooseRunner(names[0]!, request.repository, interpreter) : request.runner;
  switch (runner) {
    case 'pytest':
      return pytestRecipe(request.repository, names, interpreter);
    case 'unittest':
      return { kind: 'recipe', recipe: unittestRecipe(request.repository, names, interpreter) };
    case 'django':
      return djangoRecipe(request.repository, names, interpreter);
    default:
      return badTest(`${names[0]!.text} is a Python test: it does not run with ${runner}.`);
  }
}

function chooseRunner(name: TestName, repository: string, interpreter: Interpreter): RunnerName {
  const hasPytest = interpreter.pytestVersion !== null;
  const script = findDjangoScript(repository, name);
  const resolved = name.kind === 'dotted' ? toFile(name, repository) : name;
  if (name.kind === 'dotted') {
    if (script !== null) return 'django';
    if (resolved === null || !hasPytest) return 'unittest';
    return definesTestCase(readText(repository, resolved.file), resolved.parts[0] ?? null) ? 'unittest' : 'pytest';
  }
  const text = readText(repository, name.file);
  if (script !== null && !(hasPytest && interpreter.hasPytestDjango) && needsDjango(script, text)) return 'django';
  return !hasPytest && looksLikeUnittest(text) ? 'unittest' : 'pytest';
}

/** Tests of Django itself always need its own runner; those of a project when they use Django's test classes. */
function needsDjango(script: string, text: string): boolean {
  return script.endsWith('runtests.py') || /\bdjango\b/.test(text);
}

function pytestRecipe(repository: string, names: readonly TestName[], interpreter: Interpreter): RecipeResolution {
  const { executable, source, pytestVersion } = interpreter;
  if (pytestVersion === null) {
    return {
      kind: 'environment',
      message: `pytest is not installed in ${executable} (found by ${source}). Install it there (${executable} -m pip install pytest) or pass --python.`,
    };
  }
  const tests: string[] = [];
  for (const name of names) {
    const inFile = name.kind === 'dotted' ? toFile(name, repository) : name;
    if (inFile === null) return badTest(`No file answers to "${name.text}". Name the test as tests/test_a.py::test_x.`);
    tests.push([inFile.file, ...inFile.parts].join('::'));
  }
  const display = [executable, '-m', 'pytest', ...tests];
  return { kind: 'recipe', recipe: recipe('pytest', repository, repository, interpreter, display, tests, names) };
}

function unittestRecipe(repository: string, names: readonly TestName[], interpreter: Interpreter): TestRecipe {
  const tests = names.map((name) => unittestName(name, repository));
  const shown = names.map((name) => dottedName(name, ''));
  const display = [interpreter.executable, '-m', 'unittest', ...shown];
  return recipe('unittest', repository, repository, interpreter, display, tests, names);
}

/** A dotted name that leads somewhere only from `tests` or `src` is told as the file it leads to. */
function unittestName(name: TestName, repository: string): string {
  if (name.kind === 'inFile') return name.text;
  const inFile = toFile(name, repository);
  if (inFile === null) return name.parts.join('.');
  const module = name.parts.slice(0, name.parts.length - inFile.parts.length);
  return inFile.file === `${module.join('/')}.py` ? name.parts.join('.') : [inFile.file, ...inFile.parts].join('::');
}

function djangoRecipe(repository: string, names: readonly TestName[], interpreter: Interpreter): RecipeResolution {
  const script = findDjangoScript(repository, names[0]!);
  if (script === null) return badTest(`There is neither manage.py nor tests/runtests.py in ${repository}.`);
  const cwd = dirname(join(repository, script));
  const from = relative(repository, cwd).split(sep).join('/');
  const tests = names.map((name) => dottedName(name, from));
  const file = script.split('/').at(-1)!;
  const command = file === 'manage.py' ? [file, 'test'] : [file, '--parallel=1'];
  const display = [interpreter.executable, ...command, ...tests];
  return { kind: 'recipe', recipe: recipe('django', repository, cwd, interpreter, display, tests, names) };
}

function recipe(
  runner: RunnerName,
  repository: string,
  cwd: string,
  interpreter: Interpreter,
  display: readonly string[],
  tests: readonly string[],
  names: readonly TestName[],
): TestRecipe {
  return {
    runner,
    repository,
    cwd,
    program: interpreter.executable,
    programVersion: interpreter.version,
    programSource: interpreter.source,
    display,
    tests,
    testFiles: [...new Set(names.flatMap((name) => toFile(name, repository)?.file ?? []))],
    settings: {},
  };
}

/** `manage.py` at the top or one folder down (the one that holds the test, if several do), or Django's own runner. */
function findDjangoScript(repository: string, name: TestName): string | null {
  if (existsSync(join(repository, 'manage.py'))) return 'manage.py';
  const own = 'tests/runtests.py';
  if (existsSync(join(repository, own)) && existsSync(join(repository, 'django'))) return own;
  const nested = readdirSync(repository, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(repository, entry.name, 'manage.py')))
    .map((entry) => entry.name)
    .sort();
  const holder = name.kind === 'inFile' ? nested.find((folder) => name.file.startsWith(`${folder}/`)) : nested[0];
  return holder === undefined ? null : `${holder}/manage.py`;
}

/** The dotted name of a test for someone in the folder `from` (relative to the repository, `''` for its root). */
function dottedName(name: TestName, from: string): string {
  if (name.kind === 'dotted') return name.parts.join('.');
  const inside = from !== '' && name.file.startsWith(`${from}/`) ? name.file.slice(from.length + 1) : name.file;
  const module = inside
    .replace(/\.py$/, '')
    .replace(/\/__init__$/, '')
    .split('/');
  return [...module, ...name.parts].join('.');
}

/** The file a dotted name leads into, by the longest part of it that is one. */
function toFile(name: TestName, repository: string): (TestName & { kind: 'inFile' }) | null {
  if (name.kind === 'inFile') return name;
  for (let length = name.parts.length; length > 0; length -= 1) {
    for (const base of ['', 'src/', 'tests/']) {
      const file = `${base}${name.parts.slice(0, length).join('/')}.py`;
      if (!existsSync(join(repository, file))) continue;
      return { kind: 'inFile', file, parts: name.parts.slice(length), text: name.text };
    }
  }
  return null;
}

function readText(repository: string, file: string): string {
  try {
    return readFileSync(join(repository, file), 'latin1');
  } catch {
    return '';
  }
}

function badTest(message: string): RecipeResolution {
  return { kind: 'badTest', message };
}
