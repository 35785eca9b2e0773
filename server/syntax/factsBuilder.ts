/**
 * Collects the facts of one file while it is walked, then hands them over as `FileFacts` and is gone.
 */
import type {
  CallFacts,
  DefinitionKind,
  FileFacts,
  FlowPart,
  ImportFacts,
  ScopeFacts,
  StatementKind,
} from '../core/graph/fileFacts.ts';
import { definitionKind, noValue } from '../core/graph/fileFacts.ts';
import { columnOf } from '../core/integerColumn.ts';

type Growing<Value> = {
  -readonly [Key in keyof Value]: Value[Key] extends readonly (infer Item)[] ? Item[] : Value[Key];
};
export type GrowingScope = Growing<ScopeFacts>;

export interface NewStatement {
  readonly kind: StatementKind;
  readonly part: FlowPart;
  readonly flags: number;
  readonly parent: number;
  readonly scope: number;
  readonly line: number;
  readonly endLine: number;
  readonly label?: number;
}

export interface NewDefinition {
  readonly kind: DefinitionKind;
  readonly statement: number;
  readonly scope: number;
  readonly name: number;
  readonly start: number;
  readonly detail?: number;
  readonly value?: number;
  readonly type?: number;
}

/** Deeper access paths are cut: what lies further down is not told apart. */
const longestPath = 4;

export class FactsBuilder {
  /** The package the file says it belongs to. */
  module = '';
  readonly scopes: GrowingScope[] = [];
  readonly calls: CallFacts[] = [];
  readonly imports: ImportFacts[] = [];
  readonly #names: string[] = [];
  readonly #prefixes: number[] = [];
  readonly #nameIndex = new Map<string, number>();
  readonly #wholeNames = new Map<string, number>();
  readonly #statements: number[] = [];
  readonly #definitions: number[] = [];
  readonly #uses: number[] = [];
  readonly #literals: string[] = [];
  readonly #literalStatements: number[] = [];

  /** Which scopes make which plain names variables, by `scope * 2^24 + name`; `null` where nobody asks. */
  readonly #variables: Set<number> | null;

  constructor(notesVariables = false) {
    this.#variables = notesVariables ? new Set() : null;
  }

