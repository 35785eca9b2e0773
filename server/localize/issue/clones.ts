/**
 * Functions of one file made of much the same words of code: where one is wrong, its like often is. By the Jaccard index
 * of their terms.
 */
import { nTermFields, termField } from '../../analysis/fileVocabulary.ts';
import type { Corpus } from './corpus.ts';
import type { Neighbour } from './elementGraph.ts';

const least = 0.5;
const fewestTerms = 8;
const mostClones = 4;

/** The most alike first; `share` is how alike. */
export function clonesOf(corpus: Corpus, element: number): readonly Neighbour[] {
  const file = corpus.fileOf[element]!;
  const first = corpus.firstElement[file]!;
  const { terms, starts, places } = corpus.vocabularies[file]!;
  const sizes = new Map<number, number>();
  const common = new Map<number, number>();
  terms.forEach((_, term) => {
    const owners = new Set<number>();
    for (let at = starts[term]!; at < starts[term + 1]!; at++) {
      if (places[at]! % nTermFields === termField.code) owners.add(first + Math.floor(places[at]! / nTermFields));
    }
    for (const owner of owners) sizes.set(owner, (sizes.get(owner) ?? 0) + 1);
    if (owners.has(element)) for (const owner of owners) common.set(owner, (common.get(owner) ?? 0) + 1);
  });
  const size = sizes.get(element) ?? 0;
  if (size < fewestTerms) return [];
  return [...common]
    .filter(([other]) => other !== element && corpus.isFunction[other] === 1)
    .map(([other, both]) => ({ element: other, share: both / (size + sizes.get(other)! - both) }))
    .filter(({ share }) => share >= least)
    .sort((a, b) => b.share - a.share || a.element - b.element)
    .slice(0, mostClones);
}
