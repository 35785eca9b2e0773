/**
 * The one door to git. A repository's own configuration, attributes and hooks can make plain `git status` run programs
 * of its choosing, so every call here switches all of those off, starts from an environment we build, and takes argv
 * only. Leaves out writing: nothing here changes a repository.
 */
import { existsSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, relative } from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';
import type { Git } from '../../ports/git.ts';

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
};

const timeoutMs = 30_000;

/** Git for reading repositories nobody vouches for. `environment` is where PATH and HOME come from. */
export function createHardenedGit(environment: Environment): Git {
  return {
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
  };
}

/** Whether git would find a repository here, which spares starting it where not: bare ones are switched off above. */
function isBelowGit(folder: string): boolean {
  const above = dirname(folder);
  return existsSync(join(folder, '.git')) || (above !== folder && isBelowGit(above));
}

/** A git bound to `root` with the repository's own filters neutralised; `null` where they cannot be. */
async function openRepository(root: string, environment: Environment): Promise<SimpleGit | null> {
  try {
    const bare = bind(root, environment, []);
    return bind(root, environment, await filterOverrides(bare));
  } catch {
    return null;
  }
}

function bind(root: string, environment: Environment, overrides: readonly string[]): SimpleGit {
  return simpleGit({
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
  }).env(builtEnvironment(root, environment));
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
