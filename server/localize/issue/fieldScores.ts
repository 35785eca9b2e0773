/**
 * How well the terms of a report fit files and elements: BM25 with fields (S. Robertson, H. Zaragoza, M. Taylor, "Simple
 * BM25 Extension to Multiple Weighted Fields", 2004), one score per part of the report. Only what has a term is looked at.
 */
import { nTermFields, termField } from '../../analysis/fileVocabulary.ts';
import type { Corpus } from './corpus.ts';
import { type FieldLengths, fieldLengths } from './fieldLengths.ts';
import { type QueryTerm, segments } from './queryTerms.ts';

export interface FieldScores {
  /** By segment, then file. */
  readonly files: readonly Float64Array[];
  /** By segment, then element. */
  readonly elements: readonly Float64Array[];
  /** Rarity of the terms of the title that a file's path has, of those of the prose, and so on. */
  readonly filePathTitle: Float64Array;
  readonly filePathProse: Float64Array;
  /** Rarity of the title's terms that an element has anywhere. */
  readonly titleCover: Float64Array;
  /** How many terms of an element's name title or prose have. */
  readonly nameHits: Float64Array;
  /** By term of the query, its rarity among elements. */
  readonly rarity: Float64Array;
}

const file = { k1: 3, path: [4, 0.3], symbol: [3, 0.6], doc: [1, 0.6], code: [1, 0.6] } as const;
const element = { k1: 2, name: [4, 0.3], around: 1.5, doc: [1, 0.5], code: [1, 0.6] } as const;

export function fieldScores(corpus: Corpus, query: readonly QueryTerm[]): FieldScores {
  const { nFiles, nElements } = corpus;
  const scores: FieldScores = {
    files: segments.map(() => new Float64Array(nFiles)),
    elements: segments.map(() => new Float64Array(nElements)),
    filePathTitle: new Float64Array(nFiles),
    filePathProse: new Float64Array(nFiles),
    titleCover: new Float64Array(nElements),
    nameHits: new Float64Array(nElements),
    rarity: new Float64Array(query.length),
  };
  const lengths = fieldLengths(corpus);
  const inFiles = new Tally(nFiles);
  const inElements = new Tally(nElements);
  query.forEach((asked, at) => {
    inFiles.clear();
    inElements.clear();
    collectTerm(corpus, lengths, asked, { inFiles, inElements, scores });
    addFiles(corpus, asked, inFiles, scores);
    scores.rarity[at] = addElements(corpus, asked, inElements, scores);
  });
  return scores;
}

/** Sums over few of many places, emptied without touching the rest. */
class Tally {
  readonly sums: Float64Array;
  readonly touched: number[] = [];
  readonly marks: Uint8Array;

  constructor(size: number) {
    this.sums = new Float64Array(size);
    this.marks = new Uint8Array(size);
  }

  add(at: number, value: number): void {
    if (this.sums[at] === 0) this.touched.push(at);
    this.sums[at]! += value;
  }

  /** Adds once between two clearings. */
  addOnce(at: number, value: number): void {
    if (this.marks[at] === 1) return;
    this.marks[at] = 1;
    this.add(at, value);
  }

  clear(): void {
    for (const at of this.touched) {
      this.sums[at] = 0;
      this.marks[at] = 0;
    }
    this.touched.length = 0;
  }
}

interface Collecting {
  readonly inFiles: Tally;
  readonly inElements: Tally;
  readonly scores: FieldScores;
}

function collectTerm(corpus: Corpus, lengths: FieldLengths, asked: QueryTerm, into: Collecting): void {
  const { inFiles, inElements } = into;
  const paths = corpus.pathPostings.get(asked.term) ?? [];
  for (let at = 0; at < paths.length; at += 2) {
    const number = paths[at]!;
    inFiles.add(number, paths[at + 1]! * weighed(file.path, corpus.pathLengths[number]!, lengths.meanPath));
    const end = corpus.firstElement[number + 1]!;
    for (let one = corpus.firstElement[number]!; one < end; one++) inElements.addOnce(one, element.around);
  }
  const places = corpus.postings.get(asked.term) ?? [];
  for (let at = 0; at < places.length; at += 2)
    collectInFile(corpus, lengths, places[at]!, places[at + 1]!, asked, into);
}

