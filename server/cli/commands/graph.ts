/**
 * `culprit graph stats · slice · search · neighbors`: questions to an indexed repository, answered as text or as one
 * JSON document. Leaves out indexing and the command line, which the caller has done.
 */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import {
  type IndexingFacts,
  toGraphStats,
  toNeighborReport,
  toSearchReport,
  toSliceReport,
} from '../../analysis/graphDocuments.ts';
import type { NeighborQuery } from '../../analysis/neighbors.ts';
import type { SliceQuery } from '../../analysis/repositorySnapshot.ts';

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
  if (isEmpty) {
    const [best] = snapshot.search(query.element, 1);
    const hint = best === undefined ? '' : `; the nearest name is "${best.element.id}"`;
    return { text: `There is no element "${query.element}"${hint}`, isEmpty };
  }
  const rows = report.edges.map(({ from, kind, to }) => `${from}  ${kind}  ${to}`);
  return { text: rows.length === 0 ? `"${query.element}" has no such edges` : rows.join('\n'), isEmpty };
}

function document(report: object, isEmpty: boolean): GraphAnswer {
  return { text: JSON.stringify(report), isEmpty };
}

function lineOf(snapshot: CodeSnapshot, file: string, line: number): string {
  return snapshot.textOf(file)?.split('\n')[line - 1]?.trim() ?? '';
}
