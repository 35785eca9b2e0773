/**
 * Which runner a test file is written for. The file's own imports say it best, then configuration and scripts, then what
 * is merely depended on; the nearest package counts before those above it.
 */
import { join } from 'node:path';
import { readText } from '../../disk/readText.ts';
import type { JavascriptPackage } from './javascriptProject.ts';
import type { JavascriptRunner } from './javascriptRunner.ts';
import { commandsOf } from './testScript.ts';

const maxText = 200_000;

/** The runner of a test file, or `null` where nothing tells. */
export function chooseRunner(
  runners: readonly JavascriptRunner[],
  repository: string,
  file: string,
  around: readonly JavascriptPackage[],
): JavascriptRunner | null {
  const text = readText(join(repository, file)).slice(0, maxText);
  const imported = runners.find(({ isImported }) => isImported.test(text));
  if (imported !== undefined) return imported;
  for (const project of around) {
    const commands = scriptsOf(project).flatMap(commandsOf);
    const found =
      runners.find((runner) => commands.some((words) => starts(runner, words))) ??
      runners.find((runner) => runner.isConfigured(project)) ??
      runners.find((runner) => runner.package !== null && project.dependencies.has(runner.package));
    if (found !== undefined) return found;
  }
  return null;
}

/** A command may be wrapped in others (`cross-env A=b nyc mocha`), so every word may be its beginning. */
function starts(runner: JavascriptRunner, words: readonly string[]): boolean {
  return words.some((_, index) => runner.isStarted(words.slice(index)));
}

/** The scripts that run tests, `test` before `test:unit` and the like. */
function scriptsOf({ scripts }: JavascriptPackage): readonly string[] {
  const names = Object.keys(scripts).filter((name) => /^(test|unit|spec)|:test/.test(name));
  return names.sort((a, b) => a.length - b.length).map((name) => scripts[name] ?? '');
}
