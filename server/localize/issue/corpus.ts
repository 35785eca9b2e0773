/**
 * The code of a repository that a report may be about, laid out for scoring: files without tests and documents, their
 * functions, classes and module-level code in one numbering, and where each term stands. Made once per snapshot; what
 * is known of a file is kept as long as the file stays as it is.
 */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import { isAnonymous } from '../../analysis/elementOwners.ts';
import { type FileVocabulary, fileVocabulary } from '../../analysis/fileVocabulary.ts';
import type { FileFacts, ScopeFacts } from '../../core/graph/fileFacts.ts';
import type { Line } from '../../core/ids.ts';
import { termsOf } from '../../core/text/terms.ts';
import { filesOfTests } from '../testCode.ts';
import { indexLiterals, type LiteralIndex } from './literalIndex.ts';

export interface Corpus {
  readonly snapshot: CodeSnapshot;
  readonly nFiles: number;
  /** Index of each file in the snapshot. */
  readonly indices: Uint32Array;
  readonly paths: readonly string[];
  readonly facts: readonly FileFacts[];
  readonly vocabularies: readonly FileVocabulary[];
  /** By a file's index in the snapshot, its number here; -1 where it is left out. */
  readonly numberOf: Int32Array;
  /** The scopes of each file follow one another from here, its module first; a last entry ends them. */
  readonly firstElement: Uint32Array;
  readonly nElements: number;
  readonly fileOf: Uint32Array;
  /** 1 for functions and classes that have a name: neither module-level code nor callbacks. */
  readonly isNamed: Uint8Array;
  readonly nNamed: number;
  /** 1 for those that are functions. */
  readonly isFunction: Uint8Array;
  /** 1 for what stands in a test beside code. */
  readonly isTest: Uint8Array;
  /** The named element around each; -1 for a module and for what stands at its top. */
  readonly parent: Int32Array;
  /** What stands right in each element, from `firstChild` on and in order; a last entry ends them. */
  readonly children: Uint32Array;
  readonly firstChild: Uint32Array;
  /** Functions and classes by name. */
  readonly byName: ReadonlyMap<string, readonly number[]>;
  /** For a term, the files that have it with its number in their vocabulary: file, number, and so on. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  /** For a term of paths: file, how often, and so on. */
  readonly pathPostings: ReadonlyMap<string, readonly number[]>;
  readonly pathLengths: Uint32Array;
  readonly literals: LiteralIndex;
}

const cache = new WeakMap<CodeSnapshot, Corpus>();

export function corpusOf(snapshot: CodeSnapshot): Corpus {
  const known = cache.get(snapshot);
  if (known !== undefined) return known;
  const made = collect(snapshot);
  cache.set(snapshot, made);
  return made;
}

export function scopeOf(corpus: Corpus, element: number): ScopeFacts {
  const file = corpus.fileOf[element]!;
  return corpus.facts[file]!.scopes[element - corpus.firstElement[file]!]!;
}

/** `file::Qualified.name`, the bare file for its module. */
export function idOf(corpus: Corpus, element: number): string {
  const { qualifiedName } = scopeOf(corpus, element);
  const path = corpus.paths[corpus.fileOf[element]!]!;
  return qualifiedName === '' ? path : `${path}::${qualifiedName}`;
}

/** What stands right in a class or function. */
export function membersInside({ children, firstChild }: Corpus, owner: number): readonly number[] {
  return Array.from(children.subarray(firstChild[owner], firstChild[owner + 1]));
}

/** By the name the language gives constructors, or that of the class. */
export function isConstructor(corpus: Corpus, element: number): boolean {
  const { name } = scopeOf(corpus, element);
  const { traits } = corpus.snapshot.indexed[corpus.indices[corpus.fileOf[element]!]!]!.language;
  const parent = corpus.parent[element]!;
  if (parent < 0 || corpus.isFunction[parent] === 1) return false;
  return name === traits.constructorName || scopeOf(corpus, parent).name === name;
}

