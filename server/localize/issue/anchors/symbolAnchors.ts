/**
 * Functions and classes a report names: alone, by a dotted name, as a class with its member. What many places are called
 * tells little of each. A plain word of the text counts where hardly anything else is called so.
 */
import { isSilent } from '../../../core/text/terms.ts';
import type { ClueBook } from '../clues.ts';
import { type Corpus, scopeOf } from '../corpus.ts';
import type { BugReport } from '../report/bugReport.ts';
import type { MentionPlace, Mentions } from '../report/mentions.ts';
import { membersOf } from './memberSearch.ts';
import { modulePaths } from './modulePaths.ts';

const places: Readonly<Record<MentionPlace, string>> = {
  title: 'namedInTitle',
  prose: 'namedInProse',
  code: 'namedInCode',
  log: 'namedInLog',
  ticked: 'namedInTicks',
};
const placesInOrder = ['title', 'prose', 'code', 'log', 'ticked'] as const;
const mostDefinitions = 40;
const mostOfWord = 5;

export function addSymbolClues(corpus: Corpus, { title, prose }: BugReport, mentions: Mentions, clues: ClueBook): void {
  for (const place of placesInOrder) {
    for (const name of mentions.symbols[place]) {
      if (!isSilent(name)) addName(corpus, name, { feature: places[place], worth: 1, most: mostDefinitions }, clues);
    }
    for (const name of mentions.dotted[place]) addDotted(corpus, place, name.split('.'), clues);
  }
  addWords(corpus, title, { feature: 'namedAsWord', worth: 1, most: mostOfWord }, clues);
  addWords(corpus, prose, { feature: 'namedAsWord', worth: 0.5, most: mostOfWord }, clues);
}

function addWords(corpus: Corpus, text: string, how: HowNamed, clues: ClueBook): void {
  for (const name of new Set(text.match(/[A-Za-z_]\w{3,}/g))) if (!isSilent(name)) addName(corpus, name, how, clues);
}

interface HowNamed {
  readonly feature: string;
  readonly worth: number;
  readonly most: number;
}

function addName(corpus: Corpus, name: string, { feature, worth, most }: HowNamed, clues: ClueBook): void {
  const elements = corpus.byName.get(name) ?? [];
  if (elements.length === 0 || elements.length > most) return;
  const files = new Set(elements.map((element) => corpus.fileOf[element]!));
  const clue = { kind: 'text', feature, line: null, message: `The report names \`${name}\`` } as const;
  for (const file of files) clues.aboutFile(file, { ...clue, value: worth / files.size }, 'sum');
  for (const element of elements) clues.aboutElement(element, { ...clue, value: worth / elements.length });
}

function addDotted(corpus: Corpus, place: MentionPlace, segments: readonly string[], clues: ClueBook): void {
  const paths = modulePaths(corpus);
  const message = `The report names \`${segments.join('.')}\``;
  const clue = { kind: 'text', feature: 'dottedName', value: 1, line: null, message } as const;
  const module = paths.module(segments);
  if (module !== null) {
    const { file, rest } = module;
    const value = paths.standsForFolder(file) ? 0.1 : (rest.length === 0 ? 1 : 0.5) * (place === 'log' ? 0.3 : 1);
    clues.aboutFile(file, { ...clue, feature: 'namedModule', value });
    for (const element of membersOf(corpus, file, rest)) clues.aboutElement(element, clue);
    return;
  }
  const end = paths.moduleEnd(segments);
  for (const file of end?.files ?? []) {
    clues.aboutFile(file, { ...clue, feature: 'namedModule', value: 0.5 / end!.files.length });
    for (const element of membersOf(corpus, file, end!.rest)) clues.aboutElement(element, clue);
  }
  segments.slice(0, -1).forEach((name, at) => {
    const owners = (corpus.byName.get(name) ?? []).filter((one) => scopeOf(corpus, one).kind === 'class');
    if (mostDefinitions < owners.length) return;
    for (const owner of owners) {
      const { qualifiedName } = scopeOf(corpus, owner);
      for (const member of membersOf(corpus, corpus.fileOf[owner]!, [qualifiedName, segments[at + 1]!]))
        clues.aboutElement(member, { ...clue, feature: 'qualifiedName', value: 1 / owners.length });
    }
  });
}
