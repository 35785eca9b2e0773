/**
 * The sandbox as arguments of bubblewrap: every namespace named, a private home and temporary folder, of the machine only
 * what programs need to start, caches to read, the repository and our own folders to write. Measured and attacked before
 * it was chosen; `test/cli/isolation.test.ts` attacks it again.
 */
import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import type { Confinement } from '../process/runProcess.ts';

export interface SandboxRequest {
  readonly confinement: Confinement;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly home: string;
  /** How the repository gets to its path: arguments of bubblewrap. */
  readonly tree: readonly string[];
  /** The descriptor the filter of system calls is read from. */
  readonly seccompDescriptor: number;
  /** Whether this bubblewrap can forbid further namespaces itself; the filter of system calls does in any case. */
  readonly canDisableNamespaces: boolean;
}

const isolation = [
  ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
  ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--hostname', 'culprit'],
];
const configuration = [
  ...['alternatives', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'passwd', 'group', 'nsswitch.conf', 'localtime'],
  ...[
    'timezone',
    'ssl',
    'ca-certificates',
    'pki',
    'crypto-policies',
    'mime.types',
    'hosts',
    'host.conf',
    'java',
    'maven',
  ],
  ...['python3', 'python3.11', 'java-8-openjdk', 'java-11-openjdk', 'java-17-openjdk', 'java-21-openjdk', 'fonts'],
];
/** Toolchains and caches of packages below the home folder: to be read, never written. */
const readableAtHome = [
  ...['.cargo/bin', '.cargo/registry', '.cargo/git', '.rustup', '.pyenv', '.nvm', '.volta', '.fnm', '.sdkman', '.jenv'],
  ...['.m2/repository', '.m2/wrapper', '.gradle/caches', '.gradle/wrapper', 'go', '.npm/_cacache', '.cache/pip'],
  ...['.cache/pypoetry', '.cache/uv', '.local/share/uv', '.local/share/pypoetry', '.local/lib', '.local/bin', '.asdf'],
];
const bytes = { sharedMemory: 256 * 2 ** 20, run: 16 * 2 ** 20, temporary: 2 * 2 ** 30, home: 256 * 2 ** 20 };

/** Arguments of bubblewrap; they hold the environment, so they are handed over by a descriptor, not by a command line. */
export function sandboxArguments(request: SandboxRequest): readonly string[] {
  const { confinement, home, tree, cwd, environment, seccompDescriptor } = request;
  const readable = [
    ...readableAtHome.map((path) => join(home, path)),
    ...[...programFolders(environment), ...confinement.readable.flatMap(withItsPrefix)].filter(
      (path) => !tooMuch(path, home) && !tooMuch(realPath(path), realPath(home)),
    ),
  ];
  return [
    ...isolation,
    ...(request.canDisableNamespaces ? ['--disable-userns'] : []),
    ...(process.getuid === undefined
      ? []
      : ['--uid', String(process.getuid()), '--gid', String(process.getgid?.() ?? 0)]),
    ...(confinement.network === true ? [] : ['--unshare-net']),
    ...['--ro-bind', '/usr', '/usr'],
    ...rootFolders(),
    ...['opt', 'nix', 'gnu'].flatMap((name) => readOnly(`/${name}`)),
    ...configuration.flatMap((name) => readOnly(`/etc/${name}`)),
    ...(confinement.network === true ? readOnly('/etc/resolv.conf') : []),
    ...['--proc', '/proc', '--ro-bind', '/proc/sys', '/proc/sys', '--dev', '/dev'],
    ...['--size', String(bytes.sharedMemory), '--tmpfs', '/dev/shm', '--size', String(bytes.run), '--tmpfs', '/run'],
    ...['--size', String(bytes.temporary), '--tmpfs', '/tmp', '--size', String(bytes.home), '--tmpfs', home],
    ...outermost(unique(readable)).flatMap(readOnly),
    ...tree,
    ...unique(confinement.writable).flatMap((path) => ['--bind', path, path]),
    ...['--remount-ro', '/', '--chdir', cwd],
    ...[
      '--clearenv',
      ...Object.entries(sandboxEnvironment(environment, home)).flatMap(([name, value]) => ['--setenv', name, value]),
    ],
    ...['--seccomp', String(seccompDescriptor)],
  ];
}

