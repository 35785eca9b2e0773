/**
 * `culprit/graph/…`: questions to the graph of a folder, answered with the documents the command line prints. They run
 * nothing of the repository and need no trust. They are about what the editor shows, saved or not. Leaves out the answers
 * themselves (`analysis`).
 */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import {
  toEnclosingReport,
  toGraphStats,
  toNeighborReport,
  toRelatedReport,
  toSearchReport,
  toSliceReport,
  toTestsReport,
} from '../../analysis/graphDocuments.ts';
import { type EdgeKind, edgeKinds } from '../../core/graph/codeGraph.ts';
import { type ElementId, line } from '../../core/ids.ts';
import { type GraphRequest, graphRequests } from '../../protocol/requests.ts';
import { Refusal } from '../refusal.ts';
import type { Session } from '../session.ts';

const mostResults = 10_000;
const mostSteps = 5_000;

type Params = Readonly<Record<string, unknown>>;
type Answer = (snapshot: CodeSnapshot, params: Params, file: string) => object;

const answers: Readonly<Record<GraphRequest, Answer>> = {
  [graphRequests.stats]: (snapshot) => toGraphStats(snapshot, { seconds: 0, fromCache: false, problems: [] }),
  [graphRequests.search]: (snapshot, params) =>
    toSearchReport(snapshot.search(text(params, 'query'), integer(params, 'top', 20, 1, mostResults))),
  [graphRequests.neighbors]: (snapshot, params) =>
    toNeighborReport(
      snapshot.neighbors({
        element: text(params, 'element') as ElementId,
        kinds: kindsOf(params),
        direction: oneOf(params, 'direction', ['both', 'in', 'out'] as const),
        hops: integer(params, 'hops', 1, 1, 100),
        maxNodes: mostResults,
      }),
    ),
  [graphRequests.related]: (snapshot, params) =>
    toRelatedReport(
      snapshot.related({
        elements: texts(params, 'elements') as readonly ElementId[],
        kinds: kindsOf(params),
        limit: integer(params, 'top', 20, 1, mostResults),
      }),
    ),
  [graphRequests.tests]: (snapshot, params) =>
    toTestsReport(snapshot.testsReaching([text(params, 'element') as ElementId], integer(params, 'hops', 20, 0, 100))),
  [graphRequests.enclosing](snapshot, params, file) {
    const at = line(integer(params, 'line', null, 1, Number.MAX_SAFE_INTEGER));
    return toEnclosingReport(snapshot.enclosing(file, at), snapshot.statementAt(file, at));
  },
  [graphRequests.slice](snapshot, params, file) {
    const query = {
      file,
      line: line(integer(params, 'line', null, 1, Number.MAX_SAFE_INTEGER)),
      variable: params.variable === undefined ? null : text(params, 'variable'),
      direction: oneOf(params, 'direction', ['backward', 'forward', 'both'] as const),
      interprocedural: params.interprocedural === true,
      maxDepth: integer(params, 'depth', 50, 0, mostResults),
      maxSteps: mostSteps,
      executed: null,
    };
    return toSliceReport(query, snapshot.slice(query));
  },
};

const aboutALine: readonly GraphRequest[] = [graphRequests.enclosing, graphRequests.slice];

/** Answers one request. Throws a `Refusal` for parameters it cannot use. */
export async function answerGraph(session: Session, request: GraphRequest, given: unknown): Promise<object> {
  if (typeof given !== 'object' || given === null) throw new Refusal('Cannot answer: the parameters are missing.');
  const params = given as Params;
  const { root, file } = placeOf(session, params);
  if (file === '' && aboutALine.includes(request))
    throw new Refusal('Cannot answer: give "textDocument" with its uri.');
  if (!session.client.canWatchFiles) session.engine.allChanged(root);
  return session.engine.ask(root, session.openTexts(root), (snapshot) => answers[request](snapshot, params, file));
}

/** The folder of `textDocument`, else the only folder that is open; the document's path is empty without one. */
function placeOf(session: Session, params: Params): { readonly root: string; readonly file: string } {
  const uri = (params.textDocument as { uri?: unknown } | undefined)?.uri;
  if (typeof uri === 'string') return session.place(uri);
  const [root, ...others] = session.folders;
  if (root !== undefined && others.length === 0) return { root, file: '' };
  throw new Refusal('Say which folder: give "textDocument" with the uri of a file in it.');
}

function text(params: Params, name: string): string {
  const value = params[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal(`Cannot answer: "${name}" must be a text.`);
}

function texts(params: Params, name: string): readonly string[] {
  const value = params[name];
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')) return value;
  throw new Refusal(`Cannot answer: "${name}" must be a list of texts.`);
}

/** A whole number in a range; `fallback` where it is not given, `null` where it must be. */
function integer(params: Params, name: string, fallback: number | null, least: number, most: number): number {
  const value = params[name] ?? fallback;
  if (typeof value === 'number' && Number.isInteger(value) && least <= value && value <= most) return value;
  throw new Refusal(`Cannot answer: "${name}" must be a whole number from ${least} to ${most}.`);
}

/** One of some words, the first where none is given. */
function oneOf<Word extends string>(params: Params, name: string, words: readonly [Word, ...Word[]]): Word {
  const value = params[name] ?? words[0];
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new Refusal(`Cannot answer: "${name}" must be one of ${words.join(', ')}.`);
}

function kindsOf(params: Params): readonly EdgeKind[] {
  if (params.edges === undefined) return edgeKinds;
  return texts(params, 'edges').map((given) => {
    const kind = edgeKinds.find((known) => known === given);
    if (kind !== undefined) return kind;
    throw new Refusal(`Cannot answer: "${given}" is no kind of edge; there are ${edgeKinds.join(', ')}.`);
  });
}
