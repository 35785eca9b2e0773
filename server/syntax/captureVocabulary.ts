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
  /** A call that, before a block with nothing between, is a macro that heads the block. */
  'heading',
  'branch',
  /** A branch whose condition binds names that its `else` does not see: `if let`. */
  'branch.binding',
  'loop',
  'loop.endless',
  /** Runs its body before it tests. */
  'loop.testsLast',
  'try',
  'handler',
  'region',
  'switch',
  /** A switch that `break` leaves. */
  'switch.breakable',
  'case',
  'case.default',
  /** A case whose end runs on into the next one. */
  'case.through',
  'case.through.default',
  /** Captured at the root of its pattern; below it, `label` is the part. */
  'label',
  'exit.return',
  'exit.raise',
  'exit.break',
  'exit.continue',
  'exit.goto',
  /** An expression that may end the function early with a failure: Rust's `?`. */
  'exit.maybe',
  // What makes names.
  'definition.function',
  /** A function known by the language's name for constructors, whatever it is called in the text. */
  'definition.constructor',
  /** A function that the reading of a member runs. */
  'definition.getter',
  /** A function of a preprocessor: its name counts in the whole file, wherever it is written. */
  'definition.macro',
  'definition.class',
  /** Adds members to a type written elsewhere: `impl T`, a reopened class, a partial one. */
  'definition.extension',
  'definition.namespace',
  /** One of the forms of the type around it: as a value or called, an object of that type. */
  'definition.variant',
  'definition.lambda',
  'scope.comprehension',
  'parameter',
  'parameter.keywordOnly',
  'parameter.rest',
  'parameter.keywords',
  /** A parameter that is kept in the object under its name. */
  'parameter.member',
  'import.module',
  'import.names',
  /** Takes the last name of its path, unless names or a wildcard follow it. */
  'import.path',
  /** Takes all names, for every file below the folder of its own (C#'s `global using`). */
  'import.everywhere',
  'import.ignored',
  /** Imports in groups that share the beginning of their path: `use a::{b, c::{self, d}}`. */
  'import.tree',
  /** All names of a file, as an include takes them. */
  'import.all',
  'declaration.global',
  'declaration.outer',
  /** A variable that exists from here to the end of its block. */
  'declaration',
  /** A field with its type; it gets its values where objects are made. */
  'declaration.field',
  /** A declaration whose pattern may not match; then its `else` part runs, and leaves. */
  'declaration.refutable',
  /** A variable of the whole function, wherever it is declared. */
  'declaration.hoisted',
  /** A member that is an object of the class it stands in: the constant of an enum. */
  'declaration.instance',
  /** A member without a name of its own, whose members the class around it has too: an embedded struct. */
  'declaration.embedded',
  'declaration.package',
  /** A declarator of a function where a variable is meant: `Lock held(mutex);` inside of a function. */
  'declaration.ambiguous',
  /** Gives the class around it bases, before those it has: a mixin. */
  'declaration.bases',
  /** What stands around a declared name (`*p`, `a[n]`), with the name, or the next one, as its `target`. */
  'declarator',
  /** A declarator of a function, which declares no variable; also without parts of its own for the name. */
  'declarator.function',
  'assignment',
  'update',
  'binding',
  'deletion',
  // What reads names.
  'reference.name',
  'reference.member',
  'reference.index',
  'reference.call',
  /** The address of its `object`, handed to someone who may change it: `&x`. */
  'reference.address',
  /** A text that reads variables by name, where it is given to a macro: `"{x}"`. */
  'reference.format',
  /** What a macro is given, as tokens or as the expressions they were read as. */
  'tokens',
  'argument.keyword',
  'argument.rest',
  'argument.keywords',
  /** Targets or values that stand beside one another: `a, b`. */
  'list',
  'yield',
  'null',
  /** Gives its `object` as it is: parentheses, a cast to `type`, a wait for it. */
  'group',
  /** An object written out. Its `keyword` and `value` pairs are found under the name it is assigned to. */
  'object.literal',
  /** A type of many objects of the type it holds. */
  'type.many',
  /** The text of a quoted text, without its quotes. */
  'literal',
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
  'initializer',
  'step',
  'consequence',
  'alternative',
  'else',
  'finally',
  'target',
  /** A target that is declared by being one: the variable of a `for`, of a `catch`, of a pattern. */
  'declared',
  /** What a loop takes the objects from, one by one. */
  'elements',
  /** The same for a variable of the whole function. */
  'hoisted',
  'value',
  /** The expression whose value a block or an arm gives. */
  'outcome',
  'type',
  'default',
  'decorator',
  /** A word or annotation on a definition, kept by its text beside decorators: `static`, `@Test`. */
  'modifier',
  'bases',
  /** The type parameters of a definition. */
  'generics',
  /** The type a method or extension belongs to, where it is written outside of it. */
  'owner',
  /** The parameter that is the object a method is called on. */
  'receiver',
  'result',
  'label',
  'function',
  'arguments',
  /** An argument whose variable the call may change: `&x`. */
  'changed',
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
