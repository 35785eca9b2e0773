/**
 * `culprit graph …`: questions to an indexed repository, answered as text or as one
 * JSON document. Leaves out indexing and the command line, which the caller has done.
 */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import {
  type IndexingFacts,
  toEnclosingReport,
  toGraphStats,
  toNeighborReport,
  toRelatedReport,
  toSearchReport,
  toSliceReport,
  toTestsReport,
} from '../../analysis/graphDocuments.ts';
import type { NeighborQuery } from '../../analysis/neighbors.ts';
import type { RelatedQuery } from '../../analysis/relatedElements.ts';
import type { SliceQuery } from '../../analysis/repositorySnapshot.ts';
import type { ElementId, Line } from '../../core/ids.ts';

export interface GraphAnswer {
  readonly text: string;
  /** Whether anything was found: the exit status says so. */
  readonly isEmpty: boolean;
}

export interface AnswerFormat {
  readonly json: boolean;
}

export function runGraphStats(snapshot: CodeSnapshot, indexing: IndexingFacts, { json }: AnswerFormat): GraphAnswer {
  const stats = toGraphStats(snapshot, indexing);
  if (json) return document(stats, stats.files === 0);
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of).map(([name, count]) => `${name} ${count}`);
  const lines = [
    `files      ${stats.files} (${stats.lines} lines; ${counts(stats.languages).join(', ')})`,
    `nodes      ${counts(stats.nodes).join(', ')}`,
    `edges      ${counts(stats.edges).join(', ')}`,
    `memory     ${(stats.bytes / 1e6).toFixed(1)} MB, indexed in ${stats.seconds.toFixed(2)} s`,
    ...stats.problems.map(({ severity, message }) => `${severity}: ${message}`),
  ];
  return { text: lines.join('\n'), isEmpty: stats.files === 0 };
}

export function runGraphSlice(snapshot: CodeSnapshot, query: SliceQuery, { json }: AnswerFormat): GraphAnswer {
  const report = toSliceReport(query, snapshot.slice(query));
  const isEmpty = report.steps.length === 0;
  if (json) return document(report, isEmpty);
  if (isEmpty) return { text: `There is no statement at ${query.file}:${query.line}`, isEmpty };
  const rows = report.steps.map(({ file, line, role, variable, distance }) => {
    const what = variable === null ? role : `${role} ${variable}`;
    return `${String(distance).padStart(3)}  ${`${file}:${line}`.padEnd(40)} ${what.padEnd(24)} ${lineOf(snapshot, file, line)}`;
  });
  return { text: rows.join('\n'), isEmpty };
}

export interface SearchOptions extends AnswerFormat {
  readonly limit: number;
}

export function runGraphSearch(snapshot: CodeSnapshot, query: string, { json, limit }: SearchOptions): GraphAnswer {
  const report = toSearchReport(snapshot.search(query, limit));
  const isEmpty = report.results.length === 0;
  if (json) return document(report, isEmpty);
  if (isEmpty) return { text: `Nothing is named like "${query}"`, isEmpty };
  const rows = report.results.map(
    ({ element, kind, line, score }) => `${score.toFixed(2)}  ${kind.padEnd(8)} ${element}:${line}`,
  );
  return { text: rows.join('\n'), isEmpty };
}

export function runGraphNeighbors(snapshot: CodeSnapshot, query: NeighborQuery, { json }: AnswerFormat): GraphAnswer {
  const report = toNeighborReport(snapshot.neighbors(query));
  const isEmpty = report.nodes.length === 0;
  if (json) return document(report, isEmpty);
  if (isEmpty) return { text: unknownElement(snapshot, query.element), isEmpty };
  const rows = report.edges.map(({ from, kind, to }) => `${from}  ${kind}  ${to}`);
  return { text: rows.length === 0 ? `"${query.element}" has no such edges` : rows.join('\n'), isEmpty };
}

export function runGraphRelated(snapshot: CodeSnapshot, query: RelatedQuery, { json }: AnswerFormat): GraphAnswer {
  const unknown = query.elements.find((element) => !isElement(snapshot, element));
  const report = toRelatedReport(unknown === undefined ? snapshot.related(query) : []);
  const isEmpty = report.results.length === 0;
  if (json) return document(report, isEmpty);
  if (unknown !== undefined) return { text: unknownElement(snapshot, unknown), isEmpty };
  const rows = report.results.map(
    ({ element, kind, line, score }) => `${score.toFixed(4)}  ${kind.padEnd(8)} ${element}:${line}`,
  );
  return { text: isEmpty ? 'Nothing is related to it' : rows.join('\n'), isEmpty };
}

export interface TestsQuery {
  readonly element: ElementId;
  readonly hops: number;
}

export function runGraphTests(snapshot: CodeSnapshot, query: TestsQuery, { json }: AnswerFormat): GraphAnswer {
  const report = toTestsReport(snapshot.testsReaching([query.element], query.hops));
  const isEmpty = report.results.length === 0;
  if (json) return document(report, isEmpty);
  if (!isElement(snapshot, query.element)) return { text: unknownElement(snapshot, query.element), isEmpty };
  const rows = report.results.map(({ element, line, hops }) => `${String(hops).padStart(3)}  ${element}:${line}`);
  return { text: isEmpty ? `No test is known to reach "${query.element}"` : rows.join('\n'), isEmpty };
}

export interface EnclosingQuery {
  readonly file: string;
  readonly line: Line;
}

export function runGraphEnclosing(snapshot: CodeSnapshot, query: EnclosingQuery, { json }: AnswerFormat): GraphAnswer {
  const statement = snapshot.statementAt(query.file, query.line);
  const report = toEnclosingReport(snapshot.enclosing(query.file, query.line), statement);
  const isEmpty = report.scopes.length === 0;
  if (json) return document(report, isEmpty);
  if (isEmpty) return { text: `"${query.file}" is not in the graph`, isEmpty };
  const rows = report.scopes.map(
    ({ element, kind, line, endLine }) => `${kind.padEnd(9)} ${element}  ${line}-${endLine}`,
  );
  if (statement !== null) rows.push(`${statement.kind.padEnd(9)} ${statement.line}-${statement.endLine}`);
  return { text: rows.join('\n'), isEmpty };
}

function isElement(snapshot: CodeSnapshot, element: ElementId): boolean {
  const query = { element, kinds: [], direction: 'out', hops: 0, maxNodes: 1 } as const;
  return snapshot.neighbors(query).nodes.length > 0;
}

function unknownElement(snapshot: CodeSnapshot, element: string): string {
  const [best] = snapshot.search(element, 1);
  const hint = best === undefined ? '' : `; the nearest name is "${best.element.id}"`;
  return `There is no element "${element}"${hint}`;
}

function document(report: object, isEmpty: boolean): GraphAnswer {
  return { text: JSON.stringify(report), isEmpty };
}

function lineOf(snapshot: CodeSnapshot, file: string, line: number): string {
  return snapshot.textOf(file)?.split('\n')[line - 1]?.trim() ?? '';
}
