// Runs the fast suite, then names what was not run and why. Arguments go to vitest.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });
const report = join(results, 'vitest.json');
rmSync(report, { force: true });

// A caller that collects over several suites names the list itself.
const collected = process.env.CULPRIT_NOT_RUN;
const notRun = collected ?? join(results, 'not-run.txt');
if (collected === undefined) rmSync(notRun, { force: true });

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const argv = [
  vitest,
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
];
const { status } = spawnSync(process.execPath, argv, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CULPRIT_NOT_RUN: notRun },
});

if (existsSync(notRun)) {
  console.log(
    `Not run:\n${[...new Set(readFileSync(notRun, 'utf8').trim().split('\n'))].map((line) => `  ${line}`).join('\n')}`,
  );
}
if (existsSync(report)) {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
}
process.exit(status ?? 1);
