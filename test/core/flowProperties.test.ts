/** What must hold of data flow and slices whatever the program. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import type { CodeSnapshot } from '../../server/analysis/codeSnapshot.ts';
import { pathsTouch } from '../../server/core/graph/accessPaths.ts';
import type { Line } from '../../server/core/ids.ts';
import { testParsers } from '../parsers.ts';
import { randomProgram } from './randomProgram.ts';

const parsers = await testParsers();
const file = 'main.py';
const runs = { numRuns: 150, seed: 20 };

function snapshotOf(text: string): CodeSnapshot {
  return createAnalysisHost(parsers).applyChange([{ file, text }]);
}

function linesOfSlice(
  snapshot: CodeSnapshot,
  line: Line,
  direction: 'backward' | 'forward',
  maxDepth = 50,
): ReadonlySet<number> {
  const query = {
    file,
    line,
    variable: null,
    direction,
    interprocedural: false,
    maxDepth,
    maxSteps: 1000,
    executed: null,
  };
  return new Set(snapshot.slice(query).map((step) => step.span.line));
}

test('a definition that reaches a use has its name', () => {
  fc.assert(
    fc.property(randomProgram, (text) => {
      const [indexed] = snapshotOf(text).indexed;
      const { definitions, uses, names } = indexed!.facts;
      indexed!.flow.dataFrom.forEach((definition, edge) => {
        const defined = names[definitions.name[definition]!]!;
        const used = names[uses.name[indexed!.flow.dataTo[edge]!]!]!;
        if (!pathsTouch(defined, used)) expect.fail(`${defined} does not reach ${used}`);
      });
    }),
    runs,
  );
});

test('a deeper slice holds the shallower one', () => {
  fc.assert(
    fc.property(randomProgram, fc.nat({ max: 6 }), (text, depth) => {
      const snapshot = snapshotOf(text);
      for (const { line } of snapshot.statementsOf(file)) {
        const [shallow, deep] = [depth, depth + 1].map((maxDepth) =>
          linesOfSlice(snapshot, line, 'backward', maxDepth),
        );
        expect([...shallow!].filter((at) => !deep!.has(at))).toEqual([]);
      }
    }),
    runs,
  );
});

test('what a line depends on has the line in its forward slice', () => {
  fc.assert(
    fc.property(randomProgram, (text) => {
      const snapshot = snapshotOf(text);
      const lines = [...new Set(snapshot.statementsOf(file).map(({ line }) => line))];
      const forward = new Map(lines.map((line) => [line as number, linesOfSlice(snapshot, line, 'forward')]));
      const missing = lines.flatMap((line) =>
        [...linesOfSlice(snapshot, line, 'backward')].filter((at) => !forward.get(at)!.has(line)),
      );
      expect(missing).toEqual([]);
    }),
    { ...runs, numRuns: 60 },
  );
});

test('steps come nearest first, each reached from an earlier one', () => {
  fc.assert(
    fc.property(randomProgram, fc.nat(), (text, pick) => {
      const snapshot = snapshotOf(text);
      const statements = snapshot.statementsOf(file);
      const { line } = statements[pick % statements.length]!;
      const query = { file, line, variable: null, direction: 'both', interprocedural: true } as const;
      const steps = snapshot.slice({ ...query, maxDepth: 20, maxSteps: 100, executed: null });
      const distances = steps.map(({ distance }) => distance);
      expect(distances).toEqual([...distances].sort((a, b) => a - b));
      expect(steps.every(({ via }, index) => (index === 0 ? via === null : via !== null && via < index))).toBe(true);
    }),
    runs,
  );
});

test('a changed file gives the same snapshot as a fresh start', () => {
  fc.assert(
    fc.property(randomProgram, randomProgram, (before, after) => {
      const host = createAnalysisHost(parsers);
      host.applyChange([
        { file, text: before },
        { file: 'other.py', text: 'import main\nmain.f(1)\n' },
      ]);
      const changed = host.applyChange([
        { file, text: after },
        { file: 'other.py', text: null },
      ]);
      expect(changed.stats()).toEqual(snapshotOf(after).stats());
    }),
    runs,
  );
});

test('a scope too large to solve is answered as if its statements ran one after another', () => {
  const text = `a = 1\n${'if a: a = a + 1\n'.repeat(20_000)}def last():\n    return a\n`;
  const [indexed] = snapshotOf(text).indexed;
  const { definitions, statements } = indexed!.facts;
  const defined = (line: number) =>
    [...definitions.statement.keys()].filter((one) => statements.line[definitions.statement[one]!] === line);
  expect(indexed!.flow.dataFrom.length).toBeLessThan(200_000);
  expect([...indexed!.flow.dataFrom]).toContain(defined(1)[0]);
  expect([...indexed!.flow.atExit]).toContain(defined(20_001)[0]);
});
