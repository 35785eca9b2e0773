/**
 * Finds the Python that a repository's tests run in: the one asked for, the project's own environment, an activated one,
 * then the machine's. The first place that has one decides; a broken one is reported rather than passed over.
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { isInside } from '../../disk/confinedPath.ts';
import { type Environment, setVariables } from '../../process/environment.ts';
import type { RunProcess } from '../../process/runProcess.ts';

export interface Interpreter {
  readonly executable: string;
  readonly version: string;
  /** Where it was found, in words. */
  readonly source: string;
  readonly pytestVersion: string | null;
  readonly hasPytestDjango: boolean;
}

export type InterpreterSearch =
  | { readonly kind: 'found'; readonly interpreter: Interpreter }
  | { readonly kind: 'missing'; readonly message: string };

export interface InterpreterRequest {
  readonly repository: string;
  readonly asked: string | null;
  readonly environment: Environment;
  readonly watcherFolder: string;
  readonly runProcess: RunProcess;
}

interface Candidate {
  readonly path: string;
  readonly source: string;
}

const oldest = [3, 8] as const;
const programs = process.platform === 'win32' ? ['Scripts/python.exe', 'python.exe'] : ['bin/python', 'bin/python3'];
const suffixes = process.platform === 'win32' ? ['.exe', ''] : [''];

/** The Python for a repository, asked what it is. */
export async function findInterpreter(request: InterpreterRequest): Promise<InterpreterSearch> {
  if (request.asked !== null) {
    const path = locateAsked(request.asked, request);
    if (path === null) return missing(`There is no Python at "${request.asked}" (from --python).`);
    return examine({ path, source: '--python' }, request);
  }
  const own = environmentsOf(request)[0] ?? (await poetryEnvironment(request)) ?? activated(request)[0];
  if (own !== undefined) return examine(own, request);
  let last: InterpreterSearch | null = null;
  for (const name of ['python3', 'python']) {
    for (const path of onPath(name, request)) {
      const found = await examine({ path, source: `${name} on PATH` }, request);
      if (found.kind === 'found') return found;
      last ??= found;
    }
  }
  return last ?? missing('No Python was found: no environment in the repository, no python3 on PATH. Pass --python.');
}

/** Programs of a name on PATH, first first, those inside the repository left out: it could bring its own. */
function onPath(name: string, request: Pick<InterpreterRequest, 'repository' | 'environment'>): string[] {
  const folders = (request.environment.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return folders
    .flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix)))
    .filter((path) => isFile(path) && !belongsTo(request.repository, path));
}

function locateAsked(asked: string, request: InterpreterRequest): string | null {
  if (!/[/\\]/.test(asked) && !existsSync(resolve(request.repository, asked))) {
    return onPath(asked, request)[0] ?? null;
  }
  for (const path of [resolve(asked), resolve(request.repository, asked)]) {
    if (isFile(path)) return path;
    const inside = pythonIn(path);
    if (inside !== null) return inside;
  }
  return null;
}

function environmentsOf(request: InterpreterRequest): Candidate[] {
  const uv = request.environment.UV_PROJECT_ENVIRONMENT;
  return [
    { folder: '.venv', source: '.venv' },
    { folder: 'venv', source: 'venv' },
    ...(uv !== undefined && uv !== '' && existsSync(join(request.repository, 'pyproject.toml'))
      ? [{ folder: uv, source: 'UV_PROJECT_ENVIRONMENT' }]
      : []),
  ].flatMap(({ folder, source }) => candidateIn(resolve(request.repository, folder), source));
}

function activated(request: InterpreterRequest): Candidate[] {
  return ['VIRTUAL_ENV', 'CONDA_PREFIX'].flatMap((name) => {
    const folder = request.environment[name];
    return folder === undefined || folder === '' ? [] : candidateIn(folder, `the activated ${name}`);
  });
}

function candidateIn(folder: string, source: string): Candidate[] {
  const path = pythonIn(folder);
  return path === null ? [] : [{ path, source }];
}

function pythonIn(folder: string): string | null {
  const paths = programs.map((program) => join(folder, program));
  return paths.find(isFile) ?? paths.find(isDangling) ?? null;
}

async function poetryEnvironment(request: InterpreterRequest): Promise<Candidate | undefined> {
  const { repository, environment, watcherFolder } = request;
  const poetry = onPath('poetry', request)[0];
  if (poetry === undefined || !usesPoetry(repository)) return undefined;
  const result = await request.runProcess({
    command: poetry,
    arguments: ['--no-plugins', '--no-interaction', '--directory', repository, 'env', 'info', '--path'],
    cwd: watcherFolder,
    environment: setVariables(environment),
    seconds: 10,
    lastWords: [],
    cancellation: null,
  });
  if (result.ending.kind !== 'exited' || result.ending.status !== 0) return undefined;
  const folder = result.outputTail.trim().split('\n').at(-1)?.trim() ?? '';
  return folder === '' ? undefined : candidateIn(folder, 'poetry')[0];
}

function usesPoetry(repository: string): boolean {
  if (existsSync(join(repository, 'poetry.lock'))) return true;
  try {
    return /^\[tool\.poetry\b/m.test(readFileSync(join(repository, 'pyproject.toml'), 'utf8'));
  } catch {
    return false;
  }
}

async function examine(candidate: Candidate, request: InterpreterRequest): Promise<InterpreterSearch> {
  const { path, source } = candidate;
  const environment = setVariables(request.environment);
  delete environment.PYTHONHOME;
  const result = await request.runProcess({
    command: path,
    arguments: ['-B', join(request.watcherFolder, 'culprit_interpreter.py')],
    cwd: request.watcherFolder,
    environment,
    seconds: 20,
    lastWords: [],
    cancellation: null,
  });
  const answer = readAnswer(result.outputTail);
  if (answer === null) {
    const said = result.outputTail.trim().split('\n').at(-1) ?? '';
    return missing(
      `${path} (found by ${source}) does not start as a Python${said === '' ? '' : `: ${said}`}. Pass another with --python.`,
    );
  }
  const [major = 0, minor = 0] = answer.version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    return missing(
      `${path} (found by ${source}) is Python ${answer.version}; Python 3.8 or newer is needed. Pass another with --python.`,
    );
  }
  return {
    kind: 'found',
    interpreter: {
      executable: answer.executable === '' ? path : answer.executable,
      version: answer.version,
      source,
      pytestVersion: answer.pytest,
      hasPytestDjango: answer.pytestDjango,
    },
  };
}

interface Answer {
  readonly version: string;
  readonly executable: string;
  readonly pytest: string | null;
  readonly pytestDjango: boolean;
}

function readAnswer(output: string): Answer | null {
  const last = output.trim().split('\n').at(-1) ?? '';
  try {
    const answer: unknown = JSON.parse(last);
    const fits = typeof answer === 'object' && answer !== null && 'version' in answer && 'executable' in answer;
    return fits ? (answer as Answer) : null;
  } catch {
    return null;
  }
}

function missing(message: string): InterpreterSearch {
  return { kind: 'missing', message };
}

/** An environment as processes take it: only the variables that are set. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** A link of an environment whose Python is gone: worth a message of its own, so it counts as found. */
function isDangling(path: string): boolean {
  return !existsSync(path) && existsSync(join(path, '..', '..', 'pyvenv.cfg'));
}

/** Whether a program is the repository's own, by the way it is named or by where it really lies. */
function belongsTo(repository: string, path: string): boolean {
  const root = realpathSync(repository);
  return [resolve(path), realpathSync(path)].some((one) => isInside(root, one) || isInside(resolve(repository), one));
}
