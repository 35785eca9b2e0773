/** What a function or class is declared with in its header: parameters, the receiver first, or the components of a class. */
import { definitionKind, elementMember, noValue, pathValue } from '../core/graph/fileFacts.ts';
import { construct, part } from './captureVocabulary.ts';
import { bodyOf, headerPart, headerParts, isOnlyBody } from './definitionHeader.ts';
import { childrenOf, childWithPart, type Extraction, isNamedNode, type Place, typeText } from './extraction.ts';
import { extractParameters } from './innerScopes.ts';
import { type Block, declareName } from './localNames.ts';

export function hasImplicitReceiver(x: Extraction, node: number, scope: number): boolean {
  const { parent, owner, decorators } = x.facts.scopes[scope]!;
  if (x.traits.implicitReceiver === '' || decorators.some((one) => x.traits.receiverless.has(one))) return false;
  if (owner === '') return x.facts.scopes[parent]!.kind === 'class';
  // An arrow function kept in an object has the receiver around it.
  const hasOwn = headerPart(x, node, part.receiver) >= 0 || headerPart(x, node, part.name) >= 0;
  return x.traits.prototypeName === '' || hasOwn;
}

/** The type a function's value is declared to be; of several values, that of the first. */
export function resultType(x: Extraction, node: number): string {
  const written = headerPart(x, node, part.result);
  // Of a function that is only announced, the type stands in front.
  const result = written >= 0 || bodyOf(x, node) >= 0 ? written : childWithPart(x, node, part.type);
  if (result < 0) return '';
  const several = x.construct[result] === construct.list ? [...childrenOf(x, result)] : [];
  const first = several.find((child) => isNamedNode(x, child));
  const type = first === undefined ? result : childWithPart(x, first, part.type);
  return type < 0 ? '' : (typeText(x, type, 0) ?? '');
}

/** Results with names are variables of the function, which it returns. */
function extractResults(x: Extraction, node: number, place: Place, scope: number, block: Block | null): void {
  const list = headerPart(x, node, part.result);
  if (list < 0 || x.construct[list] !== construct.list) return;
  const results = extractParameters(x, list, place, 0).flatMap(({ made, type }) =>
    made.map(({ name: written, start }) => {
      if (block !== null) declareName(block, written);
      const name = x.facts.name(written);
      x.facts.definition({ kind: definitionKind.parameter, statement: place.statement, scope, name, start, type });
      return { name, start };
    }),
  );
  if (results.length > 0) x.results.set(scope, results);
}

/** What a class is declared with in its header is a variable of its objects: the components of a record. */
export function extractComponents(x: Extraction, node: number, place: Place, scope: number, block: Block | null): void {
  if (isOnlyBody(x, node)) return;
  for (const list of headerParts(x, node, part.parameters)) {
    for (const { facts, start, type } of extractParameters(x, list, place, 0)) {
      if (block !== null) declareName(block, facts.name);
      const name = x.facts.name(facts.name);
      x.facts.definition({ kind: definitionKind.assignment, statement: place.statement, scope, name, start, type });
    }
  }
}

/** Parameters, the receiver first: the implicit one, or the one of a list of its own. */
export function extractSignature(
  x: Extraction,
  node: number,
  place: Place,
  scope: number,
  block: Block | null,
  elementsOf: number,
): void {
  const { parameters } = x.facts.scopes[scope]!;
  const element =
    elementsOf < 0 ? noValue : pathValue(x.facts.name(`${x.facts.nameText(elementsOf)}.${elementMember}`));
  const define = (name: string, start: number, type: number) => {
    if (block !== null) declareName(block, name);
    x.facts.definition({
      kind: definitionKind.parameter,
      statement: place.statement,
      scope,
      name: x.facts.name(name),
      start,
      detail: parameters.length - 1,
      type,
      value: parameters.length === 1 && parameters[0]!.name === name ? element : noValue,
    });
  };
  if (hasImplicitReceiver(x, node, scope)) {
    parameters.push({ name: x.traits.implicitReceiver, kind: 'positional', hasDefault: false });
    define(x.traits.implicitReceiver, x.table.start[node]!, -1);
  }
  const receiver = headerPart(x, node, part.receiver);
  // A function with an object of its own that is no class's: it hides the one around it.
  if (receiver >= 0 && !isNamedNode(x, receiver) && !hasImplicitReceiver(x, node, scope)) {
    x.facts.definition({
      kind: definitionKind.parameter,
      statement: place.statement,
      scope,
      name: x.facts.name(x.traits.implicitReceiver),
      start: x.table.start[receiver]!,
    });
  }
  for (const list of [receiver, headerPart(x, node, part.parameters)]) {
    if (list < 0) continue;
    for (const { facts, made, type, isMember } of extractParameters(x, list, place, 0)) {
      parameters.push(facts);
      for (const { name, start } of made) {
        define(name, start, type);
        if (facts.type !== undefined) x.writtenTypes.set(`${scope}:${name}`, facts.type);
        if (isMember) keep(name, start, type);
      }
    }
  }
  extractResults(x, node, place, scope, block);

  /** A parameter that is stored in the object at once. */
  function keep(parameter: string, start: number, type: number): void {
    const { statement } = place;
    const name = x.facts.name(`${x.traits.implicitReceiver}.${parameter.replace(/^\W+/, '')}`);
    const value = pathValue(x.facts.name(parameter));
    x.facts.definition({ kind: definitionKind.assignment, statement, scope, name, start, value, type });
  }
}
