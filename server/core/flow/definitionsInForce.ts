/** Definitions in force at one point of a scope, by the plain name they begin with; emptied and filled again. */
import { holds } from '../graph/accessPaths.ts';
import { definitionKind } from '../graph/fileFacts.ts';
import type { FileIndex } from './fileIndex.ts';

/** Of weak definitions of one name, so many are in force at most, the last ones. */
const mostWeak = 64;

const none: readonly number[] = [];

export class DefinitionsInForce {
  readonly #index: FileIndex;
  /** By root; what is in one counts only if its epoch is the present one. */
  readonly #byRoot: number[][] = [];
  readonly #epochs: Int32Array;
  #epoch = 1;
  #roots: number[] = [];

  constructor(index: FileIndex) {
    this.#index = index;
    this.#epochs = new Int32Array(index.roots.length);
  }

  clear(): void {
    this.#epoch++;
    if (this.#roots.length > 0) this.#roots = [];
  }

  of(root: number): readonly number[] {
    return this.#epochs[root] === this.#epoch ? this.#byRoot[root]! : none;
  }

  all(): readonly number[] {
    return this.#roots.flatMap((root) => this.#byRoot[root]!);
  }

  /** Adds a definition without regard to what is there. */
  add(definition: number): void {
    const root = this.#index.roots[this.#index.facts.definitions.name[definition]!]!;
    if (this.#epochs[root] === this.#epoch) this.#byRoot[root]!.push(definition);
    else this.#begin(root, definition);
  }

  /** Puts a definition in force: it replaces those of the same path and of paths below it. */
  apply(definition: number): void {
    const { facts, roots } = this.#index;
    const { kind, name } = facts.definitions;
    const path = name[definition]!;
    const root = roots[path]!;
    const isDeletion = kind[definition] === definitionKind.deletion;
    if (this.#epochs[root] !== this.#epoch) {
      if (!isDeletion) this.#begin(root, definition);
      return;
    }
    const list = this.#byRoot[root]!;
    if (kind[definition] === definitionKind.weak) {
      const known = list.indexOf(definition);
      if (known >= 0) list.splice(known, 1);
      if (list.length > mostWeak) list.splice(0, list.length - mostWeak);
      list.push(definition);
      return;
    }
    let kept = 0;
    for (const other of list) if (!holds(facts, path, name[other]!)) list[kept++] = other;
    if (!isDeletion) list[kept++] = definition;
    if (kept < list.length) list.length = kept;
  }

  #begin(root: number, definition: number): void {
    this.#epochs[root] = this.#epoch;
    this.#roots.push(root);
    const left = this.#byRoot[root];
    if (left === undefined) {
      this.#byRoot[root] = [definition];
      return;
    }
    left[0] = definition;
    left.length = 1;
  }
}
