/** How Go tests are run: the tests in the form a run knows them by, and the toolchain of their module. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { RecipeRequest, RecipeResolution } from '../../../ports/testRunner.ts';
import type { Environment } from '../../process/environment.ts';
import type { RunProcess } from '../../process/runProcess.ts';
import { filesWithTest, type GoTestName, parseGoTest } from './goTestNames.ts';
import { findGo } from './goToolchain.ts';

/** The recipe for a request, or the sentence that says what is wrong with it. */
export async function resolveGoRecipe(
  request: RecipeRequest,
  environment: Environment,
  runProcess: RunProcess,
): Promise<RecipeResolution> {
  if (statSync(request.repository, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return { kind: 'badTest', message: `There is no folder ${request.repository}.` };
  }
  if (request.tests.length === 0)
    return { kind: 'badTest', message: 'Name at least one test, for example ./pkg TestName.' };
  const names: GoTestName[] = [];
  for (const test of request.tests) {
    const parsed = parseGoTest(test, request.repository);
    if ('problem' in parsed) return { kind: 'badTest', message: parsed.problem };
    names.push(...parsed.names);
  }
  const root = realpathSync(request.repository);
  for (const { folder } of names) {
    if (moduleOf(join(root, folder)) === null) {
      const message = `There is no go.mod in ${folder} or above it. Culprit runs tests of Go modules: make one with go mod init.`;
      return { kind: 'environment', message };
    }
  }
  const cwd = moduleOf(join(root, names[0]!.folder))!;
  const search = await findGo(root, cwd, environment, runProcess);
  if (search.kind === 'missing') return { kind: 'environment', message: search.message };
  const { program, version, source, flags, root: goRoot, buildCache, moduleCache } = search.toolchain;
  return {
    kind: 'recipe',
    recipe: {
      runner: 'go',
      repository: request.repository,
      cwd,
      program,
      programVersion: version.replace(/^go/, ''),
      programSource: source,
      display: displayOf(names, root, cwd),
      tests: names.map(({ text }) => text),
      testFiles: [...new Set(names.flatMap((it) => it.file ?? filesWithTest(root, it.folder, it.name ?? '')))],
      settings: { goRoot, buildCache, moduleCache, flags },
    },
  };
}

/** The nearest folder above with a go.mod, which may be above the repository. */
function moduleOf(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'go.mod'))) return at;
    if (at === dirname(at)) return null;
  }
}

function displayOf(names: readonly GoTestName[], root: string, cwd: string): readonly string[] {
  const packages = [...new Set(names.map(({ folder }) => packagePath(relative(cwd, join(root, folder)))))];
  const shown = names.flatMap(({ name }) => (name === null ? [] : name.split('/').map(exactly).join('/')));
  // A file has no form of its own there: its package has.
  const pattern = shown.length === names.length ? shown.join('|') : '';
  return ['go', 'test', ...(pattern === '' ? [] : ['-run', pattern]), ...packages];
}

function packagePath(path: string): string {
  return path === '' ? '.' : `./${path.split(sep).join('/')}`;
}

function exactly(part: string): string {
  return `^${part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
}
