/**
 * Puts probes into a text of Rust, without a new line, so that every line keeps its number: one before each statement and
 * in each arm, one around each condition, one at the start of each function. Leaves alone what the compiler computes itself
 * (`const fn`, constants, lengths of arrays) and what macros are given.
 */
import type { LineRange } from '../../../ports/testRunner.ts';
import type { BranchProbe } from '../../watching/watchEvents.ts';
import { isTest } from './rustTests.ts';
import type { Node, RustTree } from './rustTree.ts';
import { createEdits } from './textEdits.ts';
import { valueProbes } from './valueProbes.ts';

/** A function with probes; `line` is that of its definition, `name` as the graph has it. */
export interface ProbedFunction {
  readonly name: string;
  readonly line: number;
}

export interface ProbedText {
  /** The line of each probe, 0 for those that stand for no statement, and the function it stands in (-1 for none). */
  readonly lines: readonly number[];
  readonly owners: readonly number[];
  readonly branches: readonly BranchProbe[];
  readonly functions: readonly ProbedFunction[];
  /** The text with its probes numbered from `first` on; functions come after the others. */
  render(first: number): string;
}

/** What is between functions that a probe belongs to. */
interface Inside {
  /** Of the functions, by position; -1 outside of them. */
  readonly owner: number;
  readonly names: readonly string[];
  /** Whether the compiler runs this. */
  readonly isConstant: boolean;
}

