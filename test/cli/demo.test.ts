/** The first thing a newcomer runs works with nothing but Node. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { projectRoot } from './runCli.ts';

test('the demo localizes the bug of a Node project where there is no Python', async () => {
  const programs = mkdtempSync(join(tmpdir(), 'culprit-path-'));
  onTestFinished(() => rmSync(programs, { recursive: true, force: true }));
  symlinkSync(process.execPath, join(programs, 'node'));
  const { stdout, exitCode } = await execa(process.execPath, ['scripts/demo.mjs'], {
    cwd: projectRoot,
    env: { PATH: programs, NO_COLOR: '1', XDG_CACHE_HOME: programs },
    reject: false,
  });
  expect(stdout).toMatch(/^\$ culprit localize .*booking\.test\.js/);
  expect(stdout.slice(0, stdout.indexOf(' 4 '))).toContain('groupRate');
  expect(exitCode).toBe(0);
});
