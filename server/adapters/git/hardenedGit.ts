/**
 * The one door to git. A repository's own configuration, attributes and hooks can make plain `git status` run programs
 * of its choosing, so every call here switches all of those off, starts from an environment we build, and takes argv
 * only. Leaves out writing: nothing here changes a repository.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, relative } from 'node:path';
import { type SimpleGit, type SimpleGitOptions, simpleGit } from 'simple-git';
import type { Git, GitHistory, GitObjects } from '../../ports/git.ts';
import { createHistory } from './history.ts';
import { createObjectStream, type GitObject, type ObjectStream } from './objectStream.ts';
import { readTree } from './treeListing.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that name programs git would start, each set to nothing. */
const switchedOff = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'diff.external=',
  'core.pager=cat',
  'protocol.ext.allow=never',
  'core.sshCommand=false',
  'gpg.program=false',
  'safe.bareRepository=explicit',
];

const passedOn = ['HOME', 'USERPROFILE', 'LANG', 'LC_ALL', 'SYSTEMROOT', 'TMPDIR', 'TEMP', 'XDG_CONFIG_HOME'];
const ours = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_LITERAL_PATHSPECS: '1',
};

const timeoutMs = 30_000;
const mostBytes = 32 << 20;

/** Git for reading repositories nobody vouches for. `environment` is where PATH and HOME come from. */
export function createHardenedGit(environment: Environment): Git & GitHistory {
  return {
    ...createHistory((root, argv) => askBounded(root, environment, argv)),
    async listFiles(root) {
      if (!isBelowGit(root)) return null;
      const git = await openRepository(root, environment);
      if (git === null) return null;
      try {
        const listed = await git.raw(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
        return [...new Set(listed.split('\0'))].filter((file) => file !== '').sort();
      } catch {
        return null;
      }
    },
    openObjects: (gitFolder) => openObjects(gitFolder, environment),
  };
}

/**
 * Objects are read by one process that answers as long as it is asked, or by one for a listing: neither looks at a
 * working tree, its attributes or its filters. Who names the folder has chosen it, so git need not look for one.
 */
function openObjects(gitFolder: string, environment: Environment): GitObjects {
  const start = (...command: readonly string[]) => {
    const settings = switchedOff.flatMap((setting) => ['-c', setting]);
    return spawn('git', [...settings, `--git-dir=${gitFolder}`, ...command], {
      cwd: gitFolder,
      env: builtEnvironment(gitFolder, environment),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  };
  let reader: ObjectReader | null = null;
  const read = (id: string, maxBytes: number): Promise<GitObject | null> => {
    if (!isObjectId.test(id)) return Promise.resolve(null);
    reader ??= listening(start('cat-file', '--batch'));
    const { stream, child } = reader;
    return new Promise((answer) => {
      stream.expect({ maxBytes, answer });
      child.stdin?.write(`${id}\n`);
    });
  };
  return {
    async commitTime(commit) {
      const object = await read(commit, mostCommitBytes);
      if (object?.type !== 'commit' || object.bytes === null) return null;
      const seconds = /^committer .* (\d+) [+-]\d+$/m.exec(new TextDecoder('latin1').decode(object.bytes))?.[1];
      return Number(seconds ?? 0);
    },
    tree: (commit) =>
      isObjectId.test(commit)
        ? outputOf(start('ls-tree', '-r', '-z', '--full-tree', commit)).then((listed) => listed && readTree(listed))
        : Promise.resolve(null),
    async blob(id, maxBytes) {
      const object = await read(id, maxBytes);
      return object?.type === 'blob' ? object.bytes : null;
    },
    close: () => void reader?.child.kill(),
  };

  /** One that ends in the middle of an object takes what it began along: the next has a stream of its own. */
  function listening(child: ChildProcess): ObjectReader {
    const own: ObjectReader = { child, stream: createObjectStream() };
    const end = () => {
      if (reader === own) reader = null;
      own.stream.end();
      child.kill();
    };
    child.stdout?.on('data', own.stream.take);
    child.stdin?.on('error', end);
    child.on('error', end).on('close', end);
    return own;
  }
}

interface ObjectReader {
  readonly child: ChildProcess;
  readonly stream: ObjectStream;
}

const isObjectId = /^[0-9a-f]{4,64}$/;
const mostCommitBytes = 10_000_000;

/** All that a process prints; `null` where it does not end well. */
function outputOf(child: ChildProcess): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
  return new Promise((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', (status) => resolve(status === 0 ? Buffer.concat(pieces) : null));
  });
}

/** What git answers within its time and space; `null` where it does not, or where there is no repository. */
async function askBounded(root: string, environment: Environment, argv: readonly string[]): Promise<string | null> {
  const isAlone = isWithoutTree(root);
  if (!isAlone && !isBelowGit(root)) return null;
  // A repository without a working tree is one only where the root itself was named; none is looked for above it.
  const trusted = isAlone ? ['safe.bareRepository=all'] : [];
  const git = await openRepository(root, environment, bindBounded, trusted);
  if (git === null) return null;
  try {
    return await git.raw([...argv]);
  } catch {
    return null;
  }
}

/** Whether a folder is itself what other repositories keep in `.git`. */
function isWithoutTree(folder: string): boolean {
  return (
    !existsSync(join(folder, '.git')) && ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(folder, name)))
  );
}

