/** What readers of a snapshot rely on, beyond what the spec pages say of its answers. */
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import { filesToIndex, indexRepository } from '../../server/analysis/indexRepository.ts';
import { type ElementId, elementId, line } from '../../server/core/ids.ts';
import type { RepositoryFiles } from '../../server/ports/files.ts';
import { testParsers } from '../parsers.ts';

const parsers = await testParsers();
const text = [
  'def f(a, b):',
  '    x = a',
  '    if b:',
  '        x = b',
  '    return x',
  '',
  'def g():',
  '    return f(1, 2)',
  '',
].join('\n');

const query = {
  file: 'a.py',
  variable: null,
  interprocedural: false,
  maxDepth: 20,
  maxSteps: 50,
  executed: null,
} as const;

/** Files in memory; what is `null` cannot be read. */
function memoryFiles(files: Readonly<Record<string, string | null>>): RepositoryFiles {
  return {
    root: '/',
    stamp: () => null,
    list: async (extensions) =>
      Object.keys(files)
        .filter((file) => extensions.some((end) => file.endsWith(end)))
        .sort(),
    read: async (file) => {
      const found = files[file] ?? null;
      return found === null ? null : { text: found, encoding: 'utf-8' };
    },
  };
}

test('a repository is indexed as far as it can be read', async () => {
  const files = memoryFiles({ 'a.py': text, 'b.py': null, 'readme.txt': '# no' });
  const { snapshot, problems } = await indexRepository(files, parsers, await filesToIndex(files, parsers));
  expect(snapshot.files).toEqual(['a.py']);
  expect(problems).toEqual([{ severity: 'warning', message: 'Cannot read "b.py"; it is not in the graph' }]);
});

test('a cancelled indexing keeps what it has', async () => {
  const aborted = { aborted: true, addEventListener: () => {}, removeEventListener: () => {} };
  const files = memoryFiles({ 'a.py': text });
  const { snapshot } = await indexRepository(files, parsers, await filesToIndex(files, parsers), aborted);
  expect(snapshot.files).toEqual([]);
});

test('readers keep the snapshot they hold', () => {
  const host = createAnalysisHost(parsers);
  const before = host.applyChange([{ file: 'a.py', text }]);
  const after = host.applyChange([{ file: 'a.py', text: 'x = 1\n' }]);
  expect(before.elementsOf('a.py').map(({ name }) => name)).toEqual(['f', 'g']);
  expect(after.elementsOf('a.py')).toEqual([]);
  expect(host.snapshot()).toBe(after);
  expect(host.applyChange([{ file: 'a.py', text: null }]).files).toEqual([]);
});

test('a slice of what ran enters nothing else', () => {
  const snapshot = createAnalysisHost(parsers).applyChange([{ file: 'a.py', text }]);
  const ran = new Set([2, 3, 5]);
  const steps = snapshot.slice({ ...query, line: line(5), direction: 'backward', executed: (_, at) => ran.has(at) });
  expect(steps.map(({ span, role, via }) => [span.line, role, via])).toEqual([
    [5, 'criterion', null],
    [2, 'definition', 0],
    [1, 'parameter', 1],
  ]);
});

test('the number of steps and the depth are bounded', () => {
  const snapshot = createAnalysisHost(parsers).applyChange([{ file: 'a.py', text }]);
  const all = { ...query, line: line(5), direction: 'backward' } as const;
  expect(snapshot.slice({ ...all, maxSteps: 2 })).toHaveLength(2);
  expect(snapshot.slice({ ...all, maxDepth: 0 })).toHaveLength(1);
});

test('a path may hold what parts it from the name of an element', () => {
  const snapshot = createAnalysisHost(parsers).applyChange([{ file: 'a::b/c::d.py', text }]);
  const around = (element: ElementId) =>
    snapshot
      .neighbors({ element, kinds: ['calls'], direction: 'out', hops: 1, maxNodes: 9 })
      .nodes.map((node) => node.element);
  expect(around(elementId('a::b/c::d.py', 'g'))).toEqual(['a::b/c::d.py::g', 'a::b/c::d.py::f']);
  expect(around(elementId('a::b/c::d.py', null))).toHaveLength(1);
  expect(around(elementId('a::b/c::d.py', 'h'))).toEqual([]);
});

test('unknown files and lines have no answers', () => {
  const snapshot = createAnalysisHost(parsers).applyChange([{ file: 'a.py', text }]);
  expect(snapshot.statementAt('a.py', line(6))).toBeNull();
  expect(snapshot.statementAt('b.py', line(1))).toBeNull();
  expect(snapshot.elementAt('a.py', line(6))).toBeNull();
  expect(snapshot.textOf('b.py')).toBeNull();
  expect(snapshot.slice({ ...query, file: 'b.py', line: line(1), direction: 'both' })).toEqual([]);
  expect(snapshot.testsReaching([elementId('b.py', 'f')], 5)).toEqual([]);
  expect(snapshot.isTestFile('b.py')).toBe(false);
});