function collect(snapshot: CodeSnapshot): Corpus {
  const isOfTests = filesOfTests(snapshot);
  const kept = snapshot.indexed.flatMap(({ facts, language }, index) => {
    const isAboutCode = !language.traits.isDocument && !isOfTests(facts.file);
    return isAboutCode ? [index] : [];
  });
  const files = kept.map((index) => snapshot.indexed[index]!);
  const vocabularies = files.map(fileVocabulary);
  const numberOf = new Int32Array(snapshot.indexed.length).fill(-1);
  kept.forEach((index, number) => {
    numberOf[index] = number;
  });
  const facts = files.map((file) => file.facts);
  const paths = facts.map(({ file }) => file);
  const pathTerms = paths.map((path) => termsOf(path.replace(/\.[^./]+$/, '').replaceAll('/', ' ')));
  return {
    snapshot,
    nFiles: files.length,
    indices: Uint32Array.from(kept),
    paths,
    facts,
    vocabularies,
    numberOf,
    ...elementsOf(facts, snapshot.isAmongTests),
    postings: postingsOf(vocabularies),
    pathPostings: pathPostingsOf(pathTerms),
    pathLengths: Uint32Array.from(pathTerms, (terms) => terms.length),
    literals: indexLiterals(vocabularies.map(({ literals }) => literals)),
  };
}

type Elements = Pick<
  Corpus,
  | 'firstElement'
  | 'nElements'
  | 'fileOf'
  | 'isNamed'
  | 'nNamed'
  | 'isFunction'
  | 'isTest'
  | 'parent'
  | 'children'
  | 'firstChild'
  | 'byName'
>;

function elementsOf(facts: readonly FileFacts[], isAmongTests: (file: string, line: Line) => boolean): Elements {
  const firstElement = new Uint32Array(facts.length + 1);
  facts.forEach(({ scopes }, file) => {
    firstElement[file + 1] = firstElement[file]! + scopes.length;
  });
  const nElements = firstElement[facts.length]!;
  const [fileOf, parent] = [new Uint32Array(nElements), new Int32Array(nElements).fill(-1)];
  const [isFunction, isNamed, inTest] = [0, 0, 0].map(() => new Uint8Array(nElements)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const byName = new Map<string, number[]>();
  facts.forEach(({ scopes, file: path }, file) => {
    const first = firstElement[file]!;
    scopes.forEach((scope, index) => {
      const element = first + index;
      fileOf[element] = file;
      if (scope.parent > 0) {
        const above = first + scope.parent;
        parent[element] = isNamed[above] === 1 ? above : parent[above]!;
      }
      if (scope.kind === 'module' || isAnonymous(scope)) return;
      isNamed[element] = 1;
      if (scope.kind === 'function') isFunction[element] = 1;
      if (isAmongTests(path, scope.line as Line)) inTest[element] = 1;
      push(byName, scope.name, element);
    });
  });
  const nNamed = isNamed.reduce((sum, one) => sum + one, 0);
  const isTest = inTest;
  return {
    firstElement,
    nElements,
    fileOf,
    isNamed,
    nNamed,
    isFunction,
    isTest,
    parent,
    ...childrenOf(parent),
    byName,
  };
}

/** By a counting sort, which keeps the order. */
function childrenOf(parent: Int32Array): Pick<Corpus, 'children' | 'firstChild'> {
  const firstChild = new Uint32Array(parent.length + 1);
  for (const owner of parent) if (owner >= 0) firstChild[owner + 1]!++;
  for (let at = 0; at < parent.length; at++) firstChild[at + 1]! += firstChild[at]!;
  const children = new Uint32Array(firstChild[parent.length]!);
  const next = firstChild.slice();
  parent.forEach((owner, one) => {
    if (owner >= 0) children[next[owner]!++] = one;
  });
  return { children, firstChild };
}

function postingsOf(vocabularies: readonly FileVocabulary[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  vocabularies.forEach(({ terms }, file) => {
    terms.forEach((term, number) => {
      push(found, term, file, number);
    });
  });
  return found;
}

function pathPostingsOf(pathTerms: readonly (readonly string[])[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  pathTerms.forEach((terms, file) => {
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, count] of counts) push(found, term, file, count);
  });
  return found;
}

function push(to: Map<string, number[]>, key: string, ...values: readonly number[]): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, [...values]);
  else known.push(...values);
}
