/** Why an element is suspected, in sentences a person can check: what the report names of it, and the words they share. */

import type { LinearModel } from '../../core/ranking/linearModel.ts';
import { termsOfIdentifier } from '../../core/text/terms.ts';
import { identifiersOf } from '../../core/text/words.ts';
import type { Evidence } from '../../protocol/localization.ts';
import { issueWeights } from '../weights.ts';
import type { Clue } from './clues.ts';
import { scopeOf } from './corpus.ts';
import type { IssueEvidence } from './issueEvidence.ts';

const mostSentences = 5;
const mostWords = 5;

/** The strongest first. */
export function evidenceFor(evidence: IssueEvidence, element: number): readonly Evidence[] {
  const { corpus, clues } = evidence;
  const file = corpus.fileOf[element]!;
  const own = clues.cluesOfElement(element).map((clue) => ({ clue, weight: weightOf(clue, issueWeights.functions) }));
  // A frame of the file is another function's, or stands among the element's own.
  const ofFile = clues
    .cluesOfFile(file)
    .filter(({ kind }) => kind !== 'frame')
    .map((clue) => ({ clue, weight: weightOf(clue, issueWeights.files) / 2 }));
  const step = { file: corpus.paths[file]!, line: Math.max(1, scopeOf(corpus, element).line) };
  const told = new Set<string>();
  const sentences = [...own, ...ofFile]
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.clue.message < b.clue.message ? -1 : 1))
    .filter(({ clue }) => !told.has(clue.message) && told.add(clue.message))
    .slice(0, mostSentences)
    .map(({ clue }) => ({
      kind: clue.kind,
      score: Number(Math.min(1, clue.value).toFixed(4)),
      message: clue.message,
      path: [{ ...step, line: clue.line ?? step.line, message: clue.message }],
    }));
  return [...sentences, ...wordsShared(evidence, element, step)];
}

function weightOf({ feature, value }: Clue, model: LinearModel): number {
  return (model[feature] ?? 0) * Math.min(1.5, value);
}

function wordsShared(
  evidence: IssueEvidence,
  element: number,
  step: { readonly file: string; readonly line: number },
): readonly Evidence[] {
  const { fields, columns, report } = evidence;
  const inTitle = sharedWith(evidence, element, report.title);
  const words = inTitle.length > 0 ? inTitle : sharedWith(evidence, element, report.prose);
  if (words.length === 0) return [];
  const best = columns.elementMix.reduce((most, score) => Math.max(most, score), 1e-9);
  const where = inTitle.length > 0 && fields.titleCover[element]! > 0 ? 'title' : 'report';
  const message = `Shares words with the ${where}: ${words.join(', ')}`;
  const score = Number((columns.elementMix[element]! / best).toFixed(4));
  return [{ kind: 'text', score, message, path: [{ ...step, message }] }];
}

/** Words of a text as they stand there that the element has too, the rarest first. */
function sharedWith({ corpus, query, fields }: IssueEvidence, element: number, text: string): readonly string[] {
  const file = corpus.fileOf[element]!;
  const first = corpus.firstElement[file]!;
  const { terms, starts, places } = corpus.vocabularies[file]!;
  const rarity = new Map(query.map(({ term }, at) => [term, fields.rarity[at]!]));
  const own = new Set<string>();
  terms.forEach((term, at) => {
    if (!rarity.has(term)) return;
    for (let place = starts[at]!; place < starts[at + 1]!; place++) {
      if (first + (places[place]! >> 2) === element && (places[place]! & 3) !== 3) own.add(term);
    }
  });
  const words = new Map<string, number>();
  for (const word of identifiersOf(text)) {
    const rare = termsOfIdentifier(word).reduce(
      (most, term) => (own.has(term) ? Math.max(most, rarity.get(term)!) : most),
      0,
    );
    if (rare > 0 && !words.has(word.toLowerCase())) words.set(word.toLowerCase(), rare);
  }
  return [...words]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, mostWords)
    .map(([word]) => word);
}
