/** The parcels of `test/subjects/typescript-parcels`: from the failing test the graph leads to the bug, and it is one. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import { elementId, line } from '../../server/core/ids.ts';
import { testParsers } from '../parsers.ts';

const root = join(import.meta.dirname, '..', 'subjects', 'typescript-parcels');
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ file: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
const snapshot = createAnalysisHost(await testParsers()).applyChange(files);

const lineOf = (file: string, words: string) =>
  line(
    files
      .find((one) => one.file === file)!
      .text.split('\n')
      .findIndex((row) => row.includes(words)) + 1,
  );
const bug = lineOf('src/parcel.ts', 'depth > height');
const failing = 'quotes.a flat parcel pays for its volume';

test('exactly the test of the bug fails', () => {
  const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap'], { cwd: root, encoding: 'utf8' });
  const failed = [...stdout.matchAll(/^ *not ok \d+ - (.*)$/gm)].map(([, name]) => name);
  expect(failed).toEqual(['a flat parcel pays for its volume', 'quotes']);
});

test('the tests that reach the bug are found by their titles', () => {
  const element = snapshot.elementAt('src/parcel.ts', bug)!;
  expect(element.qualifiedName).toBe('Parcel.volume');
  const reaching = snapshot.testsReaching([elementId('src/parcel.ts', 'Parcel.volume')], 8);
  expect(reaching.map((one) => one.element.qualifiedName)).toContain(failing);
});

test('a slice from the total that is wrong reaches the bug, across calls', () => {
  const total = lineOf('test/quote.test.ts', 'assert.equal(total, 9)');
  const steps = snapshot.slice({
    file: 'test/quote.test.ts',
    line: total,
    variable: 'total',
    direction: 'backward',
    interprocedural: true,
    maxDepth: 20,
    maxSteps: 100,
    executed: null,
  });
  const places = steps.map(({ span }) => `${span.file}:${span.line}`);
  expect(places).toContain(`src/parcel.ts:${bug}`);
  expect(places).not.toContain(`src/tariff.ts:${lineOf('src/tariff.ts', 'super.price')}`);
});
