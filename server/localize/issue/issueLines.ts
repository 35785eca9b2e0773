/**
 * Statements of the functions a report is most likely about: by the frames that name their lines, and by the words they
 * share with the report, rare ones first. A function's share of the ranking is divided among its statements.
 */
import type { StatementSpan } from '../../analysis/repositorySnapshot.ts';
import { sharesOf } from '../../core/ranking/linearModel.ts';
import { termsOfIdentifier } from '../../core/text/terms.ts';
import { identifiersOf } from '../../core/text/words.ts';
import { statementPrior } from '../weights.ts';
import { idOf, scopeOf } from './corpus.ts';
import type { IssueEvidence } from './issueEvidence.ts';
import { segments } from './queryTerms.ts';

export interface ShareOfElement {
  readonly element: number;
  readonly share: number;
}

export interface SuspectedLine {
  readonly span: StatementSpan;
  readonly element: number;
  readonly share: number;
  /** Words of the report that the statement has, the rarest first. */
  readonly words: readonly string[];
}

const sharpness = 2;
const worthOfFrame = 1.5;
const mostWords = 3;

/** By segment: title, prose, code, log, error, joined. */
const worth = segments.map(
  (segment) => ({ title: 3, prose: 1, code: 0.5, log: 0.3, error: 1, joined: 0.5, lead: 0, quoted: 0 })[segment],
);

/** The likeliest first, then in order of place. */
export function suspectedLines(
  evidence: IssueEvidence,
  functions: readonly ShareOfElement[],
): readonly SuspectedLine[] {
  const weights = new Map(
    evidence.query.map(({ term, weights: asked }, at) => {
      const sum = asked.reduce((total, weight, segment) => total + weight * worth[segment]!, 0);
      return [term, sum * evidence.fields.rarity[at]!] as const;
    }),
  );
  return functions
    .flatMap((one) => linesOf(evidence, one, weights))
    .sort((a, b) => b.share - a.share || byPlace(a.span, b.span));
}

function linesOf(
  evidence: IssueEvidence,
  { element, share }: ShareOfElement,
  weights: ReadonlyMap<string, number>,
): readonly SuspectedLine[] {
  const { corpus, clues } = evidence;
  const { snapshot } = corpus;
  const file = corpus.paths[corpus.fileOf[element]!]!;
  const { line: first, endLine: last } = scopeOf(corpus, element);
  const rows = (snapshot.textOf(file) ?? '').split('\n');
  const id = idOf(corpus, element);
  const isOwn = (one: string) => one === id || one.startsWith(`${id}.<anonymous`);
  const spans = snapshot
    .statementsOf(file)
    .filter((span) => isOwn(span.element) && first <= span.line && span.line <= last);
  const framed = new Set(clues.cluesOfElement(element).map(({ line }) => line));
  const shared = spans.map((span) => sharedWords(rows.slice(span.line - 1, span.endLine).join('\n'), weights));
  const most = shared.reduce((best, { weight }) => Math.max(best, weight), 1e-9);
  const scores = spans.map((span, at) => {
    const byWords = Math.sqrt(shared[at]!.weight / most);
    const byFrame = isAmong(framed, span) ? worthOfFrame : 0;
    return sharpness * (byWords + byFrame) * statementPrior[span.kind];
  });
  const shares = sharesOf(Float64Array.from(scores));
  return spans.map((span, at) => ({ span, element, share: share * shares[at]!, words: shared[at]!.words }));
}

function isAmong(lines: ReadonlySet<number | null>, { line, endLine }: StatementSpan): boolean {
  for (const one of lines) if (one !== null && line <= one && one <= endLine) return true;
  return false;
}

function sharedWords(text: string, weights: ReadonlyMap<string, number>) {
  const found = new Map<string, { readonly word: string; readonly weight: number }>();
  for (const word of identifiersOf(text)) {
    for (const term of termsOfIdentifier(word)) {
      const weight = weights.get(term);
      if (weight !== undefined && !found.has(term)) found.set(term, { word, weight });
    }
  }
  const ordered = [...found.values()].sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
  const weight = ordered.reduce((sum, one) => sum + one.weight, 0);
  return { weight, words: [...new Set(ordered.map(({ word }) => word))].slice(0, mostWords) };
}

function byPlace(a: StatementSpan, b: StatementSpan): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}
