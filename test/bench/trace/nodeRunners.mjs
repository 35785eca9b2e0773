/** Packages that bring their tests along: Papa Parse's for mocha, which wait for timers, and find-my-way's for Node's own runner. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const papaparseMocha = {
  ecosystem: 'mocha',
  name: 'Papa Parse 5.7.1',
  provide: (folder) =>
    suite(folder, 'papaparse', ['papaparse@5.7.1', 'mocha@12.0.3', 'chai@4.5.0'], () => [
      'tests/node-tests.js',
      'tests/test-cases.js',
    ]),
};

export const findMyWayNode = {
  ecosystem: 'node',
  name: 'find-my-way 9.10.1',
  provide: (folder) =>
    suite(folder, 'find-my-way', ['find-my-way@9.10.1', 'proxyquire@2.1.3', 'rfdc@1.4.1'], (repository) =>
      readdirSync(join(repository, 'test'))
        .filter((name) => name.endsWith('.test.js'))
        .sort()
        .map((name) => `test/${name}`),
    ),
};

/** The package in a folder of its own, beside what it needs. */
function suite(folder, name, packages, testsOf) {
  const repository = join(folder, name);
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    rmSync(repository, { recursive: true, force: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', '--ignore-scripts'];
    const installed = spawnSync('npm', ['install', ...flags, ...packages], { cwd: folder, encoding: 'utf8' });
    if (installed.status !== 0) return { reason: `npm install failed: ${installed.stderr.trim().split('\n').at(-1)}` };
    cpSync(join(folder, 'node_modules', name), repository, { recursive: true });
    if (!existsSync(join(repository, 'node_modules'))) {
      symlinkSync(join(folder, 'node_modules'), join(repository, 'node_modules'), 'dir');
    }
    writeFileSync(complete, '');
  }
  return { repository, tests: testsOf(repository) };
}
