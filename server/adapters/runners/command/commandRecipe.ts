/** From a command a person gave to how it is run. Leaves out running it. */
import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { RecipeRequest, RecipeResolution } from '../../../ports/testRunner.ts';
import { confinedPath } from '../../disk/confinedPath.ts';
import type { Environment } from '../../process/environment.ts';
import { isProgram, programOnPath } from '../../process/programsOnPath.ts';
import { joinCommand, splitCommand } from './commandLine.ts';

export const testMark = '{test}';
/** Stands for a folder outside of the repository that is gone after the run. */
export const outMark = '{out}';

/** What `run` needs again, as the recipe's settings. */
export interface CommandSettings {
  readonly words: readonly string[];
  readonly coverage: readonly string[];
  readonly passing: readonly string[];
}

export function resolveCommand(request: RecipeRequest, environment: Environment): RecipeResolution {
  const { command, tests, repository } = request;
  if (command === undefined)
    return badTest('The runner "command" needs a command. Pass one with --command "make check".');
  const split = splitCommand(command.line);
  if (split.kind === 'malformed') return badTest(split.message);
  const { words } = split;
  const named = words.some((word) => word.includes(testMark));
  if (words[0]!.includes(testMark)) return badTest(`The program itself cannot be ${testMark}.`);
  if (named && tests.length === 0)
    return badTest(`The command has ${testMark}: name the failing test that is to stand there.`);
  if (!named && tests.length !== 0)
    return badTest(`The command does not say where the test goes: write ${testMark} there.`);
  if (!named && command.passing.length !== 0)
    return badTest(`Passing tests need a command with ${testMark} in it: without, all runs are the same.`);
  for (const file of command.coverage) {
    const inOut = file.startsWith(`${outMark}/`) && !file.split('/').includes('..');
    if (!inOut && confinedPath(repository, folderOf(file)) === null && !isBelow(repository, file))
      return badTest(`The report "${file}" is not in the repository. Name a file in it, or one in ${outMark}.`);
  }
  const program = findProgram(words[0]!, repository, environment);
  if (program === null)
    return { kind: 'environment', message: `There is no program "${words[0]}" in the repository or on PATH.` };
  const asked = named ? tests : [joinCommand(words)];
  const settings: CommandSettings = { words, coverage: command.coverage, passing: command.passing };
  return {
    kind: 'recipe',
    recipe: {
      runner: 'command',
      repository,
      cwd: repository,
      program: program.path,
      programVersion: '',
      programSource: program.source,
      display: words.map((word) => word.replaceAll(testMark, tests[0] ?? '')),
      tests: asked,
      testFiles: [...new Set([...tests, ...command.passing].map((test) => testFileOf(test, repository)))].filter(
        (file) => file !== '',
      ),
      settings: { ...settings },
    },
  };
}

/** The file of the repository a test's name is, or begins with; empty where it names none. */
export function testFileOf(test: string, repository: string): string {
  for (const written of [test, test.replace(/(::|#|:\d+$| > ).*$/s, '')]) {
    const real = written === '' ? null : confinedPath(repository, written);
    if (real !== null && statSync(real).isFile())
      return relative(realpathSync.native(repository), real).split(sep).join('/');
  }
  return '';
}

function findProgram(
  name: string,
  repository: string,
  environment: Environment,
): { path: string; source: string } | null {
  if (name.includes('/')) {
    const path = resolve(repository, name);
    return isProgram(path) ? { path, source: isAbsolute(name) ? 'named by its path' : 'the repository' } : null;
  }
  const path = programOnPath(name, environment);
  return path === null ? null : { path, source: 'PATH' };
}

/** A report need not be there yet, nor its folder. */
function isBelow(repository: string, file: string): boolean {
  const between = relative(repository, resolve(repository, file));
  return between !== '' && !between.startsWith('..') && !isAbsolute(between);
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
}

function badTest(message: string): RecipeResolution {
  return { kind: 'badTest', message };
}
