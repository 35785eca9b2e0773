/**
 * Statements that run when the test fails and not when others pass, by Ochiai. Which way a decision went only then is told,
 * but does not count: measured, it neither helps nor harms.
 */
import { coverageMatrix } from '../../core/spectrum/coverageMatrix.ts';
import { type ElementSpectrum, ochiai } from '../../core/spectrum/formulas.ts';
import type { BranchHit } from '../../ports/testRunner.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { worthOfImport } from '../weights.ts';
import { callPathTo } from './callPath.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey, statementKey } from './finding.ts';

export function spectrumEvidence(failure: WatchedFailure): EvidenceFindings {
  const matrix = coverageMatrix<StatementKey>([
    ...failure.coveredByFailing.map((covered) => ({ failed: true, covered })),
    ...failure.coveredByPassing.map((covered) => ({ failed: false, covered })),
  ]);
  const ranBeforeAll: ElementSpectrum = {
    failedCovering: matrix.nFailed,
    passedCovering: matrix.nPassed,
    failedMissing: 0,
    passedMissing: 0,
  };
  const wayTold = tellingWays(failure);
  const statements = new Map<StatementKey, Finding>();
  for (const { key, span, onImportOnly, isOnlyNamed } of failure.candidates) {
    if (isOnlyNamed) continue;
    const spectrum = onImportOnly ? ranBeforeAll : matrix.spectrumOf(key);
    const score = suspicion(spectrum) * (onImportOnly ? worthOfImport : 1);
    if (score === 0) continue;
    const message = onImportOnly
      ? 'Ran while its module was loaded, before any test'
      : sentence(spectrum) + (wayTold.get(key) ?? '');
    statements.set(key, { score, message, path: () => (onImportOnly ? [] : callPathTo(failure, span)) });
  }
  return { source: 'spectrum', kind: 'spectrum', statements, functions: noFunctions };
}

/**
 * Ochiai over all failing tests takes them to fail for one reason. Where they fail for several, each reason is in some of
 * them only: half of the score may come from one of them alone.
 */
function suspicion(spectrum: ElementSpectrum): number {
  const { failedCovering, passedCovering } = spectrum;
  const together = ochiai(spectrum);
  if (failedCovering === 0) return together;
  const alone = ochiai({ failedCovering: 1, failedMissing: 0, passedCovering, passedMissing: 0 });
  return Math.max(together, (together + alone) / 2);
}

function sentence({ failedCovering, failedMissing, passedCovering, passedMissing }: ElementSpectrum): string {
  const failed = failedCovering + failedMissing;
  const passed = passedCovering + passedMissing;
  const red = failed === 1 ? 'Runs in the failing test' : `Runs in ${failedCovering} of ${failed} failing tests`;
  if (passed === 0) return `${red}; there was no passing test to compare with`;
  if (passedCovering === 0) return `${red} and in none of ${passed} passing tests`;
  return `${red} and in ${passedCovering} of ${passed} passing tests`;
}

const ways: Readonly<Record<BranchHit['outcome'], string>> = {
  true: 'comes out true',
  false: 'comes out false',
  body: 'goes into its body',
  done: 'comes to its end',
  case: 'takes this case',
  right: 'comes to its right side',
  handler: 'comes to its handler',
};

/** What decisions did in failing tests and in no passing one, though passing ones came by them. */
function tellingWays(failure: WatchedFailure): ReadonlyMap<StatementKey, string> {
  const taken = new Map<string, BranchHit>();
  for (const branches of failure.branchesOfFailing) {
    for (const [file, hits] of branches) for (const hit of hits) taken.set(`${file}:${wayOf(hit)}`, hit);
  }
  const passed = new Set<string>();
  const cameBy = new Set<string>();
  for (const { branches } of failure.passing) {
    for (const [file, hits] of branches ?? []) {
      for (const hit of hits) {
        passed.add(`${file}:${wayOf(hit)}`);
        cameBy.add(`${file}:${hit.line}:${hit.index}`);
      }
    }
  }
  const told = new Map<StatementKey, string>();
  for (const [place, { line, index, outcome }] of taken) {
    const file = place.slice(0, place.indexOf(`:${line}:${index}:`));
    const span =
      passed.has(place) || !cameBy.has(`${file}:${line}:${index}`) ? null : failure.snapshot.statementAt(file, line);
    if (span !== null) told.set(statementKey(file, span.line), `; only then it ${ways[outcome]}`);
  }
  return told;
}

function wayOf({ line, index, outcome }: BranchHit): string {
  return `${line}:${index}:${outcome}`;
}