function collectInFile(
  corpus: Corpus,
  lengths: FieldLengths,
  number: number,
  term: number,
  { weights }: QueryTerm,
  { inFiles, inElements, scores }: Collecting,
): void {
  const { starts, places, counts } = corpus.vocabularies[number]!;
  const own = corpus.vocabularies[number]!.lengths;
  const first = corpus.firstElement[number]!;
  const inProse = weights[0]! + weights[1]! > 0;
  let [symbol, doc, code] = [0, 0, 0];
  for (let at = starts[term]!; at < starts[term + 1]!; at++) {
    const place = places[at]!;
    const count = counts[at]!;
    const field = place % nTermFields;
    const one = first + (place - field) / nTermFields;
    if (field === termField.code) {
      code += count;
      inElements.add(one, count * weighed(element.code, own[place]!, lengths.meanCode));
    } else if (field === termField.doc) {
      doc += count;
      inElements.add(one, count * weighed(element.doc, own[place]!, lengths.meanDoc));
    } else if (field === termField.name) {
      inElements.add(one, count * weighed(element.name, own[place]!, lengths.meanName));
      if (inProse) scores.nameHits[one]! += Math.min(1, count);
      addChildren(corpus, one, inElements);
    } else symbol += count;
  }
  const { symbols, docs, codes } = lengths;
  if (symbol > 0) inFiles.add(number, symbol * weighed(file.symbol, symbols[number]!, lengths.meanSymbols));
  if (doc > 0) inFiles.add(number, doc * weighed(file.doc, docs[number]!, lengths.meanDocs));
  if (code > 0) inFiles.add(number, code * weighed(file.code, codes[number]!, lengths.meanCodes));
}

/** What is in a class or function has its name around it. */
function addChildren({ children, firstChild }: Corpus, parent: number, inElements: Tally): void {
  const end = firstChild[parent + 1]!;
  for (let at = firstChild[parent]!; at < end; at++) inElements.addOnce(children[at]!, element.around);
}

function weighed([weight, b]: readonly [number, number], length: number, mean: number): number {
  return weight / (1 - b + (b * length) / (mean || 1));
}

function addFiles(corpus: Corpus, { term, weights }: QueryTerm, { sums, touched }: Tally, scores: FieldScores): void {
  const rare = rarity(corpus.nFiles, touched.length);
  for (const one of touched) addBySegment(scores.files, one, saturated(sums[one]!, file.k1) * rare, weights);
  const paths = corpus.pathPostings.get(term) ?? [];
  for (let at = 0; at < paths.length; at += 2) {
    scores.filePathTitle[paths[at]!]! += rare * weights[0]!;
    if (weights[1]! > 0) scores.filePathProse[paths[at]!]! += rare;
  }
}

function addElements(corpus: Corpus, { weights }: QueryTerm, { sums, touched }: Tally, scores: FieldScores): number {
  let nWith = 0;
  for (const one of touched) if (corpus.isNamed[one] === 1) nWith++;
  const rare = rarity(corpus.nNamed, nWith);
  for (const one of touched) {
    addBySegment(scores.elements, one, saturated(sums[one]!, element.k1) * rare, weights);
    if (weights[0]! > 0) scores.titleCover[one]! += rare;
  }
  return rare;
}

function addBySegment(to: readonly Float64Array[], at: number, score: number, weights: Float64Array): void {
  for (let segment = 0; segment < weights.length; segment++) {
    if (weights[segment]! > 0) to[segment]![at]! += score * weights[segment]!;
  }
}

const saturated = (sum: number, k1: number): number => (sum * (k1 + 1)) / (sum + k1);

/** Inverse document frequency, never negative. */
const rarity = (nAll: number, nWith: number): number => Math.log(1 + (nAll - nWith + 0.5) / (nWith + 0.5));
