/**
 * The capture names that queries may use: the whole contract between a language's `.scm` files and the extractor.
 * A construct says what a node is; a part says what it is to the construct around it. A node has at most one of each;
 * where two patterns disagree, the later one in the file order wins.
 */
export const constructNames = [
  'none',
  // What stands on its own and runs in order.
  'block',
  'wrapper',
  'statement',
  'branch',
  'loop',
  'loop.endless',
  'try',
  'handler',
  'region',
  'switch',
  'case',
  'case.default',
  'exit.return',
  'exit.raise',
  'exit.break',
  'exit.continue',
  // What makes names.
  'definition.function',
  'definition.class',
  'definition.lambda',
  'scope.comprehension',
  'parameter',
  'parameter.keywordOnly',
  'parameter.rest',
  'parameter.keywords',
  'import.module',
  'import.names',
  'import.ignored',
  'declaration.global',
  'declaration.outer',
  'assignment',
  'update',
  'binding',
  'deletion',
  // What reads names.
  'reference.name',
  'reference.member',
  'reference.index',
  'reference.call',
  'argument.keyword',
  'argument.rest',
  'argument.keywords',
  'yield',
  'null',
  // What is neither run nor read.
  'skip',
] as const;
export type ConstructName = (typeof constructNames)[number];

export const partNames = [
  'none',
  'name',
  'parameters',
  'body',
  'condition',
  'consequence',
  'alternative',
  'else',
  'finally',
  'target',
  'value',
  'type',
  'default',
  'decorator',
  'bases',
  'function',
  'arguments',
  'object',
  'member',
  'keyword',
  'source',
  'imported',
  'alias',
  'wildcard',
] as const;
export type PartName = (typeof partNames)[number];

function numbered<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, index) => [name, index])) as Record<Name, number>;
}

export const construct = numbered(constructNames);
export const part = numbered(partNames);
