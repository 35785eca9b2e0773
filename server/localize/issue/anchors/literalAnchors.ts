/** Messages of the code that a report quotes, and short literals such as options and keys that it names. */
import type { ClueBook } from '../clues.ts';
import type { Corpus } from '../corpus.ts';
import type { QuotedLiteral } from '../literalIndex.ts';
import type { BugReport } from '../report/bugReport.ts';
import type { Mentions } from '../report/mentions.ts';
import { looksLikeConstant } from './namesOfCode.ts';

const mostFiles = 4;
const mostFilesOfWord = 8;
/** Letters of a fragment that make it as telling as can be. */
const tellingLength = 40;

export function addLiteralClues(corpus: Corpus, report: BugReport, mentions: Mentions, clues: ClueBook): void {
  const quoted = new Map<string, QuotedLiteral[]>();
  for (const place of corpus.literals.fragmentsIn(report.text)) {
    const known = quoted.get(place.text);
    if (known === undefined) quoted.set(place.text, [place]);
    else known.push(place);
  }
  for (const [text, places] of quoted) {
    const worth = Math.min(1, text.length / tellingLength);
    addPlaces(
      corpus,
      places,
      { feature: 'quotedMessage', worth, most: mostFiles, message: `The report quotes "${text}"` },
      clues,
    );
  }
  for (const word of wordsNamed(mentions)) {
    const places = corpus.literals.exactly(word);
    addPlaces(
      corpus,
      places,
      { feature: 'namedLiteral', worth: 1, most: mostFilesOfWord, message: `The report names "${word}"` },
      clues,
    );
  }
}

interface Quoted {
  readonly feature: string;
  readonly worth: number;
  readonly most: number;
  readonly message: string;
}

function addPlaces(
  corpus: Corpus,
  places: readonly QuotedLiteral[],
  { feature, worth, most, message }: Quoted,
  clues: ClueBook,
): void {
  const files = new Set(places.map(({ file }) => file));
  const clue = { kind: 'text', feature, line: null, message } as const;
  if (files.size <= most) {
    for (const file of files) clues.aboutFile(file, { ...clue, value: worth / files.size }, 'sum');
  }
  const elements = new Set(places.map(({ file, scope }) => corpus.firstElement[file]! + scope));
  if (elements.size <= most) {
    for (const element of elements) clues.aboutElement(element, { ...clue, value: worth / elements.size }, 'sum');
  }
}

/** What the report sets apart, and names that are no words of prose. */
function wordsNamed({ literals, options, symbols, words }: Mentions): ReadonlySet<string> {
  const inLiterals = symbols.ticked;
  const likely = words.filter(looksLikeConstant);
  return new Set(
    [...literals.map((one) => one.trim()), ...inLiterals, ...options, ...likely].filter((one) => one.length > 2),
  );
}
