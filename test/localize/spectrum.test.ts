import { expect, test } from 'vitest';
import type { ElementId, Line } from '../../server/core/ids.ts';
import { type StatementKey, statementKey } from '../../server/localize/evidence/finding.ts';
import { spectrumEvidence } from '../../server/localize/evidence/spectrum.ts';
import type { WatchedFailure } from '../../server/localize/watchedFailure.ts';

const key = (line: number) => statementKey('shop.py', line as Line);
const covered = (...lines: readonly number[]): ReadonlySet<StatementKey> => new Set(lines.map(key));

test('tests that fail for two reasons: what only some of them ran loses less than half of what it would alone have', () => {
  const line = (at: number) => at as Line;
  const failure = {
    ...{ failing: [], passing: [], branchesOfFailing: [] },
    candidates: [1, 2, 3, 4].map((at) => {
      const element = 'shop.py' as ElementId;
      const span = { file: 'shop.py', kind: 'simple', line: line(at), endLine: line(at), element } as const;
      return { key: key(at), span, element, onImportOnly: at === 4 };
    }),
    coveredByFailing: [covered(1, 2), covered(1, 2), covered(1, 3), covered(1, 3)],
    coveredByPassing: [covered(1), covered(1), covered(1)],
  } as unknown as WatchedFailure;
  const { statements } = spectrumEvidence(failure);
  const score = (at: number) => statements.get(key(at))?.score;
  expect(score(1)).toBeCloseTo(4 / Math.sqrt(4 * 7));
  expect(score(2)).toBeCloseTo((2 / Math.sqrt(4 * 2) + 1) / 2);
  expect(score(3)).toBe(score(2));
  expect(statements.get(key(2))?.message).toBe('Runs in 2 of 4 failing tests and in none of 3 passing tests');
  expect(score(4)).toBeLessThan(0.2);
});
