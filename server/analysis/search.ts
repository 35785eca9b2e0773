/**
 * Elements by name: exact, then qualified, then ignoring case, then nearly so, then by the words in names and paths. The last is BM25
 * (S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework", 2009, §3.4.1), k1 = 1.2, b = 0.75.
 */
import { boundedEditDistance } from '../core/text/editDistance.ts';
import { wordsOf } from '../core/text/words.ts';
import type { ProgramElement } from './repositorySnapshot.ts';

export interface FoundElement {
  readonly element: ProgramElement;
  /** 3 to 4 for a name that is given exactly, 2 to 3 for one that ends so, 1 to 2 for one like it, below that by words. */
  readonly score: number;
}

export type ElementSearch = (query: string, limit: number) => readonly FoundElement[];

const k1 = 1.2;
const b = 0.75;

export function createSearch(elements: readonly ProgramElement[]): ElementSearch {
  const documents = elements.map((element) => wordsOf(`${element.qualifiedName} ${element.file}`));
  const postings = new Map<string, Map<number, number>>();
  documents.forEach((words, document) => {
    for (const word of words) {
      const counts = postings.get(word) ?? new Map<number, number>();
      postings.set(word, counts.set(document, (counts.get(document) ?? 0) + 1));
    }
  });
  const meanLength = documents.reduce((sum, words) => sum + words.length, 0) / Math.max(1, documents.length);

  return (query, limit) => {
    const wanted = query.trim();
    if (wanted === '') return [];
    const byWords = relevance(wordsOf(wanted));
    const best = Math.max(...byWords.values(), 1e-9);
    return elements
      .map((element, document) => ({
        element,
        score: Math.max(nameScore(element, wanted), (byWords.get(document) ?? 0) / best),
      }))
      .filter(({ score }) => score > 0)
      .sort((left, right) => right.score - left.score || compareText(left.element.id, right.element.id))
      .slice(0, limit);
  };

  function relevance(words: readonly string[]): ReadonlyMap<number, number> {
    const scores = new Map<number, number>();
    for (const word of new Set(words)) {
      const counts = postings.get(word) ?? new Map<number, number>();
      const rarity = Math.log(1 + (documents.length - counts.size + 0.5) / (counts.size + 0.5));
      for (const [document, count] of counts) {
        const length = documents[document]!.length / meanLength;
        const weight = (count * (k1 + 1)) / (count + k1 * (1 - b + b * length));
        scores.set(document, (scores.get(document) ?? 0) + rarity * weight);
      }
    }
    return scores;
  }
}

function nameScore({ id, qualifiedName, name, file }: ProgramElement, wanted: string): number {
  if (id === wanted) return 4;
  if (qualifiedName === wanted) return 3.5;
  if (name === wanted) return 3;
  const dotted = `${file.replace(/\.[^./]+$/, '').replaceAll('/', '.')}.${qualifiedName}`;
  if (dotted.endsWith(`.${wanted}`)) return 2.5;
  if (dotted.toLowerCase().endsWith(`.${wanted.toLowerCase()}`)) return 2;
  if (name.toLowerCase().includes(wanted.toLowerCase())) return 1.5 + wanted.length / name.length / 2;
  const written = wanted.includes('::') ? id : wanted.includes('.') ? qualifiedName : name;
  const distance = boundedEditDistance(written.toLowerCase(), wanted.toLowerCase(), mostTypos(wanted));
  return distance <= mostTypos(wanted) ? 1 + (1 - distance / wanted.length) / 2 : 0;
}

/** One slip of the finger for every four letters, three at most. */
function mostTypos(wanted: string): number {
  return Math.min(3, Math.floor(wanted.length / 4));
}

/** Order by code units, which is the same everywhere. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