  /** Whether a name is a variable of a scope or of those around it, so far. */
  isVariable(scope: number, name: number): boolean {
    for (let at = scope; at >= 0; at = this.scopes[at]!.parent) {
      if (this.#variables?.has(at * 2 ** 24 + name)) return true;
      if (this.scopes[at]!.kind === 'class') return false;
    }
    return false;
  }

  name(path: string): number {
    const known = this.#nameIndex.get(path);
    if (known !== undefined) return known;
    const dot = path.lastIndexOf('.');
    const prefix = dot < 0 ? -1 : this.name(path.slice(0, dot));
    if (prefix >= 0 && isLong(path)) {
      this.#nameIndex.set(path, prefix);
      return prefix;
    }
    const index = this.#names.length;
    this.#names.push(path);
    this.#prefixes.push(prefix);
    this.#nameIndex.set(path, index);
    return index;
  }

  /** The same for a path that must not be cut, because it is resolved: of a call, a type, an alias. */
  wholeName(path: string): number {
    if (!isLong(path)) return this.name(path);
    const known = this.#wholeNames.get(path);
    if (known !== undefined) return known;
    const prefix = this.name(path.slice(0, path.lastIndexOf('.')));
    const index = this.#names.push(path) - 1;
    this.#prefixes.push(prefix);
    this.#wholeNames.set(path, index);
    return index;
  }

  nameText(index: number): string {
    return this.#names[index]!;
  }

  prefixOf(index: number): number {
    return this.#prefixes[index]!;
  }

  statement(statement: NewStatement): number {
    const { kind, part, flags, parent, scope, line, endLine, label = -1 } = statement;
    return this.#statements.push(kind, part, flags, parent, scope, line, endLine, label) / 8 - 1;
  }

  lineRange(statement: number): { readonly line: number; readonly endLine: number } {
    return { line: this.#statements[statement * 8 + 5]!, endLine: this.#statements[statement * 8 + 6]! };
  }

  flagStatement(statement: number, flag: number): void {
    this.#statements[statement * 8 + 2]! |= flag;
  }

  definition(definition: NewDefinition): void {
    const { kind, statement, scope, name, start, detail = -1, value = noValue, type = -1 } = definition;
    if (this.#variables !== null && kind !== definitionKind.function && kind !== definitionKind.class)
      this.#variables.add(scope * 2 ** 24 + name);
    this.#definitions.push(kind, statement, scope, name, detail, start, value, type);
  }

  use(statement: number, scope: number, name: number, start: number, isBase = false): void {
    this.#uses.push(statement, scope, name, start, isBase ? 1 : 0);
  }

  /** The scope of the file itself, the first of all. */
  openModule(nLines: number): void {
    this.scopes.push({
      kind: 'module',
      name: '',
      qualifiedName: '',
      parent: -1,
      header: -1,
      line: 1,
      endLine: Math.max(1, nLines),
      parameters: [],
      decorators: [],
      bases: [],
      owner: '',
      hasBody: true,
      resultType: '',
      declaredGlobal: [],
      declaredOuter: [],
    });
  }

  literal(statement: number, text: string): void {
    this.#literals.push(text);
    this.#literalStatements.push(statement);
  }

  /** Lists that have grown hold more room than they need, so what is kept are copies. */
  finish(head: Pick<FileFacts, 'file' | 'language' | 'module' | 'nLines' | 'broken'>): FileFacts {
    const statements = (at: number) => columnOf(this.#statements, 8, at);
    const definitions = (at: number) => columnOf(this.#definitions, 8, at);
    const uses = (at: number) => columnOf(this.#uses, 5, at);
    return {
      ...head,
      names: this.#names.slice(),
      namePrefix: columnOf(this.#prefixes),
      scopes: this.scopes.map(finished),
      statements: {
        kind: bytes(this.#statements, 8, 0),
        part: bytes(this.#statements, 8, 1),
        flags: bytes(this.#statements, 8, 2),
        parent: statements(3),
        scope: statements(4),
        line: statements(5),
        endLine: statements(6),
        label: statements(7),
      },
      definitions: {
        kind: bytes(this.#definitions, 8, 0),
        statement: definitions(1),
        scope: definitions(2),
        name: definitions(3),
        detail: definitions(4),
        start: definitions(5),
        value: definitions(6),
        type: definitions(7),
      },
      uses: {
        statement: uses(0),
        scope: uses(1),
        name: uses(2),
        start: uses(3),
        isBase: bytes(this.#uses, 5, 4),
      },
      calls: this.calls.slice(),
      imports: this.imports.slice(),
      literals: { text: this.#literals.slice(), statement: columnOf(this.#literalStatements) },
    };
  }
}

function finished(scope: GrowingScope): ScopeFacts {
  const { parameters, decorators, bases, declaredGlobal, declaredOuter } = scope;
  return {
    ...scope,
    parameters: kept(parameters),
    decorators: kept(decorators),
    bases: kept(bases),
    declaredGlobal: kept(declaredGlobal),
    declaredOuter: kept(declaredOuter),
  };
}

const none: readonly never[] = [];

function kept<Item>(list: readonly Item[]): readonly Item[] {
  return list.length === 0 ? none : list.slice();
}

/** Every `width`th number from `offset` on. */
function bytes(rows: readonly number[], width: number, offset: number): Uint8Array {
  const column = new Uint8Array(rows.length / width);
  for (let row = 0, at = offset; row < column.length; row++, at += width) column[row] = rows[at]!;
  return column;
}

/** Whether a path has more than `longestPath` segments. */
function isLong(path: string): boolean {
  let dots = 0;
  for (let at = path.indexOf('.'); at >= 0; at = path.indexOf('.', at + 1)) dots++;
  return dots >= longestPath;
}
