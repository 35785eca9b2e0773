/** Answers of a snapshot as the plain documents that faces print and send. */

import type { FileFacts } from '../core/graph/fileFacts.ts';
import type { Segment } from '../core/graph/segment.ts';
import type { GraphStats, SliceReport } from '../protocol/graph.ts';
import type {
  EnclosingReport,
  NeighborReport,
  RelatedReport,
  SearchReport,
  TestsReport,
} from '../protocol/graphQueries.ts';
import type { Problem } from '../protocol/localization.ts';
import type { CodeSnapshot } from './codeSnapshot.ts';
import type { Neighborhood } from './neighbors.ts';
import type { RelatedElement } from './relatedElements.ts';
import type { SlicedStatement, SliceQuery, StatementSpan, TestElement } from './repositorySnapshot.ts';
import type { ScopeSpan } from './scopeSpans.ts';
import type { FoundElement } from './search.ts';

/** What only the one who indexed knows. */
export interface IndexingFacts {
  readonly seconds: number;
  readonly fromCache: boolean;
  readonly problems: readonly Problem[];
}

export function toGraphStats(snapshot: CodeSnapshot, { seconds, fromCache, problems }: IndexingFacts): GraphStats {
  const stats = snapshot.stats();
  const bytes = graphBytes(snapshot);
  return { ...stats, bytes, seconds, fromCache, problems: [...problems, ...stats.problems] };
}

export function toSliceReport(query: SliceQuery, steps: readonly SlicedStatement[]): SliceReport {
  const { file, line, variable, direction } = query;
  return {
    schema: 'culprit.slice/1',
    criterion: { file, line, variable, direction },
    steps: steps.map(({ span, variable: carried, role, distance }) => ({
      file: span.file,
      line: span.line,
      endLine: span.endLine,
      element: span.element,
      variable: carried,
      role,
      distance,
    })),
  };
}

export function toSearchReport(found: readonly FoundElement[]): SearchReport {
  return {
    results: found.map(({ element: { id, kind, file, line }, score }) => ({
      element: id,
      kind,
      file,
      line,
      score: Math.round(score * 1000) / 1000,
    })),
  };
}

export function toNeighborReport({ nodes, edges }: Neighborhood): NeighborReport {
  return { nodes: nodes.map((node) => ({ ...node })), edges: edges.map((edge) => ({ ...edge })) };
}

export function toRelatedReport(found: readonly RelatedElement[]): RelatedReport {
  return {
    results: found.map(({ element, kind, file, line, score }) => ({
      element,
      kind,
      file,
      line,
      score: rounded(score),
    })),
  };
}

export function toTestsReport(tests: readonly TestElement[]): TestsReport {
  return {
    results: tests.map(({ element: { id, file, line }, hops }) => ({ element: id, file, line, hops })),
  };
}

export function toEnclosingReport(scopes: readonly ScopeSpan[], statement: StatementSpan | null): EnclosingReport {
  return {
    scopes: scopes.map(({ element, kind, line, endLine }) => ({ element, kind, line, endLine })),
    statement: statement && { kind: statement.kind, line: statement.line, endLine: statement.endLine },
  };
}

/** Six digits: beyond, scores are noise. */
function rounded(score: number): number {
  return Math.round(score * 1e6) / 1e6;
}

/** Bytes of the columns of graph and facts; texts and names are left out. */
function graphBytes({ program }: CodeSnapshot): number {
  const { graph } = program;
  const facts = program.files.reduce((sum, file) => sum + factBytes(file), 0);
  const segments = graph.segments.reduce((sum, segment) => sum + segmentBytes(segment), 0);
  return sizeOf([graph.fileNodes, graph.landmarks]) + segments + facts;
}

function segmentBytes({ own, links }: Segment): number {
  const columns = [own.outgoing, links.forward, links.backward].flatMap((table) => Object.values(table));
  return sizeOf([own.scopeKinds, links.unresolved, ...columns]);
}

function factBytes({ statements, definitions, uses, namePrefix }: FileFacts): number {
  return sizeOf([namePrefix, ...Object.values(statements), ...Object.values(definitions), ...Object.values(uses)]);
}

function sizeOf(columns: readonly { readonly byteLength: number }[]): number {
  return columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
