/**
 * Values the failing test had where the passing tests most like it had others. An odd argument is told of the call that
 * gave it. Leaves out order (`difference`), and test code: what a test is given differs by design.
 */
import type { RepositorySnapshot } from '../../analysis/repositorySnapshot.ts';
import type { Line } from '../../core/ids.ts';
import { type ValueAnomaly, valueAnomalies } from '../../core/trace/valueAnomalies.ts';
import type { EvidenceStep } from '../../protocol/localization.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey, statementKey } from './finding.ts';

const maxShownChars = 60;

export function valueEvidence({ snapshot, isTestCode, failing, nearest }: WatchedFailure): EvidenceFindings {
  const found = new Map<StatementKey, Finding>();
  const passing = nearest.flatMap(({ trace }) => trace ?? []);
  for (const { trace } of failing) {
    if (trace === null || passing.length === 0) continue;
    for (const anomaly of valueAnomalies(trace, passing)) {
      const { file, line } = placeOf(anomaly);
      const span = snapshot.statementAt(file, line as Line);
      if (span === null || isTestCode(file, span.line)) continue;
      const key = statementKey(file, span.line);
      // One passing run may be another by chance; the more agree, the less likely.
      const score = anomaly.oddity * (anomaly.nPassing / (anomaly.nPassing + 1));
      if (score <= (found.get(key)?.score ?? 0)) continue;
      found.set(key, { score, message: sentence(anomaly), path: () => steps(snapshot, anomaly) });
    }
  }
  return { source: 'value', kind: 'value', statements: found, functions: noFunctions };
}

function placeOf({ value, file, line, calledFrom }: ValueAnomaly): { readonly file: string; readonly line: number } {
  return value.kind === 'argument' && calledFrom !== null ? calledFrom : { file, line };
}

function sentence({ value, failing, passing, nPassing }: ValueAnomaly): string {
  const tests = nPassing === 1 ? 'in a passing test' : `in ${nPassing} passing tests`;
  const where = value.kind === 'argument' ? 'The call here gave' : 'Here';
  if (failing !== value.value) return `${where} ${cut(failing)}; ${tests} always ${cut(passing)}`;
  if (value.kind === 'return') return `What was given back here was ${cut(failing)}; ${tests} it was ${cut(passing)}`;
  const was = value.kind === 'argument' ? 'as' : 'was';
  return `${where} \`${value.name}\` ${was} ${cut(failing)}; ${tests} it was ${cut(passing)}`;
}

function steps(snapshot: RepositorySnapshot, anomaly: ValueAnomaly): readonly EvidenceStep[] {
  const { value, file, line, calledFrom } = anomaly;
  const what = value.name === '' ? `gives ${cut(value.value)}` : `${value.name} = ${cut(value.value)}`;
  const here: EvidenceStep = { file, line, message: what };
  if (value.kind !== 'argument' || calledFrom === null) return [here];
  const element = snapshot.elementAt(file, line as Line)?.qualifiedName ?? 'the function';
  return [{ ...calledFrom, message: `calls ${element}` }, here];
}

function cut(text: string): string {
  return text.length <= maxShownChars ? text : `${text.slice(0, maxShownChars - 1)}…`;
}
