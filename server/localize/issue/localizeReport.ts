/**
 * A bug report ranked as a whole and, where it tells several faults, each of them by itself: a graph of sub-issues with
 * their code. What the report says of causes is confirmed where calls lead from one's best functions to another's. Leaves
 * out splitting reports (`report/subIssues`) and ranking (`localizeIssue`).
 */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import type { ElementId } from '../../core/ids.ts';
import type {
  EvidenceStep,
  IssueEdge,
  IssueGraph,
  IssueVertex,
  Localization,
  Problem,
} from '../../protocol/localization.ts';
import { notOfReports, reportSources } from './issueSources.ts';
import { type IssueRequest, localizeIssue } from './localizeIssue.ts';
import { mostCharacters, readReport } from './report/readReport.ts';
import { type SubIssueLink, subIssuesOf } from './report/subIssues.ts';

export function localizeReport(snapshot: CodeSnapshot, request: IssueRequest): Localization {
  const found = localizeIssue(snapshot, request);
  const whole = { ...found, problems: [...found.problems, ...notesOn(request)] };
  if (whole.files.length === 0) return whole;
  const issues = issueGraph(snapshot, request);
  return issues === null ? whole : { ...whole, issues };
}

/** What was asked for and is not done. */
function notesOn({ text, without }: IssueRequest): readonly Problem[] {
  const kept = notOfReports(without);
  const ignored = `Nothing is left out for ${kept.join(', ')}: a report is ranked by its words and ${reportSources.join(', ')}`;
  const cut = `The bug report has ${text.length} characters: only the first ${mostCharacters} are read`;
  return [
    ...(kept.length === 0 ? [] : [{ severity: 'information', message: ignored } as const]),
    ...(text.length <= mostCharacters ? [] : [{ severity: 'warning', message: cut } as const]),
  ];
}

/** Entries of each list of a sub-issue. */
const topOfEach = 5;

/** `null` where the report tells one fault. */
function issueGraph(snapshot: CodeSnapshot, request: IssueRequest): IssueGraph | null {
  const { issues, links } = subIssuesOf(readReport(request.text));
  if (issues.length < 2) return null;
  const vertices = issues.map(({ title, text }, index): IssueVertex => {
    const top = Math.min(topOfEach, request.top);
    const { files, functions, locations } = localizeIssue(snapshot, { ...request, text, top });
    return { id: `issue-${index + 1}`, title, text, files, functions, locations };
  });
  return { vertices, edges: edgesOf(snapshot, vertices, links) };
}

function edgesOf(
  snapshot: CodeSnapshot,
  vertices: readonly IssueVertex[],
  links: readonly SubIssueLink[],
): readonly IssueEdge[] {
  const told = links.map(({ from, to, kind, message }): IssueEdge => {
    const [cause, effect] = [vertices[from]!, vertices[to]!];
    const path = callsBetween(snapshot, cause, effect, mostCompared)?.path ?? [];
    return { from: cause.id, to: effect.id, kind, message, path };
  });
  const isTold = (a: IssueVertex, b: IssueVertex) =>
    told.some(({ from, to }) => [from, to].every((id) => [a.id, b.id].includes(id)));
  const seen = vertices.flatMap((one, index) =>
    vertices.slice(index + 1).flatMap((other): readonly IssueEdge[] => {
      const calls = isTold(one, other) ? null : callsBetween(snapshot, one, other, 1);
      return calls === null ? [] : [{ from: one.id, to: other.id, kind: 'relatesTo', ...calls }];
    }),
  );
  return [...told, ...seen].sort((a, b) => compareIds(a.from, b.from) || compareIds(a.to, b.to));
}

function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

const mostCompared = 3;
const mostHops = 4;
const mostReached = 2000;

interface Calls {
  readonly message: string;
  readonly path: readonly EvidenceStep[];
}

/** The way calls take between the best functions of two sub-issues, in either direction; the best pair that has one. */
function callsBetween(snapshot: CodeSnapshot, one: IssueVertex, other: IssueVertex, nCompared: number): Calls | null {
  const pairs = one.functions
    .slice(0, nCompared)
    .flatMap((a) => other.functions.slice(0, nCompared).map((b) => ({ a, b, rank: a.rank + b.rank })))
    .sort((x, y) => x.rank - y.rank || x.a.rank - y.a.rank);
  for (const { a, b } of pairs) {
    if (a.element === b.element) {
      return { message: `Both point to ${a.element}`, path: [{ file: a.file, line: a.line, message: 'is of both' }] };
    }
    const path = callPath(snapshot, a.element, b.element) ?? callPath(snapshot, b.element, a.element);
    if (path !== null) {
      const [from, to] = path[0]!.file === a.file && path[0]!.line === a.line ? [a, b] : [b, a];
      return { message: `Calls lead from ${from.element} to ${to.element}`, path };
    }
  }
  return null;
}

/** A shortest way of calls, as the functions on it; `null` where there is none so short. */
function callPath(snapshot: CodeSnapshot, from: string, to: string): readonly EvidenceStep[] | null {
  const query = { kinds: ['calls'], direction: 'out', hops: mostHops, maxNodes: mostReached } as const;
  const { nodes, edges } = snapshot.neighbors({ ...query, element: from as ElementId });
  const byElement = new Map(nodes.map((node) => [node.element as string, node]));
  if (!byElement.has(to)) return null;
  const callers = new Map<string, string>();
  for (const edge of edges) {
    const hops = (element: string) => byElement.get(element)?.hops ?? 0;
    if (hops(edge.from) + 1 === hops(edge.to) && !callers.has(edge.to)) callers.set(edge.to, edge.from);
  }
  const way = [to];
  for (let at = callers.get(to); at !== undefined; at = callers.get(at)) way.unshift(at);
  return way.map((element, index) => {
    const { file, line } = byElement.get(element)!;
    const callee = way[index + 1];
    return { file, line, message: callee === undefined ? 'is reached' : `calls ${callee}` };
  });
}
