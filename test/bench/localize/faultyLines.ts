/**
 * Which lines of a faulty program a fix says are to blame: those it takes away or writes otherwise; for what it only adds,
 * the lines of code on both sides of it. Numbers are those of the faulty program, from 1.
 */
import { diffArrays, parsePatch } from 'diff';

/** A line of a comparison: in both programs, in the faulty one only, or in the correct one only. */
interface Compared {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

/** From the lines of a faulty program and of its correct one; spaces at the ends of lines do not count. */
export function faultyLines(faulty: readonly string[], correct: readonly string[]): readonly number[] {
  const trimmed = (lines: readonly string[]) => lines.map((line) => line.trimEnd());
  const compared = diffArrays(trimmed(faulty), trimmed(correct)).flatMap(({ added, removed, value }): Compared[] =>
    value.map((text) => ({ kind: added ? '+' : removed ? '-' : ' ', text })),
  );
  return linesToBlame(compared, 1);
}

/** From a patch that mends several files: the lines to blame of each file that was there before. */
export function faultyLinesOfPatch(patch: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  for (const { oldFileName = '', hunks } of parsePatch(patch)) {
    const file = oldFileName.replace(/^a\//, '');
    if (file === '' || file === '/dev/null') continue;
    const lines = hunks.flatMap((hunk) =>
      linesToBlame(
        hunk.lines
          .filter((line) => !line.startsWith('\\'))
          .map((line) => ({ kind: (line[0] ?? ' ') as Compared['kind'], text: line.slice(1) })),
        hunk.oldStart,
      ),
    );
    found.set(file, [...(found.get(file) ?? []), ...lines]);
  }
  return found;
}

function linesToBlame(compared: readonly Compared[], firstLine: number): readonly number[] {
  const numbered: (Compared & { readonly line: number })[] = [];
  let line = firstLine;
  for (const one of compared) {
    numbered.push({ ...one, line });
    if (one.kind !== '+') line += 1;
  }
  const blamed = new Set<number>();
  for (const change of changesOf(numbered)) {
    const gone = change.filter(({ kind, text }) => kind === '-' && isCode(text));
    for (const one of gone) blamed.add(one.line);
    if (gone.length > 0 || !change.some(({ kind, text }) => kind === '+' && isCode(text))) continue;
    const at = change[0]!.line;
    const kept = numbered.filter(({ kind, text }) => kind === ' ' && isCode(text));
    const before = kept.findLast((one) => one.line < at);
    const after = kept.find((one) => one.line >= at);
    for (const one of [before, after]) if (one !== undefined) blamed.add(one.line);
  }
  return [...blamed].sort((a, b) => a - b);
}

/** Runs of lines that one program has and the other has not. */
function changesOf<Line extends Compared>(lines: readonly Line[]): readonly (readonly Line[])[] {
  const changes: Line[][] = [];
  for (const [index, line] of lines.entries()) {
    if (line.kind === ' ') continue;
    if (index > 0 && lines[index - 1]!.kind !== ' ') changes.at(-1)!.push(line);
    else changes.push([line]);
  }
  return changes;
}

/** Blank lines and lines of comment are nothing to blame. */
export function isCode(line: string): boolean {
  return !/^\s*(#|\/\/|\/?\*|$)/.test(line);
}
