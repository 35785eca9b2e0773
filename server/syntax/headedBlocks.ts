/**
 * Calls that stand before a block with nothing between: macros that head it. One that makes tests makes the block a
 * function; any other is taken for a loop, whose body may run often or never, over what the macro is given.
 */
import { flowPart, statementKind } from '../core/graph/fileFacts.ts';
import { addStatement } from './addStatement.ts';
import { construct, part } from './captureVocabulary.ts';
import { extractExpression } from './expressions.ts';
import { childrenOf, childWithPart, type Extraction, namedChildren, textOf } from './extraction.ts';
import { isDeclared, openBlock } from './localNames.ts';
import type { ExtractDefinition, Position } from './position.ts';

/** Whether a statement is a call without the mark that would end it. */
export function isHeading(x: Extraction, node: number): boolean {
  return x.construct[node] === construct.heading && !textOf(x, node).endsWith(';');
}

export function extractHeaded(
  x: Extraction,
  heading: number,
  body: number,
  position: Position,
  define: ExtractDefinition,
  extractBody: (position: Position) => void,
): void {
  const call = childrenOf(x, heading).find((child) => x.construct[child] === construct['reference.call'])!;
  const macro = textOf(x, childWithPart(x, call, part.function));
  const list = childWithPart(x, call, part.arguments);
  const given = list < 0 ? [] : namedChildren(x, list);
  if (x.traits.tests.decorators.includes(macro)) {
    const title = titleOf(given.map((child) => textOf(x, child)));
    define(x, body, position, {
      kind: 'function',
      node: body,
      path: '',
      key: '',
      title,
      testFunction: macro,
      block: position.block,
    });
    return;
  }
  const statement = addStatement(x, heading, x.table.end[heading]!, position, statementKind.loop, 0);
  const block = position.block === null ? null : openBlock(position.block);
  const place = { statement, scope: position.scope, bound: [], block };
  for (const child of given) {
    // A name nobody has declared yet is one that the macro declares.
    const isNew =
      x.construct[child] === construct['reference.name'] && block !== null && !isDeclared(block, textOf(x, child));
    extractExpression(x, child, place, isNew ? 'declare' : 'read');
  }
  extractBody({ ...position, block, parent: statement, part: flowPart.body, depth: position.depth + 1 });
}

/** `Suite.adds` of a suite and a name; of a title in quotes, the title alone. */
function titleOf(given: readonly string[]): string {
  const [first = '', second = ''] = given;
  if (/^"/.test(first)) return first.slice(1, -1).replace(/[.:]/g, ' ');
  return second === '' ? first : `${first}.${second}`;
}
