/**
 * Runs the tests of a Rust repository under watch: `resolve` says which they are, `run` builds them from a copy in our cache,
 * with probes where it watches, and runs the test programs one after another. The repository is only read.
 */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RecipeRequest, RecipeResolution, TestRecipe } from '../../../ports/testRunner.ts';
import type { Ecosystem, EcosystemOptions } from '../ecosystem.ts';
import { claimsOf, manifestOf } from './cargoClaims.ts';
import { cargoPlace } from './cargoPlace.ts';
import { runCargo } from './cargoRun.ts';
import { manifestAbove } from './cargoWorkspace.ts';
import { type Chosen, chooseTests } from './testSelection.ts';

/** `cargo test`, and nextest's way of a process for each test. */
export function createCargoEcosystem(options: EcosystemOptions): Ecosystem {
  return {
    runners: ['cargo', 'nextest'],
    languages: ['rust'],
    claims: claimsOf,
    resolve: (request) => resolveRecipe(options, request),
    run: (recipe, watch, cancellation) => runCargo(options, recipe, watch, cancellation),
  };
}

async function resolveRecipe(options: EcosystemOptions, request: RecipeRequest): Promise<RecipeResolution> {
  if (statSync(request.repository, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return badTest(`There is no folder ${request.repository}.`);
  }
  const repository = realpathSync.native(request.repository);
  const [first] = request.tests;
  if (first === undefined) return badTest('Name at least one test, for example module::test_name or tests/it.rs.');
  const odd = request.tests.find((test) => test.startsWith('-') || test.includes('\0') || test.trim() === '');
  if (odd !== undefined) return badTest(`"${odd}" is no name of a test.`);
  const file = /^(.*\.rs)(?::\d+)?$/.exec(first)?.[1];
  if (file !== undefined && !existsSync(join(repository, file))) {
    return badTest(`There is no file ${file} in ${repository}.`);
  }
  const folder = file === undefined ? manifestOf(repository) : manifestAbove(repository, file);
  if (folder === null) return badTest(`There is no Cargo.toml in ${repository} for ${first}.`);
  try {
    const place = await cargoPlace(options, repository, folder);
    const chosen: Chosen[] = [];
    for (const test of request.tests) {
      const one = chooseTests(test, place.known, repository);
      if ('problem' in one) return badTest(one.problem);
      chosen.push(one);
    }
    const isNextest = existsSync(join(repository, place.workspace.root, '.config', 'nextest.toml'));
    const runner = request.runner === 'auto' ? (isNextest ? 'nextest' : 'cargo') : request.runner;
    if (runner !== 'cargo' && runner !== 'nextest')
      return badTest(`${first} is a test of Rust: it does not run with ${runner}.`);
    return { kind: 'recipe', recipe: recipe(repository, folder, runner, place, chosen) };
  } catch (error) {
    return { kind: 'environment', message: error instanceof Error ? error.message : String(error) };
  }
}

function recipe(
  repository: string,
  folder: string,
  runner: 'cargo' | 'nextest',
  { toolchain, workspace, known }: Awaited<ReturnType<typeof cargoPlace>>,
  chosen: readonly Chosen[],
): TestRecipe {
  const tests = chosen.flatMap((one) => idsOf(one, known));
  return {
    runner,
    repository,
    cwd: join(repository, workspace.root),
    program: toolchain.cargo,
    programVersion: toolchain.version,
    programSource: toolchain.source,
    display: [toolchain.cargo, ...(runner === 'cargo' ? ['test'] : ['nextest', 'run']), ...shown(chosen)],
    tests,
    testFiles: [...new Set(chosen.flatMap((one) => one.tests.map(({ file }) => file)))],
    settings: { folder },
  };
}

/** A place in a file becomes the tests there; everything else stays as it was given. */
function idsOf(chosen: Chosen, known: Awaited<ReturnType<typeof cargoPlace>>['known']): readonly string[] {
  if (!/\.rs:\d+$/.test(chosen.text)) return [chosen.text];
  return chosen.programs.flatMap((program) =>
    chosen.tests.filter((test) => program.crate.tests.includes(test)).map(({ name }) => known.idOf(program, name)),
  );
}

function shown(chosen: readonly Chosen[]): readonly string[] {
  const targets = chosen.flatMap(({ programs }) => programs.map(({ target }) => target));
  const selected = targets.flatMap(({ package: name, kind, name: target }) => [
    ...['--package', name],
    ...(kind === 'lib' ? ['--lib'] : [`--${kind}`, target]),
  ]);
  return [...selected, '--', ...chosen.flatMap(({ tests }) => tests.map(({ name }) => name)), '--exact'];
}

function badTest(message: string): RecipeResolution {
  return { kind: 'badTest', message };
}