/** Where a distribution keeps `/bin` and its like inside `/usr`, links; else the folders. */
function rootFolders(): readonly string[] {
  return ['bin', 'sbin', 'lib', 'lib64', 'lib32'].flatMap((name) => {
    if (!existsSync(`/${name}`)) return [];
    const path = `/${name}`;
    return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : readOnly(path);
  });
}

function readOnly(path: string): readonly string[] {
  return ['--ro-bind-try', path, path];
}

/** The folders programs are found in, with what lies around them: `bin` beside `lib`. */
function programFolders({ PATH = '', JAVA_HOME = '', VIRTUAL_ENV = '' }: Readonly<Record<string, string>>) {
  const folders = PATH.split(delimiter).filter((folder) => folder.startsWith('/'));
  const wanted = [...folders, JAVA_HOME, VIRTUAL_ENV].filter((folder) => folder !== '' && existsSync(folder));
  // What lies in /usr is there already, by whatever link it is called.
  return wanted.filter((folder) => !realPath(folder).startsWith('/usr/'));
}

/** A program's own folder says little: what it needs is beside `bin`, and where a link leads. */
function withItsPrefix(path: string): readonly string[] {
  const found = [path];
  for (const one of [path, realPath(path)]) {
    const folder = dirname(one);
    found.push(one, ...(/^(bin|Scripts)$/.test(basename(folder)) ? [dirname(folder)] : []));
  }
  return found;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** A folder that holds the home folder, or is it, would show all of it. */
function tooMuch(path: string, home: string): boolean {
  // Beside programs, these hold keys, settings and what other programs keep.
  if (['.local', '.config', '.cache'].some((name) => path === join(home, name))) return true;
  return (
    path === '/' ||
    path === home ||
    home.startsWith(`${path}/`) ||
    /^\/(tmp|var|etc|home|run|dev|proc|sys|usr|usr\/local)$/.test(path)
  );
}

/** Names whose values are nobody's business, and ways to talk to the user's other programs. */
const secret =
  /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|_AUTH$|_DSN$|^DATABASE_URL$|MYSQL_PWD/i;
const channels =
  /^(SSH_|GPG_|DBUS_|DISPLAY$|WAYLAND_DISPLAY$|XAUTHORITY$|DOCKER_|KUBE|SUDO_|XDG_RUNTIME_DIR$|TERM_SESSION|VSCODE_IPC)/;

/** Whether a variable is kept from what runs in the sandbox. */
function isWithheld(name: string): boolean {
  return secret.test(name) || channels.test(name);
}

/** Those withheld variables a program may miss: the others lead nowhere from inside a sandbox. */
export function missedVariables(names: readonly string[]): readonly string[] {
  return names.filter((name) => secret.test(name)).sort();
}

function sandboxEnvironment(
  environment: Readonly<Record<string, string>>,
  home: string,
): Readonly<Record<string, string>> {
  const kept = Object.entries(environment).filter(([name]) => !isWithheld(name));
  return {
    ...Object.fromEntries(kept),
    ...{ HOME: home, TMPDIR: '/tmp', XDG_RUNTIME_DIR: '/run' },
  };
}

/** Of sorted paths those that lie below no other: what is there with another, as a link perhaps, cannot be put there again. */
function outermost(paths: readonly string[]): readonly string[] {
  const kept = new Set(paths);
  const above = (path: string): boolean => {
    const folder = dirname(path);
    return folder !== path && (kept.has(folder) || above(folder));
  };
  return paths.filter((path) => !above(path));
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort();
}
