/**
 * Runs inside a new user and mount namespace: lays an overlay over the repository at its own path, then becomes the parent
 * of the program. Started as `node mountAndRun.cjs <mount> <lower> <upper> <work> <program> <arguments…>`; leaves out
 * choosing any of them. Descriptors from 3 on are handed on. It ends with the program, and when descriptor 3 does.
 */
import { spawn, spawnSync } from 'node:child_process';
import { Socket } from 'node:net';

const nFirst = 3;
const nDescriptors = 6;

function main([mount = '', lower = '', upper = '', work = '', program = '', ...argv]: readonly string[]): void {
  const escaped = (path: string) => path.replaceAll(/[\\:,]/g, (letter) => `\\${letter}`);
  const options = `lowerdir=${escaped(lower)},upperdir=${escaped(upper)},workdir=${escaped(work)},userxattr`;
  const mounted = spawnSync(mount, ['-t', 'overlay', 'overlay', '-o', options, lower], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    process.stderr.write(`The overlay could not be mounted: ${mounted.stderr.trim()}\n`);
    process.exit(125);
  }
  const inherited = Array.from({ length: nDescriptors - nFirst }, (_, at) => nFirst + at);
  const child = spawn(program, argv, { stdio: ['inherit', 'inherit', 'inherit', ...inherited], env: {} });
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(125);
  });
  child.on('exit', (status, signal) => {
    if (signal !== null) process.kill(process.pid, signal);
    process.exit(status ?? 1);
  });
  const lifeline = new Socket({ fd: nFirst, readable: true, writable: false });
  const end = () => {
    child.kill('SIGKILL');
    process.exit(125);
  };
  lifeline.on('close', end);
  lifeline.on('error', end);
  lifeline.resume();
}

main(process.argv.slice(2));
