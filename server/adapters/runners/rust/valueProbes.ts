/**
 * Probes that keep values: arguments, what is assigned, how conditions come out, what is returned where its type says that
 * it can be printed. Leaves out printing, and whether a type may be: the runtime asks that when it is there.
 */
import type { LineRange } from '../../../ports/testRunner.ts';
import type { Node, RustTree } from './rustTree.ts';
import type { TextEdits } from './textEdits.ts';

export interface ValueProbes {
  ofParameters(definition: Node, start: number, owner: number): void;
  /** `last` stands last in the body. */
  ofResult(definition: Node, last: Node, owner: number): void;
  ofStatement(statement: Node, owner: number): void;
  ofCondition(condition: Node, owner: number): void;
}

/** As the runtime numbers them. */
const kinds = { argument: 0, assigned: 1, condition: 2, return: 3 } as const;
const runtime = '::culprit_runtime';
const maxNameLength = 80;

/** Types that print themselves without any code of the program. */
const printable =
  /^(?:&(?:'\w+\s*)?(?:mut\s+)?|\b(?:bool|char|str|String|[iu](?:8|16|32|64|128|size)|f32|f64|Option|Result|Vec|VecDeque|HashMap|BTreeMap|HashSet|BTreeSet|Box|Rc|Arc)\b|[\s<>,()[\]]|'static)+$/;
const access = /^(?:self|[A-Za-z_]\w*)(?:\.\w+)*$/;

/** `probe` gives each its number, in lines that are in one of the ranges. */
export function valueProbes(
  tree: RustTree,
  edits: TextEdits,
  ranges: readonly LineRange[],
  probe: (owner: number) => number,
): ValueProbes {
  const isWanted = (node: Node) => ranges.some(([first, last]) => first <= tree.line(node) && tree.line(node) <= last);
  const keep = (kind: keyof typeof kinds, name: string, owner: number) => {
    const number = probe(owner);
    return (first: number) => `${runtime}::v!(${first + number},${kinds[kind]},${quoted(name)},&${name});`;
  };

  return {
    ofParameters(definition, start, owner) {
      const parameters = tree.field(definition, 'parameters');
      if (parameters === null || !isWanted(definition)) return;
      for (const parameter of tree.children(parameters)) {
        const isSelf = tree.type(parameter) === 'self_parameter';
        const pattern = isSelf ? null : tree.field(parameter, 'pattern');
        const name = isSelf ? 'self' : pattern === null ? '' : tree.textOf(pattern);
        if (/^[a-z]\w*$/i.test(name)) edits.insert(start, keep('argument', name, owner));
      }
    },
    ofResult(definition, last, owner) {
      const type = tree.field(definition, 'return_type');
      if (type === null || !isWanted(definition) || !printable.test(tree.textOf(type))) return;
      if (!isValue(tree, last) || tree.attributes(last).texts.length > 0) return;
      const number = probe(owner);
      edits.wrap(tree.start(last), tree.end(last), (first) => `${runtime}::ret(${first + number},`, ')');
    },
    ofStatement(statement, owner) {
      if (!isWanted(statement)) return;
      const name = assignedName(tree, statement);
      if (name !== null) edits.close(tree.end(statement), keep('assigned', name, owner));
    },
    ofCondition(condition, owner) {
      if (!isWanted(condition)) return;
      const number = probe(owner);
      const name = quoted(tree.textOf(condition).replace(/\s+/g, ' ').slice(0, maxNameLength));
      edits.wrap(
        tree.start(condition),
        tree.end(condition),
        (first) => `${runtime}::vc(${first + number},${name},`,
        ')',
      );
    },
  };
}

/** What a statement gives a value to, where that is a variable or a field of one. */
function assignedName(tree: RustTree, statement: Node): string | null {
  if (tree.type(statement) === 'let_declaration') {
    const pattern = tree.field(statement, 'pattern');
    if (pattern === null || tree.field(statement, 'value') === null || tree.type(pattern) !== 'identifier') return null;
    const name = tree.textOf(pattern);
    return name.startsWith('_') ? null : name;
  }
  if (tree.type(statement) !== 'expression_statement') return null;
  const [inner] = tree.children(statement);
  if (inner === undefined || !/^(assignment_expression|compound_assignment_expr)$/.test(tree.type(inner))) return null;
  const left = tree.field(inner, 'left');
  const name = left === null ? '' : tree.textOf(left);
  return access.test(name) && name !== '_' && tree.text[tree.end(statement) - 1] === ';' ? name : null;
}

/** Whether what stands last in a block is its value, and one that comes out there. */
function isValue(tree: RustTree, node: Node): boolean {
  const type = tree.type(node);
  const isExpression = /_expression$|_literal$|^(identifier|self|binary_expression)$/.test(type);
  return isExpression && !/^(return|break|continue|loop|while|for)_expression$/.test(type);
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;
}
