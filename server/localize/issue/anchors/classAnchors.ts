/** Members of the classes that a report names; above all those it names too, and constructors. */
import type { ClueBook } from '../clues.ts';
import { type Corpus, isConstructor, membersInside, scopeOf } from '../corpus.ts';
import type { BugReport } from '../report/bugReport.ts';
import type { Mentions } from '../report/mentions.ts';
import { looksLikeCode } from './namesOfCode.ts';

const name = /[A-Za-z_$][\w$]*/g;

export function addClassClues(corpus: Corpus, report: BugReport, { symbols, words }: Mentions, clues: ClueBook): void {
  const inTitle = new Set(report.title.match(name));
  const inCode = new Set([...report.code, ...report.logs].join('\n').match(name));
  const ticked = new Set(symbols.ticked);
  const mentioned = new Set(Object.values(symbols).flat());
  const all = new Set(words);
  for (const one of new Set([...words, ...inCode, ...ticked])) {
    const owners = corpus.byName.get(one);
    if (owners === undefined || one.length < 3) continue;
    const features = [
      ...(inTitle.has(one) && /^[A-Z]/.test(one) ? ['classInTitle'] : []),
      ...(ticked.has(one) ? ['classInTicks'] : []),
      ...(inCode.has(one) ? ['classInCode'] : []),
      ...(mentioned.has(one) || looksLikeCode(one) ? ['classNamed'] : []),
    ];
    if (features.length > 0) addMembers(corpus, one, owners, { features, words: all }, clues);
  }
}

interface ClassNamed {
  readonly features: readonly string[];
  readonly words: ReadonlySet<string>;
}

function addMembers(
  corpus: Corpus,
  owner: string,
  owners: readonly number[],
  { features, words }: ClassNamed,
  clues: ClueBook,
): void {
  const value = 1 / owners.length;
  const clue = {
    kind: 'text',
    value,
    line: null,
    message: `It belongs to \`${owner}\`, which the report names`,
  } as const;
  const isSetApart = features.includes('classInTitle') || features.includes('classInTicks');
  for (const one of owners) {
    if (scopeOf(corpus, one).kind !== 'class') continue;
    for (const member of membersInside(corpus, one)) {
      for (const feature of features) clues.aboutElement(member, { ...clue, feature });
      if (isSetApart && isConstructor(corpus, member))
        clues.aboutElement(member, { ...clue, feature: 'constructorOfNamed' });
      const { name: own } = scopeOf(corpus, member);
      if (own.length < 3 || !words.has(own) || !features.includes('classNamed')) continue;
      const message = `The report names \`${owner}\` and \`${own}\``;
      clues.aboutElement(member, { ...clue, feature: 'qualifiedName', value: 0.6 * value, message });
    }
  }
}
