/** What macros are given: expressions where the tokens could be read as such, else names that variables have there. */
import { construct } from './captureVocabulary.ts';
import { childrenOf, type Extraction, isNamedNode, type Place, pathAt, textOf } from './extraction.ts';
import { extractLiteral } from './literals.ts';
import { isDeclared } from './localNames.ts';

/** Variables a text names between braces, as its pattern says; `{{` stands for a brace. */
const formatName = /\{\{|\{([\p{L}_][\p{L}\p{N}_]*)(?=[:}])|([\p{L}_][\p{L}\p{N}_]*)\$/gu;

export function extractTokens(x: Extraction, node: number, place: Place, depth: number): void {
  if (isExpanded(x, node)) {
    for (const child of childrenOf(x, node)) if (isNamedNode(x, child)) x.visit(child, place, 'read', depth + 1);
    return;
  }
  for (let inner = node + 1; inner < x.table.after[node]!; inner++) {
    if (x.construct[inner] !== construct['reference.name']) continue;
    const before = x.text[x.table.start[inner]! - 1];
    const after = x.text.slice(x.table.end[inner]!, x.table.end[inner]! + 2);
    const isOther = before === '.' || before === ':' || before === '$' || /^(?:[!(]|:)/.test(after);
    if (!isOther) readVariable(x, textOf(x, inner), x.table.start[inner]!, place);
  }
}

/** Whether the tokens were replaced by the one expression they make. */
function isExpanded(x: Extraction, node: number): boolean {
  return node + 1 < x.table.after[node]! && x.table.after[node + 1] === x.table.after[node];
}

/** The variables that a text given to a macro names. */
export function extractFormat(x: Extraction, node: number, place: Place): void {
  for (const child of childrenOf(x, node))
    if (x.construct[child] === construct.literal) extractLiteral(x, child, place);
  const list = x.table.parent[node]!;
  if (list < 0 || x.construct[x.table.parent[list]!] !== construct.tokens) return;
  for (const { 1: plain, 2: width, index } of textOf(x, node).matchAll(formatName)) {
    const name = plain ?? width;
    if (name !== undefined) readVariable(x, name, x.table.start[node]! + index, place);
  }
}

function readVariable(x: Extraction, name: string, start: number, place: Place): void {
  if (place.block === null || !isDeclared(place.block, name)) return;
  x.facts.use(place.statement, place.scope, x.facts.name(pathAt(name, place)), start);
}
