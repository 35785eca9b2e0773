/**
 * What is known of the functions worth a look with regard to a report, as a table; their files' scores are part of it.
 * Class bodies and module-level code stand beside them: what is wrong may be a field, a table or a setting.
 */

import { nTermFields, termField } from '../../analysis/fileVocabulary.ts';
import { type FeatureTable, featureTable } from '../../core/ranking/featureTable.ts';
import { type Corpus, idOf, isConstructor, scopeOf } from './corpus.ts';
import { type IssueEvidence, plainFileScores } from './issueEvidence.ts';
import { type Segment, segments } from './queryTerms.ts';
import { bestFirst, byRank } from './scoreColumns.ts';

const mostClue = 1.5;

const clueFeatures = [
  'namedInTitle',
  'namedInTicks',
  'namedInProse',
  'namedInCode',
  'namedInLog',
  'namedAsWord',
  'qualifiedName',
  'dottedName',
  'linkedLine',
  'classInTitle',
  'classInTicks',
  'classInCode',
  'classNamed',
  'constructorOfNamed',
  'quotedMessage',
  'namedLiteral',
  'frame',
  'changedSince',
  'calledByStrong',
  'callsStrong',
  'overriddenByStrong',
  'overridesStrong',
  'memberOfStrong',
  'besideStrong',
  'refersToStrong',
  'twinOfStrong',
  'likeStrong',
  'cloneOfStrong',
  'raisesReported',
  'parameterNamed',
  'assignsNamed',
] as const;

export interface FunctionTable {
  readonly table: FeatureTable;
  /** By row, the element. */
  readonly elements: readonly number[];
}

/** `fileScores`: by file, what the model of files says. */
export function functionTable(evidence: IssueEvidence, fileScores: Float64Array): FunctionTable {
  const { corpus } = evidence;
  const elements = functionsWorthALook(evidence);
  const columns = [...wordColumns(evidence), ...shapeColumns(evidence), ...fileColumns(evidence, fileScores)];
  for (const feature of clueFeatures) {
    const column = evidence.clues.elements.get(feature);
    columns.push([feature, (one) => Math.min(mostClue, column?.[one] ?? 0)]);
  }
  const table = featureTable(
    columns.map(([feature]) => feature),
    elements.map((one) => idOf(corpus, one)),
    (row, feature) => columns[feature]![1](elements[row]!),
  );
  return { table, elements };
}

const nBestFiles = 15;
const nBestByWords = 300;
const nBestByClue = 60;
const nBestByWideClue = 100;
const wideClues: ReadonlySet<string> = new Set(['classNamed', 'memberOfStrong', 'namedAsWord', 'besideStrong']);
const mostPointedTo = 25;

/** All functions of the files that fit best or are pointed to, and the best by each feature; in order, each id once. */
function functionsWorthALook(evidence: IssueEvidence): readonly number[] {
  const { corpus, columns, clues, fields } = evidence;
  const taken = new Set<number>();
  const takeBest = (scores: Float64Array, most: number) => {
    for (const one of bestPositive(scores, most)) taken.add(one);
  };
  takeBest(columns.elementMix, nBestByWords);
  for (const scores of fields.elements) takeBest(scores, nBestByClue);
  for (const [feature, scores] of clues.elements)
    takeBest(scores, wideClues.has(feature) ? nBestByWideClue : nBestByClue);
  const best = bestFirst(plainFileScores(evidence, 2)).slice(0, nBestFiles);
  for (const file of new Set([...best, ...pointedTo(evidence)])) {
    for (let one = corpus.firstElement[file]!; one < corpus.firstElement[file + 1]!; one++) taken.add(one);
  }
  const isModule = (one: number) => one === corpus.firstElement[corpus.fileOf[one]!];
  const code = [...taken].filter((one) => corpus.isTest[one] === 0 && (corpus.isNamed[one] === 1 || isModule(one)));
  return eachIdOnce(
    corpus,
    code.sort((a, b) => columns.elementMix[b]! - columns.elementMix[a]! || a - b),
  );
}

function pointedTo({ corpus, clues }: IssueEvidence): readonly number[] {
  const least = { namedPath: 0.01, linkedLine: 0.01, frame: 0.01, namedInTitle: 0.3, quotedMessage: 0.2 };
  const files = Array.from({ length: corpus.nFiles }, (_, file) => file).filter((file) =>
    Object.entries(least).some(([feature, value]) => (clues.files.get(feature)?.[file] ?? 0) >= value),
  );
  return files.length <= mostPointedTo ? files : [];
}

