/**
 * What one source file says, before anything is known of other files: statements, scopes, definitions, uses, calls and
 * imports, as columns. Neutral of languages. Leaves out control flow (`flow/`) and every edge that crosses a file.
 */
import type { IntegerColumn } from '../integerColumn.ts';

/** What a statement does to control; compound statements are their headers. */
export const statementKind = {
  simple: 0,
  branch: 1,
  loop: 2,
  try: 3,
  handler: 4,
  region: 5,
  switch: 6,
  case: 7,
  function: 8,
  class: 9,
  return: 10,
  raise: 11,
  break: 12,
  continue: 13,
  goto: 14,
  label: 15,
} as const;
export type StatementKind = (typeof statementKind)[keyof typeof statementKind];

/** Which part of the statement above holds a statement. `alternative` is a further arm with a condition of its own. */
export const flowPart = {
  body: 0,
  consequence: 1,
  alternative: 2,
  else: 3,
  handler: 4,
  finally: 5,
  case: 6,
  /** Runs once before a loop's header. */
  initializer: 7,
  /** Runs after a loop's body, before its header runs again. */
  step: 8,
  /** A function or a compound statement inside an expression: it runs before the statement that holds it. */
  nested: 9,
} as const;
export type FlowPart = (typeof flowPart)[keyof typeof flowPart];

export const statementFlag = {
  /** A loop that ends by `break`, `return` or an exception only. */
  endless: 1,
  /** A case that always matches. */
  catchAll: 2,
  /** Hands a value to the caller without ending the function. */
  yields: 4,
  /** A loop that runs its body before its header. */
  testsLast: 8,
  /** A case whose end runs on into the next case. */
  fallsThrough: 16,
  /** May leave the function early, with a failure. */
  mayLeave: 32,
  /** Either of those that give the caller a value beside `return`: a yield, or a failure that leaves early. */
  handsOver: 4 | 32,
  /** A switch that `break` leaves. */
  endsByBreak: 64,
} as const;

/** Columns over the statements of a file, in source order; a parent comes before what it holds. */
interface StatementTable {
  readonly kind: Uint8Array;
  readonly part: Uint8Array;
  readonly flags: Uint8Array;
  /** The statement that holds this one; -1 at the top of the file. */
  readonly parent: IntegerColumn;
  /** The scope it runs in: a function's header runs in the scope around the function. */
  readonly scope: IntegerColumn;
  readonly line: IntegerColumn;
  readonly endLine: IntegerColumn;
  /** Index into `names` of the label a label statement makes or a jump goes to; -1 where there is none. */
  readonly label: IntegerColumn;
}

export const definitionKind = {
  assignment: 0,
  /** Adds to what was there: subscripts, mutating calls. Kills nothing. */
  weak: 1,
  parameter: 2,
  import: 3,
  function: 4,
  class: 5,
  /** Made inside an expression, in force for what follows in the same statement. */
  inline: 6,
  deletion: 7,
} as const;
export type DefinitionKind = (typeof definitionKind)[keyof typeof definitionKind];

/** Stands before the path of a type where there are many objects of it (`T[]`). */
export const manyMark = '[]';
/** The member by which one of many objects is named (`list.[]`). */
export const elementMember = '[]';
/** Stands before the path of a type where a value of it is wrapped (`Option<T>`). */
export const wrappedMark = '?';

/** Columns over definitions. `detail` is the scope of a function or class, the index of an import or parameter, or -1. */
interface DefinitionTable {
  readonly kind: Uint8Array;
  readonly statement: IntegerColumn;
  readonly scope: IntegerColumn;
  readonly name: IntegerColumn;
  readonly detail: IntegerColumn;
  readonly start: IntegerColumn;
  /** What alone is assigned: `callValue(i)` or `pathValue(i)`; `noValue` for everything else. */
  readonly value: IntegerColumn;
  /** The path of the annotated type, or -1. */
  readonly type: IntegerColumn;
}

export const noValue = -1;
/** The value that stands for no object. */
export const nullValue = -2;
/** The declaration of a field, which gives it no value. */
export const unsetValue = -3;
/** The value is exactly the call of this index. */
export const callValue = (call: number): number => call * 2;
/** The value is exactly the access path of this name. */
export const pathValue = (name: number): number => name * 2 + 1;
export const isCallValue = (value: number): boolean => 0 <= value && value % 2 === 0;
export const isPathValue = (value: number): boolean => 0 <= value && value % 2 === 1;
export const valueIndex = (value: number): number => value >> 1;

