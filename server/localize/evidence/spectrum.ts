/** Statements that run when the test fails and not when others pass, by Ochiai. */
import { coverageMatrix } from '../../core/spectrum/coverageMatrix.ts';
import { type ElementSpectrum, ochiai } from '../../core/spectrum/formulas.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { worthOfImport } from '../weights.ts';
import { callPathTo } from './callPath.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey } from './finding.ts';

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
  const statements = new Map<StatementKey, Finding>();
  for (const { key, span, onImportOnly, isOnlyNamed } of failure.candidates) {
    if (isOnlyNamed) continue;
    const spectrum = onImportOnly ? ranBeforeAll : matrix.spectrumOf(key);
    const score = suspicion(spectrum) * (onImportOnly ? worthOfImport : 1);
    if (score === 0) continue;
    const message = onImportOnly ? 'Ran while its module was loaded, before any test' : sentence(spectrum);
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
