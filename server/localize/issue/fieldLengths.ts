/** How long the fields of files and elements are, and on average: what their scores are measured against. */
import { nTermFields, termField } from '../../analysis/fileVocabulary.ts';
import type { Corpus } from './corpus.ts';

export interface FieldLengths {
  /** By file. */
  readonly symbols: Float64Array;
  readonly docs: Float64Array;
  readonly codes: Float64Array;
  /** Means over files. */
  readonly meanPath: number;
  readonly meanSymbols: number;
  readonly meanDocs: number;
  readonly meanCodes: number;
  /** Means over functions and classes. */
  readonly meanName: number;
  readonly meanDoc: number;
  readonly meanCode: number;
}

const cache = new WeakMap<Corpus, FieldLengths>();

export function fieldLengths(corpus: Corpus): FieldLengths {
  const known = cache.get(corpus);
  if (known !== undefined) return known;
  const made = measure(corpus);
  cache.set(corpus, made);
  return made;
}

function measure(corpus: Corpus): FieldLengths {
  const { nFiles, nNamed, vocabularies } = corpus;
  const files = Array.from({ length: nTermFields }, () => new Float64Array(nFiles));
  const elements = new Float64Array(nTermFields);
  vocabularies.forEach(({ lengths }, file) => {
    lengths.forEach((length, place) => {
      const field = place % nTermFields;
      files[field]![file]! += length;
      if (place >= nTermFields) elements[field]! += length;
    });
  });
  const symbols = files[termField.symbol]!;
  const docs = files[termField.doc]!;
  const codes = files[termField.code]!;
  return {
    symbols,
    docs,
    codes,
    meanPath: mean(corpus.pathLengths),
    meanSymbols: mean(symbols),
    meanDocs: mean(docs),
    meanCodes: mean(codes),
    meanName: elements[termField.name]! / nNamed,
    meanDoc: elements[termField.doc]! / nNamed,
    meanCode: elements[termField.code]! / nNamed,
  };
}

function mean(values: Float64Array | Uint32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}
