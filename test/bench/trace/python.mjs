/** click's own tests, under pytest, with the machine's `python3`. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const version = '8.1.7';
const pytest = 'pytest==8.3.4';

export const click = {
  ecosystem: 'python',
  name: `click ${version}`,
  provide(folder) {
    const repository = join(folder, `click-${version}`);
    const interpreter = join(folder, 'venv', 'bin', 'python');
    const run = (command, argv) => spawnSync(command, argv, { cwd: folder, encoding: 'utf8' });
    if (!existsSync(repository) || !existsSync(interpreter)) {
      if (run('python3', ['-m', 'venv', 'venv']).status !== 0) return { reason: 'there is no python3 with venv' };
      const download = ['-m', 'pip', 'download', '--no-deps', '--no-binary', ':all:', `click==${version}`];
      const fetched = run(interpreter, download);
      if (fetched.status !== 0) return { reason: fetched.stderr.trim().split('\n').at(-1) };
      const archive = readdirSync(folder).find((name) => name.endsWith('.tar.gz'));
      run('tar', ['xf', archive]);
      const installed = run(interpreter, ['-m', 'pip', 'install', '--quiet', pytest, '-e', repository]);
      if (installed.status !== 0) return { reason: installed.stderr.trim().split('\n').at(-1) };
    }
    return { repository, interpreter, tests: ['tests'] };
  },
};