const runtime = '::culprit_runtime';
const skipped = new Set([
  ...['macro_definition', 'macro_invocation', 'token_tree', 'attribute_item', 'inner_attribute_item'],
  ...['const_block', 'type_arguments', 'array_type', 'enum_variant', 'use_declaration', 'const_parameter'],
]);
const noStatements = new Set([
  ...['function_item', 'struct_item', 'enum_item', 'union_item', 'impl_item', 'trait_item', 'mod_item', 'label'],
  ...['use_declaration', 'const_item', 'static_item', 'type_item', 'macro_definition', 'extern_crate_declaration'],
  ...['foreign_mod_item', 'attribute_item', 'inner_attribute_item', 'empty_statement', 'function_signature_item'],
]);
/** What runs where no probe can: in the compiler, or before there is a stack. */
const unprobed = /^(unsafe\()?(naked|panic_handler|proc_macro\w*|alloc_error_handler|no_mangle_start)\b/;

export interface ProbeOptions {
  /** Where values are wanted, too. */
  readonly values: readonly LineRange[];
  /** Whether the file is the root of a crate whose edition has to be told of the runtime. */
  readonly declaresRuntime: boolean;
}

export function probeText(tree: RustTree, options: ProbeOptions): ProbedText {
  const edits = createEdits(tree.text);
  const lines: number[] = [];
  const owners: number[] = [];
  const branches: BranchProbe[] = [];
  const functions: ProbedFunction[] = [];
  const decisions = new Map<number, number>();
  /** What stands last in the body of a function, with the function. */
  const results = new Map<Node, Node>();

  const probe = (line: number, owner: number) => {
    owners.push(owner);
    return lines.push(line) - 1;
  };
  const values = valueProbes(tree, edits, options.values, (owner) => probe(0, owner));
  const call = (name: string, number: number) => (first: number) => `${runtime}::${name}(${first + number});`;
  const decisionAt = (line: number) => {
    const index = decisions.get(line) ?? 0;
    decisions.set(line, index + 1);
    return index;
  };
  const branch = (line: number, index: number, outcome: BranchProbe[2], position: number) =>
    branches.push([line, index, outcome, position]);

  function visit(node: Node, inside: Inside): void {
    const type = tree.type(node);
    if (skipped.has(type)) return;
    const [body, constant] = [tree.field(node, 'body'), { ...inside, isConstant: true }];
    if (type === 'function_item') visitFunction(node, inside);
    else if (type === 'mod_item' || type === 'trait_item') visitBody(body, inside, tree.field(node, 'name'));
    else if (type === 'impl_item') visitBody(body, inside, tree.field(node, 'type'));
    else if (type === 'const_item' || type === 'static_item') visitChildren(node, constant);
    else if (type === 'closure_expression') visitChildren(node, { ...inside, isConstant: false });
    else if (type === 'array_expression') visitArray(node, inside);
    else {
      if (!inside.isConstant) putProbes(type, node, inside);
      visitChildren(node, inside);
    }
  }

  function visitChildren(node: Node, inside: Inside): void {
    for (const child of tree.children(node)) visit(child, inside);
  }

  function visitBody(body: Node | null, inside: Inside, name: Node | null): void {
    const last = name === null ? '' : lastName(tree, name);
    if (body !== null) visitChildren(body, { ...inside, names: last === '' ? inside.names : [...inside.names, last] });
  }

  function visitArray(node: Node, inside: Inside): void {
    const length = tree.field(node, 'length');
    for (const child of tree.children(node)) if (child !== length) visit(child, inside);
  }

  function visitFunction(node: Node, inside: Inside): void {
    const [body, name] = [tree.field(node, 'body'), tree.field(node, 'name')];
    if (body === null || name === null) return;
    const attributes = tree.attributes(node).texts;
    if (attributes.some((text) => unprobed.test(text))) return;
    const names = [...inside.names, tree.textOf(name)];
    if (isConstant(tree, node)) {
      visit(body, { owner: -1, names, isConstant: true });
      return;
    }
    const owner = functions.push({ name: names.join('.'), line: tree.line(node) }) - 1;
    const start = startOfBlock(tree, body);
    if (isTest(attributes)) edits.insert(start, `let __culprit_test=${runtime}::test("${tree.textOf(name)}");`);
    edits.insert(start, (first) => `let __culprit_call=${runtime}::f(${first + lines.length + owner});`);
    values.ofParameters(node, start, owner);
    const result = tree.children(body).at(-1);
    if (result !== undefined) results.set(result, node);
    visit(body, { owner, names, isConstant: false });
  }

  function putProbes(type: string, node: Node, { owner }: Inside): void {
    if (type === 'block') putStatements(node, owner);
    else if (type === 'if_expression') putIf(node, owner);
    else if (type === 'while_expression') putWhile(node, owner);
    else if (type === 'for_expression') putBody(node, owner, 'body');
    else if (type === 'match_arm') putArm(node, owner);
    else if (type === 'match_pattern') putGuard(node, owner);
    else if (type === 'binary_expression') putRight(node, owner);
  }

  function putStatements(block: Node, owner: number): void {
    for (const child of tree.children(block)) {
      if (noStatements.has(tree.type(child))) continue;
      const { texts, start } = tree.attributes(child);
      const conditions = texts.filter((text) => /^cfg\b/.test(text)).map((text) => `#[${text}]`);
      const number = probe(tree.line(child), owner);
      edits.insert(start, (first) => conditions.join('') + call('s', number)(first));
      if (conditions.length > 0) continue;
      values.ofStatement(child, owner);
      const definition = results.get(child);
      if (definition !== undefined) values.ofResult(definition, child, owner);
    }
  }

  /** A condition, or the two sides of one that binds. */
  function putIf(node: Node, owner: number): void {
    const condition = tree.field(node, 'condition');
    const [then, otherwise] = [tree.field(node, 'consequence'), tree.field(node, 'alternative')];
    if (condition === null || then === null) return;
    const isElseIf = tree.type(tree.parent(node)!) === 'else_clause';
    if (!binds(tree, condition)) {
      wrapCondition(condition, owner, isElseIf ? 'l' : 'b');
      return;
    }
    const line = tree.line(node);
    const index = decisionAt(line);
    const [yes, no] = [probe(isElseIf ? line : 0, owner), probe(isElseIf ? line : 0, owner)];
    branch(line, index, 'true', yes);
    branch(line, index, 'false', no);
    edits.insert(startOfBlock(tree, then), call('s', yes));
    if (otherwise === null) {
      edits.close(tree.end(node), (first) => ` else {${call('s', no)(first)}}`);
      return;
    }
    const [inner] = tree.children(otherwise);
    if (inner === undefined) return;
    if (tree.type(inner) === 'block') edits.insert(startOfBlock(tree, inner), call('s', no));
    else edits.wrap(tree.start(inner), tree.end(inner), (first) => `{${call('s', no)(first)}`, '}');
  }

  function wrapCondition(condition: Node, owner: number, name: 'b' | 'l'): void {
    const line = tree.line(condition);
    const index = decisionAt(line);
    // The loop, or the second of two conditions, comes to its line again without a statement that begins there.
    const yes = probe(0, owner);
    branch(line, index, 'true', yes);
    branch(line, index, 'false', probe(0, owner));
    const statement = name === 'l' ? probe(line, owner) : null;
    const open = (first: number) => `${runtime}::${name}(${first + yes},`;
    edits.wrap(tree.start(condition), tree.end(condition), open, ')');
    if (statement === null) values.ofCondition(condition, owner);
  }

  function putWhile(node: Node, owner: number): void {
    const condition = tree.field(node, 'condition');
    if (condition !== null && !binds(tree, condition)) wrapCondition(condition, owner, 'l');
    else putBody(node, owner, 'body');
  }

  function putBody(node: Node, owner: number, outcome: BranchProbe[2]): void {
    const body = tree.field(node, 'body');
    if (body === null) return;
    const line = tree.line(node);
    const number = probe(0, owner);
    branch(line, decisionAt(line), outcome, number);
    edits.insert(startOfBlock(tree, body), call('s', number));
  }

  function putArm(node: Node, owner: number): void {
    const value = tree.field(node, 'value');
    if (value === null) return;
    const [line, valueLine] = [tree.line(node), tree.line(value)];
    const number = probe(line, owner);
    branch(line, decisionAt(line), 'case', number);
    const isBlock = tree.type(value) === 'block';
    const second = isBlock || valueLine === line ? null : probe(valueLine, owner);
    const calls = (first: number) => call('s', number)(first) + (second === null ? '' : call('s', second)(first));
    if (isBlock) edits.insert(startOfBlock(tree, value), calls);
    else edits.wrap(tree.start(value), tree.end(value), (first) => `{${calls(first)}`, '}');
  }

  function putGuard(node: Node, owner: number): void {
    const condition = tree.field(node, 'condition');
    if (condition !== null && !binds(tree, condition)) wrapCondition(condition, owner, 'b');
  }

  function putRight(node: Node, owner: number): void {
    const [left, right] = [tree.field(node, 'left'), tree.field(node, 'right')];
    if (left === null || right === null || binds(tree, node)) return;
    if (!/&&|\|\|/.test(tree.text.slice(tree.end(left), tree.start(right)))) return;
    const line = tree.line(right);
    const number = probe(0, owner);
    branch(line, decisionAt(line), 'right', number);
    edits.wrap(tree.start(right), tree.end(right), (first) => `${runtime}::r(${first + number},`, ')');
  }

  if (options.declaresRuntime) edits.insert(startOfItems(tree), 'extern crate culprit_runtime;');
  visitChildren(tree.root, { owner: -1, names: [], isConstant: false });
  return { lines, owners, branches, functions, render: edits.render };
}

function isConstant(tree: RustTree, node: Node): boolean {
  return tree
    .children(node)
    .some((child) => tree.type(child) === 'function_modifiers' && /\bconst\b/.test(tree.textOf(child)));
}

/** Whether a condition is a pattern that a value has to match, or a chain with one. */
function binds(tree: RustTree, node: Node): boolean {
  const type = tree.type(node);
  if (type === 'let_condition' || type === 'let_chain') return true;
  if (type === 'closure_expression' || type === 'block' || type === 'match_expression') return false;
  return tree.children(node).some((child) => binds(tree, child));
}

/** After the brace, and after attributes of the block itself. */
function startOfBlock(tree: RustTree, block: Node): number {
  const attributes = tree.children(block).filter((child) => tree.type(child) === 'inner_attribute_item');
  const last = attributes.at(-1);
  const brace = tree.text.indexOf('{', tree.start(block));
  return last === undefined ? brace + 1 : tree.end(last);
}

/** Where the first item begins, with its attributes. */
function startOfItems(tree: RustTree): number {
  const first = tree.children(tree.root).find((child) => !/^(inner_attribute_item|shebang)$/.test(tree.type(child)));
  return first === undefined ? tree.text.length : tree.attributes(first).start;
}

/** The name of a type, without its path and what it is generic over. */
function lastName(tree: RustTree, node: Node): string {
  const text = tree.textOf(node).replace(/<[\s\S]*$/, '');
  return /(\w+)\W*$/.exec(text)?.[1] ?? '';
}
