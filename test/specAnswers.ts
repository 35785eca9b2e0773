/** Answers to the questions of spec pages, from a real snapshot: the one place where spec tests touch the API. */
import type { CodeSnapshot } from '../server/analysis/codeSnapshot.ts';
import type { SliceQuery } from '../server/analysis/repositorySnapshot.ts';
import { collectCandidates } from '../server/core/flow/callCandidates.ts';
import { unresolvedCalls } from '../server/core/flow/program.ts';
import { pathsTouch, writtenPath } from '../server/core/graph/accessPaths.ts';
import {
  along,
  type EdgeKind,
  fileOf,
  indexOf,
  kindOf,
  nodeKind,
  scopeNode,
  statementNode,
} from '../server/core/graph/codeGraph.ts';
import { elementId, line, type NodeId } from '../server/core/ids.ts';
import type { EditableCode } from '../server/syntax/fixes/candidateEdits.ts';
import type { Expectation } from './fixture.ts';
import { testParsers } from './parsers.ts';

const parsers = await testParsers();

export function answerTo(snapshot: CodeSnapshot, { file, line: at, question }: Expectation): string {
  const [kind = '', variable] = question.split(' ');
  const { program } = snapshot;
  const fileIndex = snapshot.files.indexOf(file);
  const facts = program.files[fileIndex]!;
  const statements = Array.from(facts.statements.line, (start, index) => (start === at ? index : -1))
    .filter((index) => index >= 0)
    .map((index) => statementNode(program.graph, fileIndex, index));
  const element = () => snapshot.elementAt(file, line(at));
  switch (kind.replace('+', '')) {
    case 'fixes':
      return fixes(file, snapshot.textOf(file) ?? '', at, variable ?? '');
    case 'use':
      return places(statements.flatMap((node) => definers(node)));
    case 'control':
      return places(
        statements.flatMap((node) =>
          [...along(program.graph.incoming, node, 'controlDependence')].map((edge) => edge.node),
        ),
      );
    case 'calls':
      return names(statements.flatMap((node) => targets(node, 'calls')));
    case 'unresolved':
      return unresolved();
    case 'mentions':
      return names(
        statements.flatMap((node) => [
          ...[...along(program.graph.incoming, node, 'mentions')].map((edge) => edge.node),
          ...targets(node, 'mentions'),
        ]),
      );
    case 'imports':
      return names(targets(scopeNode(program.graph, fileIndex, 0), 'imports'));
    case 'inherits':
      return names(element() === null ? [] : targets(nodeOf(element()!.qualifiedName), 'inherits'));
    case 'element':
      return element()?.qualifiedName ?? '-';
    case 'statement': {
      const span = snapshot.statementAt(file, line(at));
      return span === null
        ? '-'
        : `${span.line}-${span.endLine} ${span.kind} ${span.element.split('::')[1] ?? 'module'}`;
    }
    case 'tests':
      return list(
        snapshot.testsReaching([element()!.id], 8).map((test) => `${test.element.qualifiedName}@${test.hops}`),
      );
    case 'slice':
      return slice('backward');
    case 'forward':
      return slice('forward');
    case 'both':
      return slice('both');
    default:
      throw new Error(`A spec page asks "${question}", which nobody answers`);
  }

  function definers(node: NodeId): readonly NodeId[] {
    return [...along(program.graph.incoming, node, 'defUse')].flatMap(({ node: from, label }) => {
      const defined = writtenPath(program.files[fileOf(program.graph, from)]!.names[label]!);
      // A name of a class body or another module is read below an object or module.
      const isMember = !defined.includes('.') && lastSegment(variable!) === defined;
      return isMember || pathsTouch(defined, variable!) ? [from] : [];
    });
  }

  function targets(node: NodeId, edge: EdgeKind): readonly NodeId[] {
    return [...along(program.graph.outgoing, node, edge)].map((one) => one.node);
  }

  function unresolved(): string {
    const candidates = collectCandidates(program);
    const calls = [...unresolvedCalls(program)].filter(({ site }) => statements.includes(site));
    const written = calls.map((call) => {
      const some = candidates.of(call).map((node) => nameOf(node));
      return some.length === 0 ? call.call.member || '?' : `${call.call.member}(${some.join(' ')})`;
    });
    return list(written);
  }

  function slice(direction: SliceQuery['direction']): string {
    const steps = snapshot.slice({
      file,
      line: line(at),
      variable: variable ?? null,
      direction,
      interprocedural: kind.endsWith('+'),
      maxDepth: 30,
      maxSteps: 200,
      executed: null,
    });
    return places(steps.map(({ span }) => nodeAt(span.file, span.line)));
  }

  function nodeAt(path: string, at: number): NodeId {
    const index = snapshot.files.indexOf(path);
    const statement = program.files[index]!.statements.line.indexOf(at);
    return statementNode(program.graph, index, statement);
  }

  function nodeOf(qualifiedName: string): NodeId {
    const scope = facts.scopes.findIndex((one) => one.qualifiedName === qualifiedName);
    return scopeNode(program.graph, fileIndex, scope);
  }

  /** Lines, in order; those of other files with their path. */
  function places(nodes: readonly NodeId[]): string {
    const sorted = [...new Set(nodes)].sort((a, b) => a - b);
    const own = sorted.filter((node) => fileOf(program.graph, node) === fileIndex);
    const others = sorted.filter((node) => fileOf(program.graph, node) !== fileIndex);
    return list([...own, ...others].map(placeOf));
  }

  function placeOf(node: NodeId): string {
    const home = program.files[fileOf(program.graph, node)]!;
    const start = home.statements.line[indexOf(program.graph, node)]!;
    return home === facts ? String(start) : `${home.file}:${start}`;
  }

  function names(nodes: readonly NodeId[]): string {
    return list(nodes.map(nameOf));
  }

  function nameOf(node: NodeId): string {
    const home = program.files[fileOf(program.graph, node)]!;
    if (kindOf(program.graph, node) === nodeKind.statement) return placeOf(node);
    const { qualifiedName } = home.scopes[indexOf(program.graph, node)]!;
    return home === facts && qualifiedName !== '' ? qualifiedName : elementId(home.file, qualifiedName);
  }
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '-' : [...new Set(items)].join(' ');
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** What one template would write otherwise in a line, as `before → after`; `∅` is nothing, `⏎` the end of a line. */
function fixes(file: string, page: string, at: number, template: string): string {
  // The questions are no part of the program.
  const text = page.replaceAll(/ *# fixes .*$/gm, '');
  const fixable = parsers.fixable(file, text);
  const code = fixable?.codeAt(at, []) as EditableCode | null;
  const found = (code?.costs ?? []).flatMap((cost) => [...(code?.editsOf(at, cost) ?? [])]);
  fixable?.dispose();
  const shown = (code: string) => code.replaceAll(/\n\s*/g, '⏎') || '∅';
  const own = found.filter((edit) => edit.template === template);
  return own.map(({ before, after }) => `${shown(before)} → ${shown(after)}`).join(' | ') || '-';
}
