/**
 * The whole graph as text for other programs, piece by piece: GraphML (http://graphml.graphdrawing.org/primer/),
 * Graphviz DOT (https://graphviz.org/doc/info/lang.html) and JSON Lines. Nodes come before edges.
 */
import { assertNever } from '../core/assertNever.ts';
import type { Program } from '../core/flow/program.ts';
import { writtenPath } from '../core/graph/accessPaths.ts';
import { type EdgeKind, edgesOf, fileOf, scopeNode, statementNode } from '../core/graph/codeGraph.ts';
import { elementId, type NodeId } from '../core/ids.ts';
import type { CodeSnapshot } from './codeSnapshot.ts';

export const exportFormats = ['graphml', 'dot', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportedNode {
  readonly id: number;
  readonly kind: 'file' | 'class' | 'function' | 'statement';
  /** `file::Qualified.name`; of a statement, what holds it. */
  readonly element: string;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
}

export interface ExportedEdge {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  /** The variable of a `defUse` edge; empty for others. */
  readonly variable: string;
}

interface Writer {
  readonly head: string;
  readonly node: (node: ExportedNode) => string;
  readonly edge: (edge: ExportedEdge) => string;
  readonly tail: string;
}

/** Lines of the export, each with its line break. Ids are numbers from 0, in the order of files and lines. */
export function* exportGraph(
  snapshot: CodeSnapshot,
  format: ExportFormat,
  kinds: readonly EdgeKind[],
): Generator<string> {
  const writer = writerOf(format);
  const ids = new Map<NodeId, number>();
  yield writer.head;
  for (const [node, described] of nodesOf(snapshot)) {
    ids.set(node, ids.size);
    yield writer.node({ ...described, id: ids.size - 1 });
  }
  for (const [node, from] of ids) {
    for (const { kind, node: other, label } of edgesOf(snapshot.program.graph.outgoing, node)) {
      if (!kinds.includes(kind)) continue;
      const variable = kind === 'defUse' ? variableOf(snapshot.program, node, label) : '';
      yield writer.edge({ from, to: ids.get(other)!, kind, variable });
    }
  }
  yield writer.tail;
}

function* nodesOf({ program }: CodeSnapshot): Generator<[NodeId, Omit<ExportedNode, 'id'>]> {
  const { graph, files } = program;
  for (const [index, facts] of files.entries()) {
    const { file, scopes, statements } = facts;
    for (const [scope, { kind, qualifiedName, line, endLine }] of scopes.entries()) {
      const shown = kind === 'module' ? 'file' : kind === 'namespace' ? 'class' : kind;
      yield [
        scopeNode(graph, index, scope),
        { kind: shown, element: elementId(file, qualifiedName), file, line, endLine },
      ];
    }
    for (const [statement, line] of statements.line.entries()) {
      const holder = scopes[statements.scope[statement]!]!;
      const element = elementId(file, holder.qualifiedName);
      const endLine = statements.endLine[statement]!;
      yield [statementNode(graph, index, statement), { kind: 'statement', element, file, line, endLine }];
    }
  }
}

function variableOf(program: Program, node: NodeId, label: number): string {
  return writtenPath(program.files[fileOf(program.graph, node)]!.names[label] ?? '');
}

function writerOf(format: ExportFormat): Writer {
  switch (format) {
    case 'jsonl':
      return {
        head: '',
        node: (node) => `${JSON.stringify({ type: 'node', ...node })}\n`,
        edge: (edge) => `${JSON.stringify({ type: 'edge', ...edge })}\n`,
        tail: '',
      };
    case 'dot':
      return {
        head: 'digraph repository {\n',
        node: ({ id, kind, element, line }) => `  n${id} [label=${quoted(`${element}:${line}`)}, kind=${kind}];\n`,
        edge: ({ from, to, kind, variable }) =>
          `  n${from} -> n${to} [kind=${kind}${variable === '' ? '' : `, label=${quoted(variable)}`}];\n`,
        tail: '}\n',
      };
    case 'graphml':
      return graphmlWriter;
    default:
      return assertNever(format);
  }
}

/** In DOT a quoted text knows one escape that matters here; a backslash before anything else is kept by renderers. */
function quoted(text: string): string {
  return `"${text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/[\r\n]+/g, ' ')}"`;
}

const nodeKeys = ['kind', 'element', 'file', 'line', 'endLine'] as const;
const numeric: ReadonlySet<string> = new Set(['line', 'endLine']);

const graphmlWriter: Writer = {
  head: [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...nodeKeys.map(
      (key) => `<key id="${key}" for="node" attr.name="${key}" attr.type="${numeric.has(key) ? 'int' : 'string'}"/>`,
    ),
    '<key id="edgeKind" for="edge" attr.name="kind" attr.type="string"/>',
    '<key id="variable" for="edge" attr.name="variable" attr.type="string"/>',
    '<graph id="repository" edgedefault="directed">\n',
  ].join('\n'),
  node: (node) =>
    `<node id="n${node.id}">${nodeKeys.map((key) => `<data key="${key}">${escaped(String(node[key]))}</data>`).join('')}</node>\n`,
  edge: ({ from, to, kind, variable }) =>
    `<edge source="n${from}" target="n${to}"><data key="edgeKind">${kind}</data>${
      variable === '' ? '' : `<data key="variable">${escaped(variable)}</data>`
    }</edge>\n`,
  tail: '</graph>\n</graphml>\n',
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text of XML 1.0; characters it has no place for are left out. */
function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML does not allow
  const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, '');
  return allowed.replace(/[&<>"]/g, (character) => entities[character]!);
}
