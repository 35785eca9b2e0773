/**
 * What a hostile test gets at when it runs in the sandbox: nothing of the user's. Each level this machine allows is
 * attacked, and what cannot be tried is named as not run.
 */
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConfinedRuns } from '../../server/adapters/isolation/confinedRuns.ts';
import {
  findIsolation,
  type IsolationPlaces,
  type IsolationReport,
} from '../../server/adapters/isolation/findIsolation.ts';
import { isolatedRuns } from '../../server/adapters/isolation/isolatedRuns.ts';
import type { TreeIsolation } from '../../server/adapters/isolation/isolationLevel.ts';
import { findIsolationTools } from '../../server/adapters/isolation/isolationTools.ts';
import { seccompFilter } from '../../server/adapters/isolation/seccompFilter.ts';
import { type ProcessRequest, runProcess } from '../../server/adapters/process/runProcess.ts';
import { temporaryFolder, treeHash } from '../adapters/watchedRepository.ts';
import { notRun } from '../provision.ts';
import { culprit, projectRoot, shop, shopTest } from './runCli.ts';

const mountAndRun = fileURLToPath(new URL('../../dist/mountAndRun.cjs', import.meta.url));
const trees: readonly TreeIsolation[] = ['bwrap-overlay', 'kernel-overlay', 'fuse-overlay', 'copy'];
const marker = `6000.${process.pid}`;
const atHome = join(homedir(), `.culprit-secret-${process.pid}`);

let report: IsolationReport;
let places: IsolationPlaces;
let server: Server;
let port = 0;

