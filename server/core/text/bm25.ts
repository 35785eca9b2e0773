/**
 * BM25 with a score for each field, added up by their boosts (Robertson, Zaragoza, "The Probabilistic Relevance Framework:
 * BM25 and Beyond", 2009), for a query that is asked once: only its words are counted, and no index is built. Leaves out
 * taking texts apart.
 */

/** One text in its fields, each a list of words. */
export type FieldedText = readonly (readonly string[])[];

export interface Matched {
  readonly score: number;
  /** Words of the query that the text holds, in the order of the query. */
  readonly words: readonly string[];
}

const k = 1.2;
const b = 0.75;

/** What each text scores; `query` holds words with what they are worth, `boosts` what each field is. */
export function bm25(
  texts: readonly FieldedText[],
  query: ReadonlyMap<string, number>,
  boosts: readonly number[],
): readonly Matched[] {
  const fields = boosts.map((boost, field) => countedField(texts, field, boost, query));
  return texts.map((_, at) => {
    let score = 0;
    const words: string[] = [];
    for (const [word, worth] of query) {
      const fit = fields.reduce((sum, field) => sum + field(at, word), 0);
      if (fit === 0) continue;
      words.push(word);
      score += worth * fit;
    }
    return { score, words };
  });
}

/** What a word of the query is worth in one field of a text. */
function countedField(
  texts: readonly FieldedText[],
  field: number,
  boost: number,
  query: ReadonlyMap<string, number>,
): (at: number, word: string) => number {
  const counts = texts.map((text) => countOf(text[field] ?? [], query));
  const holding = new Map<string, number>();
  for (const count of counts) for (const word of count.keys()) holding.set(word, (holding.get(word) ?? 0) + 1);
  const lengths = texts.map((text) => text[field]?.length ?? 0);
  const usual = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, texts.length);
  return (at, word) => {
    const times = counts[at]?.get(word) ?? 0;
    if (times === 0) return 0;
    const n = holding.get(word) ?? 0;
    const rarity = Math.log(1 + (texts.length - n + 0.5) / (n + 0.5));
    const length = (lengths[at] ?? 0) / usual;
    return (boost * rarity * times * (k + 1)) / (times + k * (1 - b + b * length));
  };
}

function countOf(words: readonly string[], query: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (const word of words) if (query.has(word)) count.set(word, (count.get(word) ?? 0) + 1);
  return count;
}