/** Columns over reads of access paths. `start` is the offset in the text, to tell arguments apart. */
interface UseTable {
  readonly statement: IntegerColumn;
  readonly scope: IntegerColumn;
  readonly name: IntegerColumn;
  readonly start: IntegerColumn;
  /** 1 where only the object is looked up to store into it; 0 where its value is read, parts and all. */
  readonly isBase: Uint8Array;
}

/** The name of a parameter that is taken into parts at once. */
export const partsName = (names: readonly string[]): string => `{${names.join(',')}}`;
/** The variables a parameter makes. */
export const namesMade = ({ name }: ParameterFacts): readonly string[] =>
  name.startsWith('{') ? name.slice(1, -1).split(',') : [name];
/** Whether a parameter makes a variable: it is one, or has it as a part. */
export const makesName = (parameter: ParameterFacts, name: string): boolean =>
  parameter.name === name || (parameter.name.startsWith('{') && namesMade(parameter).includes(name));

export interface ParameterFacts {
  /** The variable; of a parameter taken into parts at once, those in braces. */
  readonly name: string;
  readonly kind: 'positional' | 'keywordOnly' | 'rest' | 'keywords';
  readonly hasDefault: boolean;
  /** The type as written, where calls choose among functions by types; absent where it is not known. */
  readonly type?: string;
}

export interface ScopeFacts {
  /** A namespace is a class whose members are all static, and that several files may continue. */
  readonly kind: 'module' | 'namespace' | 'class' | 'function';
  readonly name: string;
  /** Empty for the module. */
  readonly qualifiedName: string;
  /** -1 for the module. */
  readonly parent: number;
  /** The statement that defines it; -1 for the module. */
  readonly header: number;
  readonly line: number;
  readonly endLine: number;
  readonly parameters: readonly ParameterFacts[];
  /** Access paths of decorators, without their arguments. */
  readonly decorators: readonly string[];
  /** Access paths of the classes it inherits from; a base that is not a path is left out. */
  readonly bases: readonly string[];
  /** Path of the type this method or block of members belongs to, where that is written elsewhere; else empty. */
  readonly owner: string;
  /** False for what is declared only: an abstract method, a prototype. */
  readonly hasBody: boolean;
  /** Path of the declared type of a function's value; empty where there is none. */
  readonly resultType: string;
  readonly declaredGlobal: readonly string[];
  readonly declaredOuter: readonly string[];
}

export interface ArgumentFacts {
  readonly kind: 'positional' | 'keyword' | 'rest' | 'keywords';
  readonly keyword: string | null;
  readonly start: number;
  readonly end: number;
  /** The type where that is plain, in languages where calls choose among functions by types. */
  readonly type?: string;
}

export interface CallFacts {
  readonly statement: number;
  readonly scope: number;
  /** Access path of what is called, index into `names`; -1 where it is not a path. */
  readonly callee: number;
  /** The call on whose result `member` is called (`C().member()`); -1 where there is none. */
  readonly receiverCall: number;
  /** Names between that call and `member`, joined by dots (`C().field.member()`); empty where there are none. */
  readonly receiverPath: string;
  /** Last name of the callee, by which candidates are found; empty where there is none. */
  readonly member: string;
  readonly start: number;
  readonly end: number;
  readonly arguments: readonly ArgumentFacts[];
}

export interface ImportFacts {
  readonly statement: number;
  readonly scope: number;
  /** As written: `pkg.module`, `..sibling`. */
  readonly source: string;
  /** The name taken from the module; `null` for the module itself, `*` for all its names. */
  readonly imported: string | null;
  /** The name it is bound to here; empty for `*`, and `*` for all names in every file below the folder of this one. */
  readonly bound: string;
  /** The whole module is bound to `bound`, rather than its first segment only. */
  readonly bindsWhole: boolean;
}

/** Texts in quotes that may name a key, a path or a table; longer ones are left out. */
interface LiteralTable {
  readonly text: readonly string[];
  readonly statement: IntegerColumn;
}

export interface FileFacts {
  readonly file: string;
  readonly language: string;
  /** The package or module the file says it belongs to; empty where it says none. */
  readonly module: string;
  readonly nLines: number;
  /** Access paths (`self.x`); every prefix of one is there too. */
  readonly names: readonly string[];
  /** For each name the index of the path before its last segment; -1 for a plain name. */
  readonly namePrefix: IntegerColumn;
  /** The first is the module. */
  readonly scopes: readonly ScopeFacts[];
  readonly statements: StatementTable;
  readonly definitions: DefinitionTable;
  readonly uses: UseTable;
  readonly calls: readonly CallFacts[];
  readonly imports: readonly ImportFacts[];
  readonly literals: LiteralTable;
  /** The parser met text that is not of the language; facts are partial. */
  readonly broken: boolean;
}