beforeAll(async () => {
  const tools = findIsolationTools(process.env, projectRoot);
  places = { tools, stateFolder: join(homedir(), '.cache', 'culprit-test', 'state'), mountAndRun, runProcess };
  report = await findIsolation(places, true);
  writeFileSync(atHome, 'a secret at home');
  server = createServer((socket) => socket.end('a service of the machine'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  rmSync(atHome, { force: true });
  server.close();
});

/** What a test could try, in Python; each attempt prints a line, and `HIT` in it where it got what it was after. */
const attacks = `
import os, socket, subprocess, sys
repository, home_file, port = sys.argv[1], sys.argv[2], int(sys.argv[3])

def attempt(name, body):
    try:
        print(name, 'HIT' if body() else 'nothing')
    except Exception as error:
        print(name, type(error).__name__)

def write(path):
    with open(path, 'a') as file:
        file.write('x')

attempt('home', lambda: open(home_file).read())
attempt('environment', lambda: 'sesame' in str(os.environ))
attempt('environment of others', lambda: any('sesame' in open('/proc/%s/environ' % pid).read() for pid in os.listdir('/proc') if pid.isdigit()))
attempt('processes', lambda: len([pid for pid in os.listdir('/proc') if pid.isdigit()]) > 4)
attempt('network', lambda: socket.create_connection(('127.0.0.1', port), 2).recv(9))
attempt('bashrc', lambda: write(os.path.expanduser('~/.profile')))
attempt('system', lambda: write('/usr/share/culprit'))
attempt('kernel', lambda: open('/proc/sys/kernel/core_pattern', 'a') and 'open')
attempt('namespaces', lambda: subprocess.run(['unshare', '-Ur', 'true'], capture_output=True).returncode == 0)
write(os.path.join(repository, 'tracked.txt'))
write(os.path.join(repository, 'new.txt'))
os.remove(os.path.join(repository, 'doomed.txt'))
print('written', sorted(os.listdir(repository)))
subprocess.Popen(['sleep', '${marker}'], start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
`;

describe.each(trees)('%s', (tree) => {
  test('keeps what a hostile program tries from the user', async (context) => {
    const why = report.checks.find((check) => check.tree === tree);
    if (why?.works !== true) return context.skip(`not here: ${why?.why}`);
    const repository = join(temporaryFolder('culprit-hostile-'), 'süß, two: words');
    mkdirSync(repository);
    for (const file of ['tracked.txt', 'doomed.txt']) writeFileSync(join(repository, file), file);
    const before = treeHash(repository);
    const run = createConfinedRuns({ ...places, level: { tree, sandboxed: true } });
    const { ending, outputTail } = await run(request(repository, ['-c', attacks, repository, atHome, String(port)]));
    expect(ending, outputTail).toEqual({ kind: 'exited', status: 0 });
    expect(outputTail).not.toContain('HIT');
    expect(outputTail).toContain("written ['new.txt', 'tracked.txt']");
    expect(treeHash(repository)).toBe(before);
    await expect.poll(sleeping).toBe(false);
    expect(readdirSync(join(places.stateFolder, 'overlays'))).toEqual([]);
  });

  test('ends what does not end, and tells a signal from a status', async (context) => {
    if (report.checks.find((check) => check.tree === tree)?.works !== true) return context.skip('not here');
    const repository = temporaryFolder('culprit-endless-');
    const run = createConfinedRuns({ ...places, level: { tree, sandboxed: true } });
    const endless = `import signal, subprocess, time\nsignal.signal(15, signal.SIG_IGN)\nsubprocess.Popen(['sleep', '${marker}'], start_new_session=True)\ntime.sleep(600)`;
    const stopped = await run({ ...request(repository, ['-c', endless]), seconds: 2 });
    expect(stopped.ending.kind).toBe('timedOut');
    await expect.poll(sleeping).toBe(false);
    const crashed = await run(request(repository, ['-c', 'import os; os.kill(os.getpid(), 11)']));
    expect(crashed.ending).toEqual({ kind: 'signalled', signal: 'SIGSEGV' });
    const failed = await run(request(repository, ['-c', 'import sys; sys.exit(7)']));
    expect(failed.ending).toEqual({ kind: 'exited', status: 7 });
  });
});

test('a home folder on PATH is not shown for that, and a program that is not there is no failing test', async (context) => {
  if (!report.level.sandboxed) return context.skip('no level works here');
  const repository = temporaryFolder('culprit-path-');
  const run = createConfinedRuns({ ...places, level: report.level });
  const asked = request(repository, ['-c', attacks, repository, atHome, String(port)]);
  for (const file of ['tracked.txt', 'doomed.txt']) writeFileSync(join(repository, file), file);
  const environment = { ...asked.environment, PATH: `${homedir()}:${asked.environment.PATH}`, JAVA_HOME: homedir() };
  const looked = await run({ ...asked, environment });
  expect(looked.outputTail).toContain('home FileNotFoundError');
  const missing = await run({ ...asked, command: join(homedir(), 'nowhere', 'python') });
  expect(missing.ending).toMatchObject({ kind: 'notStarted', message: expect.stringContaining('sandbox') });
});

test('a virtual environment may lie anywhere, and its Python be a link', async (context) => {
  if (!report.level.sandboxed) return context.skip('no level works here');
  const environment = temporaryFolder('culprit-environment-');
  const bin = join(environment, 'bin');
  mkdirSync(bin);
  writeFileSync(join(environment, 'pyvenv.cfg'), 'home = /usr/bin\n');
  const asked = request(temporaryFolder('culprit-linked-'), ['-c', 'import sys; sys.exit(7)']);
  symlinkSync(realpathSync(asked.command), join(bin, 'python'));
  const run = createConfinedRuns({ ...places, level: report.level });
  const command = join(bin, 'python');
  const confinement = { repository: asked.cwd, writable: [], readable: [command] };
  expect((await run({ ...asked, command, confinement })).ending).toEqual({ kind: 'exited', status: 7 });
});

test('variables that are withheld are named', async (context) => {
  if (!report.level.sandboxed) return context.skip('no level works here');
  const environment = { PATH: process.env.PATH, SHOP_API_KEY: 'open sesame', SSH_AUTH_SOCK: '/tmp/agent' };
  const given = { environment, repository: projectRoot, stateFolder: places.stateFolder, mountAndRun };
  const { note } = (await isolatedRuns({ choice: 'auto', ...given })) as { note: string };
  expect(note).toContain('SHOP_API_KEY');
  expect(note).not.toMatch(/SSH_AUTH_SOCK|sesame/);
});

function request(repository: string, argv: readonly string[]): ProcessRequest {
  const python = '/usr/bin/python3';
  return {
    command: existsSync(python) ? python : 'python3',
    arguments: argv,
    cwd: repository,
    environment: { PATH: process.env.PATH ?? '', MY_API_TOKEN: 'open sesame', HARMLESS: 'yes' },
    seconds: 30,
    lastWords: [],
    cancellation: null,
    confinement: { repository, writable: [], readable: [] },
  };
}

/** Whether the child that a hostile program left behind is still there. */
function sleeping(): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`sleep\0${marker}`);
    } catch {
      return false;
    }
  });
}

