/** What is known of each file of the repository with regard to a report, as a table. */
import { type FeatureTable, featureTable } from '../../core/ranking/featureTable.ts';
import type { IssueEvidence } from './issueEvidence.ts';
import { isLowArea } from './lowAreas.ts';
import { type Segment, segments } from './queryTerms.ts';
import { byLargest, byRank } from './scoreColumns.ts';

/** Clues count so much at most. */
const mostClue = 1.5;

/** Features of files that stand in the report itself or follow from it. */
const clueFeatures = [
  'namedPath',
  'namedModule',
  'linkedLine',
  'namedInTitle',
  'namedInTicks',
  'namedInProse',
  'namedInCode',
  'namedInLog',
  'namedAsWord',
  'quotedMessage',
  'namedLiteral',
  'frame',
  'changedSince',
  'nearStrong',
  'importedByBest',
  'importsBest',
  'parameterNamed',
  'assignsNamed',
  'raisesReported',
] as const;

export function fileTable(evidence: IssueEvidence): FeatureTable {
  const { corpus } = evidence;
  const columns = [...wordColumns(evidence), ...shapeColumns(evidence)];
  for (const feature of clueFeatures) {
    const column = evidence.clues.files.get(feature) ?? new Float64Array(corpus.nFiles);
    columns.push([feature, column.map((value) => Math.min(mostClue, value))]);
  }
  return featureTable(
    columns.map(([feature]) => feature),
    corpus.paths,
    (file, feature) => columns[feature]![1][file]!,
  );
}

type Column = readonly [string, Float64Array];

function wordColumns({ fields, columns }: IssueEvidence): Column[] {
  const of = (segment: Segment) => fields.files[segments.indexOf(segment)]!;
  return [
    ['wordsMix', byLargest(columns.fileMix)],
    ['wordsTitle', byLargest(of('title'))],
    ['wordsProse', byLargest(of('prose'))],
    ['wordsCode', byLargest(of('code'))],
    ['wordsLog', byLargest(of('log'))],
    ['wordsJoined', byLargest(of('joined'))],
    ['wordsLead', byLargest(of('lead'))],
    ['wordsQuoted', byLargest(of('quoted'))],
    ['pathTitle', byLargest(fields.filePathTitle)],
    ['pathProse', byLargest(fields.filePathProse)],
    ['bestElement', byLargest(columns.bestElement)],
    ['bestElementTitle', byLargest(columns.bestElementTitle)],
    ['bestElementProse', byLargest(columns.bestElementProse)],
    ['bestThree', byLargest(columns.bestThree)],
    ['titleCover', byLargest(columns.titleCover)],
    ['rankMix', byRank(columns.fileMix)],
    ['rankTitle', byRank(of('title'))],
    ['rankBestElement', byRank(columns.bestElement)],
    ['rankBestElementTitle', byRank(columns.bestElementTitle)],
  ];
}

function shapeColumns({ corpus }: IssueEvidence): Column[] {
  const sizes = Float64Array.from(corpus.facts, ({ nLines }) => Math.log1p(nLines));
  const mean = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  const spread = Math.sqrt(sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / Math.max(1, sizes.length));
  return [
    [
      'standsForFolder',
      Float64Array.from(corpus.paths, (path) => (/(?:^|\/)(?:__init__|index|mod)\.\w+$/.test(path) ? 1 : 0)),
    ],
    ['low', Float64Array.from(corpus.paths, (path) => (isLowArea(path) ? 1 : 0))],
    ['size', sizes.map((size) => (size - mean) / (spread + 1e-6))],
  ];
}
