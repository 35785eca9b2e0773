/** Lines are found where they went, whatever was put in and taken out around them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Hunk, type LineSpan, movedSpans, writtenSpans } from '../../server/core/text/lineMoves.ts';

/** An edit of a file of `nLines`: each entry keeps, takes out, replaces or puts lines in. */
type Edit = readonly ('keep' | 'remove' | 'replace' | 'insert')[];

function hunksOf(edit: Edit): { readonly hunks: readonly Hunk[]; readonly after: readonly (number | null)[] } {
  const after: (number | null)[] = [];
  const hunks: { before: { line: number; count: number }; after: { line: number; count: number } }[] = [];
  let before = 0;
  let isOpen = false;
  for (const step of edit) {
    if (step === 'keep') {
      after.push(++before);
      isOpen = false;
      continue;
    }
    if (!isOpen) hunks.push({ before: { line: before, count: 0 }, after: { line: after.length, count: 0 } });
    isOpen = true;
    const hunk = hunks.at(-1)!;
    if (step !== 'insert') {
      if (hunk.before.count++ === 0) hunk.before.line++;
      before++;
    }
    if (step !== 'remove') {
      if (hunk.after.count++ === 0) hunk.after.line++;
      after.push(null);
    }
  }
  return { hunks, after };
}

const linesOf = (spans: readonly LineSpan[]) =>
  spans.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
const spansOf = (lines: readonly number[]): readonly LineSpan[] => lines.map((line) => ({ from: line, to: line }));

test('agrees with following each line', () => {
  const step = fc.constantFrom('keep', 'keep', 'remove', 'replace', 'insert') as fc.Arbitrary<Edit[number]>;
  const wanted = fc.subarray(Array.from({ length: 24 }, (_, index) => index + 1));
  const joined = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat({ max: 4 })), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), wanted, joined, (edit, single, wide) => {
      const whole: Edit = [...edit, ...Array.from({ length: 24 }, () => 'keep' as const)];
      const { hunks, after } = hunksOf(whole);
      const whereTo = (line: number) => after.indexOf(line) + 1;
      const moved = linesOf(movedSpans(spansOf(single), hunks));
      expect(moved).toEqual(single.map(whereTo).filter((line) => line > 0));
      for (const [from, length] of wide) {
        const span = { from, to: from + length };
        expect(linesOf(movedSpans([span], hunks))).toEqual(
          linesOf([span])
            .map(whereTo)
            .filter((line) => line > 0),
        );
      }
      const written = after.flatMap((line, index) => (line === null ? [index + 1] : []));
      const spans = writtenSpans(hunks.filter((hunk) => hunk.after.count > 0));
      expect(linesOf(spans)).toEqual(written);
    }),
    { numRuns: 1000, seed: 11 },
  );
});
