/**
 * What tests need beside our own packages: Pythons with packages, npm packages of other versions, each in a folder of a
 * cache that is kept between runs.
 * Where one cannot be made the reason is given, and the test that wanted it is named as not run.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';

export type Provisioned = { readonly python: string } | { readonly python: null; readonly reason: string };

const cacheFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'culprit-test');
const waitMs = 250;
const staleLockMs = 10 * 60_000;

/** A Python that has `packages` (pip requirement specifiers), of `version` (`3.9`) or the machine's own `python3`. */
export async function pythonWith(packages: readonly string[], version?: string): Promise<Provisioned> {
  const base = await basePython(version);
  if (base === null) return { python: null, reason: `there is no Python ${version ?? '3'} on this machine` };
  const key = createHash('sha256')
    .update(JSON.stringify([base, packages]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cacheFolder, `python-${key}`);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return { python };
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(complete)) return { python };
    rmSync(folder, { recursive: true, force: true });
    const made = await execa(base, ['-m', 'venv', folder], { reject: false, all: true });
    if (made.failed) return { python: null, reason: `python -m venv failed: ${lastLine(made.all)}` };
    if (packages.length > 0) {
      const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
      const installed = await execa(python, pip, { reject: false, all: true });
      if (installed.failed) {
        return { python: null, reason: `pip install ${packages.join(' ')} failed: ${lastLine(installed.all)}` };
      }
    }
    writeFileSync(complete, '');
    return { python };
  });
}

export type InstalledPackages =
  | { readonly nodeModules: string }
  | { readonly nodeModules: null; readonly reason: string };

/** A `node_modules` folder with these npm packages (`vitest@4.1.12`), without their install scripts having run. */
export async function npmWith(packages: readonly string[]): Promise<InstalledPackages> {
  const key = createHash('sha256').update(JSON.stringify(packages)).digest('hex').slice(0, 16);
  const folder = join(cacheFolder, `npm-${key}`);
  const nodeModules = join(folder, 'node_modules');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return { nodeModules };
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(complete)) return { nodeModules };
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
    const installed = await execa('npm', ['install', ...flags, ...packages], { cwd: folder, reject: false, all: true });
    if (installed.failed) {
      return { nodeModules: null, reason: `npm install ${packages.join(' ')} failed: ${lastLine(installed.all)}` };
    }
    writeFileSync(complete, '');
    return { nodeModules };
  });
}

/** A `PATH` on which `node` is of this version, as npm has it for some platforms. */
export async function pathWithNode(version: string): Promise<{ readonly path: string } | { readonly reason: string }> {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const installed = await npmWith([`${name}@${version}`]);
  if (installed.nodeModules === null) return { reason: installed.reason };
  return { path: [join(installed.nodeModules, name, 'bin'), process.env.PATH].join(delimiter) };
}

/** Skips the test that calls it, and names it in the file of tests that were not run, if there is one. */
export function notRun(context: { skip(note?: string): void; task: { name: string } }, reason: string): void {
  const list = process.env.CULPRIT_NOT_RUN;
  if (list !== undefined && list !== '') appendFileSync(list, `${context.task.name}: ${reason}\n`);
  context.skip(reason);
}

const supported = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13'];

/** The CPythons of these versions on this machine, as `version → executable`. */
export async function installedPythons(versions: readonly string[] = supported): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const version of versions) {
    const python = await basePython(version);
    if (python !== null) found.set(version, python);
  }
  return found;
}

async function basePython(version: string | undefined): Promise<string | null> {
  for (const path of version === undefined
    ? onPath('python3')
    : [...pyenvPythons(version), ...onPath(`python${version}`)]) {
    const code = 'import sys; print("%d.%d %s" % (sys.version_info[:2] + (sys.executable,)))';
    const answer = await execa(path, ['-c', code], { reject: false, timeout: 20_000 });
    const [said, executable] = (answer.stdout ?? '').split(' ');
    if (answer.failed || executable === undefined) continue;
    if (version === undefined || said === version) return executable;
  }
  return null;
}

function pyenvPythons(version: string): string[] {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .filter((name) => name.startsWith(`${version}.`))
    .map((name) => join(versions, name, 'bin', 'python'));
}

function onPath(name: string): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).filter((path) => existsSync(path));
}

/** Runs `work` while no other process does the same; a lock whose owner is long gone is taken over. */
async function withLock<Value>(lock: string, work: () => Promise<Value>): Promise<Value> {
  mkdirSync(cacheFolder, { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
      if (made !== undefined && Date.now() - made > staleLockMs) rmSync(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function lastLine(output: string | undefined): string {
  return (output ?? '').trim().split('\n').at(-1) ?? '';
}

export type ProvisionedProgram = { readonly program: string } | { readonly program: null; readonly reason: string };

/** A program of the machine's, by the first of its names that answers. */
export async function programNamed(names: readonly string[], version: readonly string[]): Promise<ProvisionedProgram> {
  for (const program of names.flatMap(onPath)) {
    const answer = await execa(program, version, { reject: false, timeout: 60_000 });
    if (!answer.failed) return { program };
  }
  return { program: null, reason: `there is no ${names.join(' or ')} on this machine` };
}

/**
 * Whether programs and files are on this machine, installed by Debian's package manager where they are not and may be:
 * `null`, or the reason why they cannot be had.
 */
export async function systemHas(wanted: readonly string[], packages: readonly string[]): Promise<string | null> {
  const missing = () => wanted.filter((name) => (name.startsWith('/') ? !existsSync(name) : onPath(name).length === 0));
  if (missing().length === 0) return null;
  if (process.getuid?.() !== 0 || onPath('apt-get').length === 0)
    return `there is no ${missing().join(', ')} on this machine`;
  await withLock(join(cacheFolder, 'apt.lock'), async () => {
    if (missing().length === 0) return;
    await execa('apt-get', ['install', '-y', '-q', ...packages], { reject: false, timeout: 300_000 });
  });
  return missing().length === 0 ? null : `apt-get install ${packages.join(' ')} did not bring ${missing().join(', ')}`;
}