/** Whether git would find a repository here, which spares starting it where not: bare ones are switched off above. */
function isBelowGit(folder: string): boolean {
  const above = dirname(folder);
  return existsSync(join(folder, '.git')) || (above !== folder && isBelowGit(above));
}

/** A git bound to `root` with the repository's own filters neutralised; `null` where they cannot be. */
async function openRepository(
  root: string,
  environment: Environment,
  binding = bind,
  trusted: readonly string[] = [],
): Promise<SimpleGit | null> {
  try {
    const bare = bind(root, environment, trusted);
    return binding(root, environment, [...trusted, ...(await filterOverrides(bare))]);
  } catch {
    return null;
  }
}

function bind(root: string, environment: Environment, overrides: readonly string[]): SimpleGit {
  return simpleGit(options(root, overrides)).env(builtEnvironment(root, environment));
}

function options(root: string, overrides: readonly string[]): Partial<SimpleGitOptions> {
  return {
    baseDir: root,
    config: [...switchedOff, ...overrides],
    timeout: { block: timeoutMs },
    allowEnvironment: Object.keys(ours),
    // simple-git guards against these settings because they start programs; here they are set to start none.
    unsafe: {
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      allowUnsafeDiffExternal: true,
      allowUnsafePager: true,
      allowUnsafeFilter: true,
      allowUnsafeSshCommand: true,
      allowUnsafeGpgProgram: true,
      allowUnsafeProtocolOverride: true,
    },
  };
}

/** One that is stopped where it takes too long as a whole, or says too much. */
function bindBounded(root: string, environment: Environment, overrides: readonly string[]): SimpleGit {
  const tooMuch = new AbortController();
  const bounds = { timeout: { block: timeoutMs, stdOut: false, stdErr: false }, abort: tooMuch.signal };
  return simpleGit({ ...options(root, overrides), ...bounds })
    .env(builtEnvironment(root, environment))
    .outputHandler((_, stdout) => {
      let nBytes = 0;
      stdout.on('data', (chunk: Buffer) => {
        nBytes += chunk.length;
        if (mostBytes < nBytes) tooMuch.abort();
      });
    });
}

function builtEnvironment(root: string, environment: Environment): Record<string, string> {
  const built: Record<string, string> = { ...ours, PATH: pathOutside(root, environment.PATH ?? '') };
  for (const name of passedOn) {
    const value = environment[name];
    if (value !== undefined) built[name] = value;
  }
  return built;
}

/** PATH without relative entries and without folders of the repository, whose `git` is not git. */
function pathOutside(root: string, path: string): string {
  const isOutside = (folder: string) =>
    isAbsolute(folder) && (relative(root, folder).startsWith('..') || isAbsolute(relative(root, folder)));
  return path.split(delimiter).filter(isOutside).join(delimiter);
}

/**
 * Attributes may send files through a filter the repository's configuration names; an empty command is no filter.
 * Throws where a filter's name holds `=`: `-c` could not override it.
 */
async function filterOverrides(git: SimpleGit): Promise<readonly string[]> {
  const filters = new Set((await filterKeys(git)).flatMap((key) => /^filter\.(.+)\.[^.]+$/s.exec(key)?.[1] ?? []));
  return [...filters].flatMap((name) => {
    if (name.includes('=')) throw new Error(`Cannot switch off the filter "${name}"`);
    return [
      `filter.${name}.clean=`,
      `filter.${name}.smudge=`,
      `filter.${name}.process=`,
      `filter.${name}.required=false`,
    ];
  });
}

async function filterKeys(git: SimpleGit): Promise<readonly string[]> {
  try {
    return (await git.raw(['config', '-z', '--name-only', '--get-regexp', '^filter\\.'])).split('\0');
  } catch {
    return []; // Exit status 1: no filter is configured.
  }
}