test('some level works here', (context) => {
  if (report.level.sandboxed) return;
  const why = report.checks.map((check) => `${check.tree}: ${check.why}`).join('; ');
  notRun(context, `no level of isolation works here: ${why}`);
});

describe('what was agreed to', () => {
  test('is refused, with the reason, where this machine cannot give it', async () => {
    const environment = { PATH: temporaryFolder('culprit-no-programs-') };
    const given = { environment, repository: projectRoot, stateFolder: places.stateFolder, mountAndRun };
    const refused = await isolatedRuns({ choice: 'bwrap', ...given });
    expect(refused).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('bubblewrap (bwrap) is not installed'),
    });
    const open = await isolatedRuns({ choice: 'auto', ...given });
    expect(open).toMatchObject({
      kind: 'agreed',
      level: { sandboxed: false },
      note: expect.stringContaining('working tree'),
    });
    expect(await isolatedRuns({ choice: 'none', ...given })).toMatchObject({ kind: 'agreed', note: null });
  });

  test('is said by the command line, and an unknown level is a mistake', async () => {
    const env = { PATH: temporaryFolder('culprit-no-programs-') };
    const argv = ['localize', shopTest, '--repo', shop, '--trust', '--json'];
    const refused = await culprit([...argv, '--sandbox', 'bwrap'], { env });
    expect(refused.status).toBe(3);
    expect(JSON.parse(refused.stdout)).toMatchObject({ verdict: 'environment' });
    expect((await culprit([...argv, '--sandbox', 'jail'])).status).toBe(2);
  });

  test('the doctor tells programs and levels, each with a reason where it does not work', async () => {
    const { status, stdout } = await culprit(['doctor', '--json']);
    expect(status).toBe(0);
    const told = JSON.parse(stdout) as { programs: { name: string }[]; isolation: IsolationReport };
    expect(told.programs.map(({ name }) => name)).toContain('git');
    expect(told.isolation.checks.map((check) => check.tree)).toEqual(trees);
    for (const { works, why } of told.isolation.checks) expect(works || why !== '').toBe(true);
  });
});

test('the filter of system calls is well-formed for each processor, and none is made up', () => {
  for (const architecture of ['x64', 'arm64']) {
    const filter = seccompFilter(architecture)!;
    const program = new DataView(filter.buffer);
    const length = filter.length / 8;
    for (let at = 0; at < length; at++) {
      const code = program.getUint16(at * 8, true);
      const isJump = (code & 7) === 5;
      const furthest = Math.max(program.getUint8(at * 8 + 2), program.getUint8(at * 8 + 3));
      if (isJump) expect(at + 1 + furthest).toBeLessThan(length);
    }
    expect(program.getUint16((length - 1) * 8, true)).toBe(6);
  }
  expect(seccompFilter(randomBytes(3).toString('hex'))).toBeNull();
});
