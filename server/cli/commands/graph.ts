/**
 * `culprit graph …`: questions to an indexed repository, answered as text or as one
 * JSON document. Leaves out indexing and the command line, which the caller has done,
 * and the sentences for answers that hold nothing (`notInGraph`).
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
import type { ElementId } from '../../core/ids.ts';
import { isElement, noElement, noPlace, noStatement, type Place } from './notInGraph.ts';

export interface GraphAnswer {
  /** What was found, for stdout; empty where it would hold nothing. */
  readonly text: string;
  /** Why nothing was found, in one sentence; `null` where something was. The exit status says so too. */
  readonly nothing: string | null;
}

export interface AnswerFormat {
  readonly json: boolean;
}

export function runGraphStats(snapshot: CodeSnapshot, indexing: IndexingFacts, { json }: AnswerFormat): GraphAnswer {
  const stats = toGraphStats(snapshot, indexing);
  const nothing = stats.files === 0 ? 'There is no file to index' : null;
  if (json) return document(stats, nothing);
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of).map(([name, count]) => `${name} ${count}`);
  const lines = [
    `files      ${stats.files} (${stats.lines} lines; ${counts(stats.languages).join(', ')})`,
    `nodes      ${counts(stats.nodes).join(', ')}`,
    `edges      ${counts(stats.edges).join(', ')}`,
    `memory     ${(stats.bytes / 1e6).toFixed(1)} MB, indexed in ${stats.seconds.toFixed(2)} s`,
    ...stats.problems.map(({ severity, message }) => `${severity}: ${message}`),
  ];
  return { text: lines.join('\n'), nothing };
}

export function runGraphSlice(snapshot: CodeSnapshot, query: SliceQuery, { json }: AnswerFormat): GraphAnswer {
  const report = toSliceReport(query, snapshot.slice(query));
  const nothing = report.steps.length === 0 ? noStatement(snapshot, query) : null;
  if (json) return document(report, nothing);
  const sourceLine = sourceLines(snapshot);
  const rows = report.steps.map(({ file, line, role, variable, distance }) => {
    const what = variable === null ? role : `${role} ${variable}`;
    return `${String(distance).padStart(3)}  ${`${file}:${line}`.padEnd(40)} ${what.padEnd(24)} ${sourceLine(file, line)}`;
  });
  return { text: rows.join('\n'), nothing };
}

export interface SearchOptions extends AnswerFormat {
  readonly limit: number;
}

export function runGraphSearch(snapshot: CodeSnapshot, query: string, { json, limit }: SearchOptions): GraphAnswer {
  const report = toSearchReport(snapshot.search(query, limit));
  const nothing = report.results.length === 0 ? `Nothing is named like "${query}"` : null;
  if (json) return document(report, nothing);
  const rows = report.results.map(
    ({ element, kind, line, score }) => `${score.toFixed(2)}  ${kind.padEnd(8)} ${element}:${line}`,
  );
  return { text: rows.join('\n'), nothing };
}

export function runGraphNeighbors(snapshot: CodeSnapshot, query: NeighborQuery, { json }: AnswerFormat): GraphAnswer {
  const report = toNeighborReport(snapshot.neighbors(query));
  const nothing = report.nodes.length === 0 ? noElement(snapshot, query.element) : null;
  if (json) return document(report, nothing);
  const rows = report.edges.map(({ from, kind, to }) => `${from}  ${kind}  ${to}`);
  if (nothing === null && rows.length === 0) return { text: `"${query.element}" has no such edges`, nothing };
  return { text: rows.join('\n'), nothing };
}

export function runGraphRelated(snapshot: CodeSnapshot, query: RelatedQuery, { json }: AnswerFormat): GraphAnswer {
  const unknown = query.elements.find((element) => !isElement(snapshot, element));
  const report = toRelatedReport(unknown === undefined ? snapshot.related(query) : []);
  const why = () => (unknown === undefined ? 'Nothing is related to it' : noElement(snapshot, unknown));
  const nothing = report.results.length === 0 ? why() : null;
  if (json) return document(report, nothing);
  const rows = report.results.map(
    ({ element, kind, line, score }) => `${score.toFixed(4)}  ${kind.padEnd(8)} ${element}:${line}`,
  );
  return { text: rows.join('\n'), nothing };
}

export interface TestsQuery {
  readonly element: ElementId;
  readonly hops: number;
}

export function runGraphTests(snapshot: CodeSnapshot, query: TestsQuery, { json }: AnswerFormat): GraphAnswer {
  const report = toTestsReport(snapshot.testsReaching([query.element], query.hops));
  const why = () =>
    isElement(snapshot, query.element)
      ? `No test is known to reach "${query.element}" within ${query.hops} calls`
      : noElement(snapshot, query.element);
  const nothing = report.results.length === 0 ? why() : null;
  if (json) return document(report, nothing);
  const rows = report.results.map(({ element, line, hops }) => `${String(hops).padStart(3)}  ${element}:${line}`);
  return { text: rows.join('\n'), nothing };
}

export function runGraphEnclosing(snapshot: CodeSnapshot, place: Place, { json }: AnswerFormat): GraphAnswer {
  const statement = snapshot.statementAt(place.file, place.line);
  const nothing = noPlace(snapshot, place);
  const report = toEnclosingReport(nothing === null ? snapshot.enclosing(place.file, place.line) : [], statement);
  if (json) return document(report, nothing);
  const rows = report.scopes.map(
    ({ element, kind, line, endLine }) => `${kind.padEnd(9)} ${element}  ${line}-${endLine}`,
  );
  if (statement !== null) rows.push(`${statement.kind.padEnd(9)} ${statement.line}-${statement.endLine}`);
  return { text: rows.join('\n'), nothing };
}

function document(report: object, nothing: string | null): GraphAnswer {
  return { text: JSON.stringify(report), nothing };
}

/** What is longer was not written to be read by people; a slice may have the same such line in each of its steps. */
const longestLine = 200;

/** Lines as they are shown beside an answer. */
function sourceLines(snapshot: CodeSnapshot): (file: string, line: number) => string {
  const linesOf = new Map<string, readonly string[]>();
  return (file, line) => {
    const lines = linesOf.get(file) ?? snapshot.textOf(file)?.split('\n') ?? [];
    linesOf.set(file, lines);
    const text = lines[line - 1]?.trim() ?? '';
    return text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
  };
}
