/**
 * Builds what tests need, outside of the repository, and says what to run them with. A build is kept as long as nothing
 * it was made from changes. Leaves out how each tool builds.
 */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { CollectionProblem } from '../../../ports/testRunner.ts';
import { walkFolder } from '../../disk/folderWalk.ts';
import type { CompileOptions } from './compiledWatcher.ts';
import type { JavaProject } from './javaProject.ts';

/** What a build leaves to run tests with. */
export interface TestSetting {
  readonly classPath: readonly string[];
  /** Folders of classes that are the repository's own, in all its modules. */
  readonly classes: readonly string[];
  /** Options of the virtual machine. */
  readonly options: readonly string[];
  readonly properties: readonly string[];
  readonly environment: readonly string[];
}

export type BuildOutcome =
  | { readonly kind: 'built'; readonly setting: TestSetting }
  /** Sources do not compile; told by file. */
  | { readonly kind: 'broken'; readonly problems: readonly CollectionProblem[]; readonly output: string }
  | { readonly kind: 'failed'; readonly message: string };

export interface BuildOptions extends CompileOptions {
  readonly repository: string;
  readonly project: JavaProject;
  /** A folder of this project's own, kept between runs. */
  readonly target: string;
}

export const buildSeconds = 900;
const maxAgeMs = 30 * 24 * 3_600_000;
const leftOut = new Set(['.git', '.gradle', '.idea', 'node_modules', 'target']);

/** Builds by `make` unless what it made last is still good. */
export async function keptBuild(
  options: Omit<BuildOptions, 'target'>,
  make: (options: BuildOptions) => Promise<BuildOutcome>,
): Promise<BuildOutcome> {
  const { project, jdk } = options;
  const key = createHash('sha256').update([project.tool, project.module, project.root, jdk.home].join('\0'));
  const folder = join(options.cacheFolder, 'java', 'builds');
  const target = join(folder, key.digest('hex').slice(0, 16));
  await mkdir(target, { recursive: true });
  const stamp = await stampOf(project.root, `${jdk.version}\0${options.environment.CLASSPATH ?? ''}`);
  const stampFile = join(target, 'stamp');
  const settingFile = join(target, 'setting.json');
  const known = await readFile(stampFile, 'utf8').catch(() => '');
  if (known === stamp) {
    const now = new Date();
    await utimes(target, now, now).catch(() => undefined);
    const setting = JSON.parse(await readFile(settingFile, 'utf8')) as TestSetting;
    if (setting.classPath.every((path) => existsSync(path))) return { kind: 'built', setting };
  }
  await rm(stampFile, { force: true });
  const outcome = await make({ ...options, target });
  if (outcome.kind === 'built') {
    const present = outcome.setting.classPath.filter((path) => existsSync(path));
    const setting = { ...outcome.setting, classPath: present };
    await writeFile(settingFile, JSON.stringify(setting));
    await writeFile(stampFile, stamp);
    await dropOld(folder);
    return { kind: 'built', setting };
  }
  return outcome;
}

/** A hash over names, sizes and times of all files a build may read. */
async function stampOf(root: string, also: string): Promise<string> {
  const hash = createHash('sha256').update(also);
  const { files } = await walkFolder(root, { isLeftOut: (name) => leftOut.has(name), maxFiles: 200_000 });
  for (const file of files) {
    const found = statSync(join(root, file), { throwIfNoEntry: false });
    if (found !== undefined) hash.update(`${file}\0${found.size}\0${found.mtimeMs}\0${found.ctimeMs}\n`);
  }
  return hash.digest('hex');
}

async function dropOld(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    if (found === undefined || Date.now() - found.mtimeMs < maxAgeMs) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** javac's own form, and the one Maven prints. */
const compileError = /^(?:\[ERROR\] )?(\S.*?\.java):(?:(\d+):(?:\d+:)? error|\[(\d+)(?:,\d+)?\]):? (.*)$/gm;

/** What a compiler said of files of the repository; the first for each file. */
export function compileProblems(output: string, repository: string): readonly CollectionProblem[] {
  const problems = new Map<string, CollectionProblem>();
  for (const [, path = '', line = '', bracketed = '', said = ''] of output.matchAll(compileError)) {
    const file = relative(repository, path).split(sep).join('/');
    if (file.startsWith('..') || problems.has(file)) continue;
    const message = `${file}:${line || bracketed} does not compile: ${said.trim()}`;
    problems.set(file, { kind: 'loadFailed', test: file, file, message, exception: null });
  }
  return [...problems.values()];
}

/** What a build that did not succeed is worth saying. */
export function brokenBuild(output: string, repository: string, what: string): BuildOutcome {
  const problems = compileProblems(output, repository);
  if (problems.length > 0) return { kind: 'broken', problems, output };
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error|what went wrong|could not|fail/i.test(line)).slice(0, 8);
  const shown = (errors.length > 0 ? errors : lines.slice(-8)).join('\n');
  return { kind: 'failed', message: `${what} could not build the tests:\n${shown}` };
}

/** Splits options as a shell would, without being one. */
export function splitOptions(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([part]) => part.replace(/["']/g, ''));
}
