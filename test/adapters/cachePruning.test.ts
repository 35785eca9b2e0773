/** The cache of instrumented code stays within its limits. */
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pruneCache } from '../../server/adapters/disk/cachePruning.ts';
import { temporaryFolder } from './watchedRepository.ts';

test('what is too old or too much goes, the oldest first', async () => {
  const folder = temporaryFolder('culprit-cache-');
  const day = 86_400;
  const now = Date.now() / 1000;
  for (const [name, age] of [
    ['new', 0],
    ['middle', 1],
    ['large', 2],
    ['old', 40],
  ] as const) {
    writeFileSync(join(folder, name), 'x'.repeat(100));
    utimesSync(join(folder, name), now - age * day, now - age * day);
  }
  const limits = { bytes: 250, days: 30, hoursBetween: 1 };
  await pruneCache(folder, limits);
  expect(readdirSync(folder).sort()).toEqual(['.pruned', 'middle', 'new']);
  writeFileSync(join(folder, 'again'), 'x'.repeat(1000));
  await pruneCache(folder, limits);
  expect(readdirSync(folder)).toContain('again');
  await pruneCache(join(folder, 'nowhere'), limits);
});
