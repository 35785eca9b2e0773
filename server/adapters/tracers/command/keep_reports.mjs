/**
 * Runs a command and then copies the reports it wrote to where they outlive a sandbox: in one, the tree is an overlay that is
 * gone with the run. Ends as the command did. Leaves out reading the reports.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, readFileSync, realpathSync, statSync, utimesSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import process from 'node:process';

/** `program` and `words` to run, `reports` as pairs of a path in the repository and where its copy goes. */
const { program, words, reports } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const root = realpathSync(process.cwd());
const child = spawn(program, words, { stdio: ['ignore', 'inherit', 'inherit'], shell: false });
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on('exit', (status, signal) => {
  for (const [from, to] of reports) {
    try {
      const real = realpathSync(resolve(root, from));
      if (!real.startsWith(root + sep)) continue;
      copyFileSync(real, to);
      const { atimeMs, mtimeMs } = statSync(real);
      utimesSync(to, atimeMs / 1000, mtimeMs / 1000);
    } catch {
      // It was not written, which whoever reads it will see.
    }
  }
  if (signal === null) process.exit(status ?? 1);
  process.kill(process.pid, signal);
});