function eachIdOnce(corpus: Corpus, elements: readonly number[]): readonly number[] {
  const seen = new Set<string>();
  return elements.filter((one) => {
    const id = idOf(corpus, one);
    return !seen.has(id) && seen.add(id);
  });
}

function bestPositive(scores: Float64Array, most: number): readonly number[] {
  const positive: number[] = [];
  for (let one = 0; one < scores.length; one++) if (scores[one]! > 0) positive.push(one);
  return positive.length <= most ? positive : positive.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, most);
}

type Column = readonly [string, (element: number) => number];

function wordColumns({ corpus, fields, columns }: IssueEvidence): Column[] {
  const normal = (scores: Float64Array) => {
    let largest = 0;
    for (let one = 0; one < scores.length; one++)
      if (corpus.isFunction[one] === 1) largest = Math.max(largest, scores[one]!);
    return (one: number) => (largest > 0 ? Math.min(mostClue, scores[one]! / largest) : 0);
  };
  const of = (segment: Segment) => normal(fields.elements[segments.indexOf(segment)]!);
  const mix = normal(columns.elementMix);
  const bestClass = columns.bestThreeOfClass.reduce((most, score) => Math.max(most, score), 1e-9);
  const classes = (one: number) => columns.bestThreeOfClass[one]! / bestClass;
  const ranks = ranksInFile(corpus, columns.elementMix);
  return [
    ['wordsMix', mix],
    ['wordsTitle', of('title')],
    ['wordsProse', of('prose')],
    ['wordsCode', of('code')],
    ['wordsLog', of('log')],
    ['wordsError', of('error')],
    ['wordsJoined', of('joined')],
    ['wordsLead', of('lead')],
    ['wordsQuoted', of('quoted')],
    ['wordsOfClass', (one) => (corpus.parent[one]! < 0 ? 0 : classes(corpus.parent[one]!))],
    ['titleCover', normal(fields.titleCover)],
    ['wordsOfParent', (one) => (corpus.parent[one]! < 0 ? 0 : Math.min(mostClue, mix(corpus.parent[one]!)))],
    ['rankInFile', (one) => ranks[one]!],
    ['nameCover', (one) => fields.nameHits[one]! / Math.max(1, nameLength(corpus, one))],
    ['nameWhole', (one) => (fields.nameHits[one]! >= nameLength(corpus, one) && nameLength(corpus, one) > 1 ? 1 : 0)],
  ];
}

function nameLength(corpus: Corpus, element: number): number {
  const file = corpus.fileOf[element]!;
  const { lengths } = corpus.vocabularies[file]!;
  return lengths[(element - corpus.firstElement[file]!) * nTermFields + termField.name]!;
}

/** One over the rank among the functions of its file; of other code over that it would have among them. */
function ranksInFile(corpus: Corpus, scores: Float64Array): Float64Array {
  const ranks = new Float64Array(corpus.nElements);
  for (let file = 0; file < corpus.nFiles; file++) {
    const own: number[] = [];
    for (let one = corpus.firstElement[file]!; one < corpus.firstElement[file + 1]!; one++) {
      own.push(one);
    }
    own
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .forEach((one, rank) => {
        ranks[one] = 1 / (1 + rank);
      });
  }
  return ranks;
}

function shapeColumns({ corpus }: IssueEvidence): Column[] {
  return [
    ['length', (one) => Math.log1p(scopeOf(corpus, one).endLine - scopeOf(corpus, one).line + 1) - 2],
    ['isConstructor', (one) => (isConstructor(corpus, one) ? 1 : 0)],
    ['isPrivate', (one) => (/^_(?!_)|^#/.test(scopeOf(corpus, one).name) ? 1 : 0)],
    ['isMethod', (one) => (corpus.parent[one]! >= 0 ? 1 : 0)],
    ['isNested', (one) => (corpus.parent[one]! >= 0 && corpus.isFunction[corpus.parent[one]!] === 1 ? 1 : 0)],
    ['isClass', (one) => (corpus.isNamed[one] === 1 && corpus.isFunction[one] === 0 ? 1 : 0)],
    ['isModule', (one) => (corpus.isNamed[one] === 1 ? 0 : 1)],
    ['isDeclared', (one) => (scopeOf(corpus, one).hasBody ? 0 : 1)],
  ];
}

function fileColumns({ corpus }: IssueEvidence, fileScores: Float64Array): Column[] {
  const lowest = fileScores.reduce((least, score) => Math.min(least, score), 0);
  const best = fileScores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const ranks = byRank(fileScores.map((score) => score - lowest + 1));
  return [
    ['fileScore', (one) => (fileScores[corpus.fileOf[one]!]! - best) / 5],
    ['fileRank', (one) => ranks[corpus.fileOf[one]!]!],
  ];
}
