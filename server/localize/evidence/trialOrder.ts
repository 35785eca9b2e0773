/**
 * What is worth trying, in order: edits of the functions the other evidence suspects most, an edit that costs little before
 * a dear one, one at a suspicious statement before one elsewhere. Leaves out trying them.
 */
import type { Fix, FixableCode } from '../../analysis/fixableFile.ts';
import type { RepositorySnapshot } from '../../analysis/repositorySnapshot.ts';
import type { Line } from '../../core/ids.ts';
import type { Ranking } from '../fuse.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type StatementKey, statementKey } from './finding.ts';

/** A function under suspicion, with what could be written otherwise in it. */
export interface SuspectedCode {
  readonly file: string;
  readonly code: FixableCode;
}

export interface OrderedFix {
  readonly file: string;
  readonly fix: Fix;
  /** The statement to blame if it helps. */
  readonly statement: StatementKey;
  /** The lower, the earlier it is tried. */
  readonly priority: number;
}

/** How many functions are looked into. */
const mostFunctions = 20;
/** What the highest suspicion is worth, in costs of templates. */
const worthOfSuspicion = 1.5;

/** The functions suspected most, each outermost one once; `tooLarge` are names of those nothing is tried in. */
export function suspectedCode(
  failure: WatchedFailure,
  { functions }: Ranking,
): { readonly codes: readonly SuspectedCode[]; readonly tooLarge: readonly string[] } {
  const found = new Map<string, SuspectedCode>();
  const tooLarge: string[] = [];
  for (const file of new Set(functions.slice(0, mostFunctions).map((it) => it.file))) {
    const fixable = failure.snapshot.fixable(file);
    if (fixable === null) continue;
    for (const { element, line, endLine } of functions.slice(0, mostFunctions).filter((it) => it.file === file)) {
      const code = fixable.codeAt(line, valuesSeen(failure, file, line, endLine));
      if (code === 'tooLarge') tooLarge.push(element);
      else if (code !== null && !found.has(statementKey(file, code.line as Line)))
        found.set(statementKey(file, code.line as Line), { file, code });
    }
    fixable.dispose();
  }
  return { codes: [...found.values()], tooLarge };
}

/** At most so many; edits of statements no failing test came by are left out. */
export function orderedFixes(
  { snapshot }: WatchedFailure,
  codes: readonly SuspectedCode[],
  { locations }: Ranking,
  most: number,
): readonly OrderedFix[] {
  const highest = locations[0]?.suspiciousness ?? 1;
  const suspicion = new Map(
    locations.map(({ file, line, suspiciousness }) => [statementKey(file, line as Line), suspiciousness / highest]),
  );
  const keyAt = (file: string, line: number) =>
    statementKey(file, snapshot.statementAt(file, line as Line)?.line ?? (line as Line));
  const steps = codes.flatMap(({ file, code }) =>
    code.statements.flatMap((line) => {
      const suspected = suspicion.get(keyAt(file, line));
      if (suspected === undefined) return [];
      return code.costs.map((cost) => {
        return { file, code, line, cost, priority: cost - worthOfSuspicion * suspected };
      });
    }),
  );
  // Sorting is stable: of equals, the function suspected more, then the statement that comes first.
  steps.sort((a, b) => a.priority - b.priority);
  const fixes: OrderedFix[] = [];
  for (const { file, code, line, cost, priority } of steps) {
    for (const fix of code.editsOf(line, cost)) {
      if (most <= fixes.length) return fixes;
      fixes.push({ file, fix, statement: toBlame(snapshot, file, fix, suspicion) ?? keyAt(file, line), priority });
    }
  }
  return fixes;
}

/** The fix's own statement; where nothing ran there, and something is only missing after it, what comes next. */
function toBlame(
  snapshot: RepositorySnapshot,
  file: string,
  { line, start, end }: Fix,
  ran: ReadonlyMap<StatementKey, number>,
): StatementKey | undefined {
  const next = start === end ? snapshot.statementsOf(file).find((it) => it.line > line) : undefined;
  const own = snapshot.statementAt(file, line as Line);
  return [own, next].flatMap((it) => (it ? [statementKey(file, it.line)] : [])).find((key) => ran.has(key));
}

/** What the failing tests and the nearest passing ones had in a function; what a call of it gave, by the call's name. */
function valuesSeen({ failing, nearest }: WatchedFailure, file: string, line: number, endLine: number) {
  return [...failing, ...nearest].flatMap(({ trace, exception }) => {
    const traced = (trace?.values ?? []).flatMap(({ event, kind, name, value }) => {
      const code = trace?.codes[trace.codeIndexes[event] ?? 0];
      const at = trace?.lines[event] ?? 0;
      if (code?.file !== file || at < line || endLine < at) return [];
      return [{ name: kind === 'return' ? `${code.qualifiedName.split('.').at(-1)}()` : name, value }];
    });
    const locals = (exception?.frames ?? []).filter((it) => it.file === file && line <= it.line && it.line <= endLine);
    return [...traced, ...locals.flatMap((frame) => frame.locals)];
  });
}
