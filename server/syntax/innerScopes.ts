/**
 * Scopes inside an expression, whose reads belong to the statement around them: functions without a name and
 * comprehensions. Parameter lists too, which named functions share.
 */
import { type ParameterFacts, partsName } from '../core/graph/fileFacts.ts';
import { construct, part } from './captureVocabulary.ts';
import { declaredName, isDeclarator } from './declarators.ts';
import { childrenOf, childWithPart, type Extraction, isNamedNode, type Place, textOf, typePath } from './extraction.ts';
import { writtenType } from './writtenTypes.ts';

export interface ParameterNode {
  readonly facts: ParameterFacts;
  /** The variables it makes: itself, or the parts it is taken into. */
  readonly made: readonly { readonly name: string; readonly start: number }[];
  readonly start: number;
  readonly type: number;
  /** Kept in the object under its name. */
  readonly isMember: boolean;
}

export function extractLambda(x: Extraction, node: number, place: Place, depth: number): void {
  const list = childWithPart(x, node, part.parameters);
  const parameters = list < 0 ? [] : extractParameters(x, list, place, depth);
  const names = new Set(parameters.flatMap(({ made }) => made.map(({ name }) => name)));
  const block = childWithPart(x, node, part.body);
  const body = block < 0 ? childWithPart(x, node, part.value) : block;
  if (body >= 0) x.visit(body, { ...place, bound: [...place.bound, names] }, 'read', depth + 1);
}

export function extractComprehension(x: Extraction, node: number, place: Place, depth: number): void {
  const names = new Set<string>();
  const last = x.table.after[node]!;
  for (let inner = node + 1; inner < last; inner++) {
    const isNested = x.construct[inner] === construct['scope.comprehension'];
    if (isNested) inner = x.table.after[inner]! - 1;
    else if (x.part[inner] === part.target && !isMadeInline(x, inner)) collectNames(x, inner, names);
  }
  const inside = { ...place, bound: [...place.bound, names] };
  for (const child of childrenOf(x, node)) if (isNamedNode(x, child)) x.visit(child, inside, 'read', depth + 1);
}

function isMadeInline(x: Extraction, target: number): boolean {
  return x.construct[x.table.parent[target]!] === construct.binding;
}

function collectNames(x: Extraction, node: number, names: Set<string>): void {
  for (let inner = node; inner < x.table.after[node]!; inner++) {
    if (x.construct[inner] === construct['reference.name']) names.add(textOf(x, inner));
  }
}

/** The parameters of a list in order; their defaults are read at `place`, where the function is defined. */
export function extractParameters(x: Extraction, list: number, place: Place, depth: number): readonly ParameterNode[] {
  const parameters: ParameterNode[] = [];
  let kind: ParameterFacts['kind'] = 'positional';
  const last = x.table.after[list]!;
  // A parameter that stands alone is the list.
  const first = x.construct[list] === construct.parameter ? list : list + 1;
  for (let node = first; node < last; node = x.table.after[node]!) {
    const what = x.construct[node];
    if (what === construct['parameter.keywordOnly']) kind = 'keywordOnly';
    const fallback = childWithPart(x, node, part.default);
    if (fallback >= 0) x.visit(fallback, place, 'read', depth + 1);
    const isRest = what === construct['parameter.rest'];
    const isKeywords = what === construct['parameter.keywords'];
    const isMember = what === construct['parameter.member'];
    if (what !== construct.parameter && !isRest && !isKeywords && !isMember) continue;
    // A parameter without a name takes its place among the others.
    for (const made of namesOf(x, node)) {
      parameters.push({
        facts: {
          name: made.length > 1 ? partsName(made.map(({ name }) => name)) : (made[0]?.name ?? ''),
          kind: isRest ? 'rest' : isKeywords ? 'keywords' : kind,
          hasDefault: fallback >= 0,
          ...typeOf(x, node),
        },
        made,
        start: made[0]?.start ?? x.table.start[node]!,
        type: typePath(x, childWithPart(x, node, part.type)),
        isMember,
      });
    }
    if (isRest) kind = 'keywordOnly';
  }
  return parameters;
}

function typeOf(x: Extraction, node: number): { readonly type?: string } {
  const type = x.traits.valueTypes.length === 0 ? '' : writtenType(x, childWithPart(x, node, part.type));
  return type === '' ? {} : { type };
}

/** What names the parameters of a node: itself, each marked name below it, or all names of what one is taken into. */
function namesOf(x: Extraction, node: number): readonly ParameterNode['made'][] {
  return nameNodes(x, node).map((names) => names.map((one) => ({ name: textOf(x, one), start: x.table.start[one]! })));
}

function nameNodes(x: Extraction, node: number): readonly (readonly number[])[] {
  if (x.table.after[node] === node + 1) return [[node]];
  const marked: (readonly number[])[] = [];
  const found: number[] = [];
  for (let inner = node; inner < x.table.after[node]!; ) {
    const isName = inner === node || x.construct[inner] === construct['reference.name'];
    if (x.part[inner] === part.name && isName) marked.push([inner]);
    if (x.construct[inner] === construct['reference.name']) found.push(inner);
    if (isDeclarator(x, inner)) marked.push([declaredName(x, inner)].filter((name) => name >= 0));
    const isOther = isDeclarator(x, inner) || x.part[inner] === part.type || x.part[inner] === part.default;
    inner = isOther ? x.table.after[inner]! : inner + 1;
  }
  return marked.length > 0 ? marked : [found];
}

/** The function or class that is a value, or that a call makes of its block (`Class.new do … end`); -1 where none is. */
export function definitionIn(x: Extraction, value: number): number {
  if (isNestedDefinition(x, value)) return value;
  const block = x.construct[value] === construct['reference.call'] ? childWithPart(x, value, part.body) : -1;
  return block >= 0 && x.construct[block] === construct['definition.class'] ? block : -1;
}

function isNestedDefinition(x: Extraction, node: number): boolean {
  const what = x.construct[node];
  return what === construct['definition.function'] || what === construct['definition.class'];
}
