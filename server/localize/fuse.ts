/**
 * Evidence of all sources into one ranking of statements, functions and files. Leaves out gathering evidence and saying
 * what the ranking is worth (`verdict`). Ties are broken by place, so that two runs print the same bytes.
 */
import type { ProgramElement, StatementSpan } from '../analysis/repositorySnapshot.ts';
import type { ElementId } from '../core/ids.ts';
import type { Evidence, RankedFile, RankedFunction, RankedLocation } from '../protocol/localization.ts';
import type { EvidenceFindings, EvidenceSource, Finding } from './evidence/finding.ts';
import type { Candidate, WatchedFailure } from './watchedFailure.ts';
import { sharpness, statementPrior, weights } from './weights.ts';

export interface Ranking {
  readonly files: readonly RankedFile[];
  readonly functions: readonly RankedFunction[];
  readonly locations: readonly RankedLocation[];
  /** Probability of the first function among all; 0 where there is none. */
  readonly confidence: number;
}

const digits = 4;

export function fuse(failure: WatchedFailure, evidence: readonly EvidenceFindings[], top: number): Ranking {
  const statements = scoreStatements(failure, evidence);
  const functions = scoreFunctions(failure, statements);
  const files = bestByFile(functions);
  const likelihoods = softmax(statements.map(({ score }) => score));
  return {
    files: files.slice(0, top).map(({ file, score }, index) => ({ rank: index + 1, file, score: round(score) })),
    functions: functions
      .filter(({ isFunction }) => isFunction)
      .slice(0, top)
      .map(rankedFunction),
    locations: statements
      .slice(0, top)
      .map((scored, index) => rankedLocation(scored, index + 1, likelihoods[index] ?? 0)),
    confidence: round(softmax(functions.map(({ score }) => score))[0] ?? 0),
  };
}

interface ScoredStatement {
  readonly candidate: Candidate;
  readonly score: number;
  readonly found: readonly (readonly [EvidenceFindings, Finding])[];
}

function scoreStatements(
  { candidates }: WatchedFailure,
  evidence: readonly EvidenceFindings[],
): readonly ScoredStatement[] {
  return candidates
    .map((candidate) => {
      const found = evidence.flatMap((source) => {
        const finding = source.statements.get(candidate.key) ?? source.functions.get(candidate.element);
        return finding === undefined ? [] : ([[source, finding]] as const);
      });
      const sum = found.reduce((total, [{ source }, { score }]) => total + weights[source] * score, 0);
      return { candidate, found, score: (sum / totalWeight) * statementPrior[candidate.span.kind] };
    })
    .filter(({ score }) => 0 < score)
    .sort((a, b) => b.score - a.score || byPlace(a.candidate.span, b.candidate.span));
}

interface ScoredFunction {
  readonly element: ElementId;
  /** Module-level code and class bodies are scored like functions, but are not listed among them. */
  readonly isFunction: boolean;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly score: number;
}

/**
 * A function's score is half that of its best statement and half of the best its statements have of each source:
 * evidence that meets in one statement says more than evidence strewn over a function. Module-level code counts as one.
 */
function scoreFunctions(failure: WatchedFailure, statements: readonly ScoredStatement[]): readonly ScoredFunction[] {
  const byElement = new Map<ElementId, ScoredStatement[]>();
  for (const scored of statements) {
    const { element } = scored.candidate;
    const inside = byElement.get(element);
    if (inside === undefined) byElement.set(element, [scored]);
    else inside.push(scored);
  }
  return [...byElement]
    .map(([element, inside]) => {
      const { span } = inside[0]!.candidate;
      const definition = definitionOf(failure, element, span);
      return {
        element,
        isFunction: definition?.kind === 'function',
        file: span.file,
        line: definition?.line ?? span.line,
        endLine: definition?.endLine ?? span.endLine,
        score: (inside[0]!.score + bestOfEachSource(inside)) / 2,
      };
    })
    .sort((a, b) => b.score - a.score || byPlace(a, b));
}

function bestOfEachSource(statements: readonly ScoredStatement[]): number {
  const best = new Map<EvidenceSource, number>();
  for (const [{ source }, { score }] of statements.flatMap(({ found }) => found)) {
    best.set(source, Math.max(best.get(source) ?? 0, score));
  }
  return [...best].reduce((sum, [source, score]) => sum + weights[source] * score, 0) / totalWeight;
}

function definitionOf(
  { snapshot }: WatchedFailure,
  element: ElementId,
  { file, line }: StatementSpan,
): ProgramElement | undefined {
  return snapshot.elementsOf(file).find((it) => it.id === element && it.line <= line && line <= it.endLine);
}

function bestByFile(functions: readonly ScoredFunction[]): readonly ScoredFunction[] {
  const seen = new Set<string>();
  return functions.filter(({ file }) => !seen.has(file) && seen.add(file));
}

function rankedFunction({ element, file, line, endLine, score }: ScoredFunction, index: number): RankedFunction {
  return { rank: index + 1, file, element, line, endLine, score: round(score) };
}

function rankedLocation(
  { candidate, score, found }: ScoredStatement,
  rank: number,
  probability: number,
): RankedLocation {
  const { file, line, endLine } = candidate.span;
  const evidence: readonly Evidence[] = [...found]
    .sort(([a, x], [b, y]) => weights[b.source] * y.score - weights[a.source] * x.score)
    .map(([{ kind }, finding]) => ({
      kind,
      score: round(finding.score),
      message: finding.message,
      path: finding.path(),
    }));
  return {
    rank,
    file,
    line,
    endLine,
    element: candidate.element,
    suspiciousness: round(score),
    probability: round(probability),
    evidence,
  };
}

const totalWeight = Object.values(weights).reduce((total, weight) => total + weight, 0);

function softmax(scores: readonly number[]): readonly number[] {
  const highest = scores.reduce((best, score) => Math.max(best, score), 0);
  const powers = scores.map((score) => Math.exp((score - highest) * sharpness));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function byPlace(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}

function round(value: number): number {
  return Number(value.toFixed(digits));
}
