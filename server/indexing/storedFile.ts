/**
 * An indexed file as bytes, and read from them: what is asked for is unpacked when it is asked for, columns not at all.
 * Both the cache and the threads that parse hand files over in this form.
 */
import { brokenFile } from '../analysis/analysisHost.ts';
import type { IndexedFile } from '../analysis/indexedFile.ts';
import type { FileFlow } from '../core/flow/fileFlow.ts';
import type { FileFacts } from '../core/graph/fileFacts.ts';
import { buildFileGraph } from '../core/graph/fileGraph.ts';
import type { Language } from '../core/graph/languageTraits.ts';
import type { FileGraph } from '../core/graph/segment.ts';
import { transposed } from '../core/graph/segmentBuilding.ts';
import { pack, unpack } from './pack.ts';

/** What is known of a file without unpacking anything. */
export interface FileHead {
  readonly file: string;
  readonly language: string;
  readonly module: string;
  readonly nLines: number;
  readonly broken: boolean;
  readonly nNodes: number;
  readonly nScopes: number;
  /** Of the text in UTF-8. */
  readonly textBytes: number;
}

export const fileParts = ['columns', 'texts', 'flow', 'own', 'text'] as const;
export type FilePart = (typeof fileParts)[number];

/** The parts of a file, which may have to be read first. */
export interface FileParts {
  part(name: FilePart): Uint8Array;
}

export interface PackedFile {
  readonly head: FileHead;
  readonly parts: FileParts;
}

const packed = new WeakMap<IndexedFile, PackedFile>();

/** Packs a file, once. */
export function packFile(file: IndexedFile): PackedFile {
  const known = packed.get(file) ?? packAnew(file);
  packed.set(file, known);
  return known;
}

function packAnew(indexed: IndexedFile): PackedFile {
  const { facts, flow, text } = indexed;
  const { statements, definitions, uses, namePrefix, names, scopes, calls, imports, literals } = facts;
  const own = indexed.own ?? buildFileGraph(indexed);
  const { file, language, module, nLines, broken } = facts;
  return {
    head: {
      file,
      language,
      module,
      nLines,
      broken,
      nNodes: own.nNodes,
      nScopes: own.nScopes,
      textBytes: Buffer.byteLength(text),
    },
    parts: {
      part(name) {
        switch (name) {
          case 'columns':
            return pack({ statements, definitions, uses, namePrefix, literals: literals.statement });
          case 'texts':
            return pack({ names, scopes, calls, imports, literals: literals.text });
          case 'flow':
            return pack(flow);
          case 'own':
            return pack({ scopeKinds: own.scopeKinds, outgoing: own.outgoing });
          case 'text':
            return new Uint8Array(Buffer.from(text, 'utf8'));
        }
      },
    },
  };
}

/** Reads a packed file. Its bytes are trusted: whoever read them from a disk has checked them. */
export function unpackFile(stored: PackedFile, language: Language): IndexedFile {
  const file = new StoredFile(stored, language);
  packed.set(file, stored);
  return file;
}

class StoredFile implements IndexedFile {
  readonly facts: FileFacts;
  readonly own: FileGraph;
  readonly language: Language;
  readonly #stored: PackedFile;
  #flow: FileFlow | null = null;
  #text: string | null = null;

  constructor(stored: PackedFile, language: Language) {
    this.#stored = stored;
    this.language = language;
    this.facts = new StoredFacts(stored);
    this.own = new StoredGraph(stored);
  }

  get problems(): IndexedFile['problems'] {
    const { head } = this.#stored;
    return head.broken ? [brokenFile(head.file)] : [];
  }

  get flow(): FileFlow {
    this.#flow ??= unpack(this.#stored.parts.part('flow')) as FileFlow;
    return this.#flow;
  }

  get text(): string {
    // It is stored up to a multiple of four bytes.
    this.#text ??= Buffer.from(this.#stored.parts.part('text')).toString('utf8', 0, this.#stored.head.textBytes);
    return this.#text;
  }
}

class StoredGraph implements FileGraph {
  readonly nNodes: number;
  readonly nScopes: number;
  readonly #stored: PackedFile;
  #graph: Pick<FileGraph, 'scopeKinds' | 'outgoing'> | null = null;
  #incoming: FileGraph['incoming'] | null = null;

  constructor(stored: PackedFile) {
    this.nNodes = stored.head.nNodes;
    this.nScopes = stored.head.nScopes;
    this.#stored = stored;
  }

  get #unpacked(): Pick<FileGraph, 'scopeKinds' | 'outgoing'> {
    this.#graph ??= unpack(this.#stored.parts.part('own')) as Pick<FileGraph, 'scopeKinds' | 'outgoing'>;
    return this.#graph;
  }

  get scopeKinds() {
    return this.#unpacked.scopeKinds;
  }

  get outgoing() {
    return this.#unpacked.outgoing;
  }

  get incoming() {
    this.#incoming ??= transposed(this.outgoing);
    return this.#incoming;
  }
}

type FactColumns = Pick<FileFacts, 'statements' | 'definitions' | 'uses' | 'namePrefix'> & {
  readonly literals: Int32Array;
};
type FactTexts = Pick<FileFacts, 'names' | 'scopes' | 'calls' | 'imports'> & { readonly literals: readonly string[] };

class StoredFacts implements FileFacts {
  readonly file: string;
  readonly language: string;
  readonly module: string;
  readonly nLines: number;
  readonly broken: boolean;
  readonly #parts: FileParts;
  #unpackedColumns: FactColumns | null = null;
  #unpackedTexts: FactTexts | null = null;

  constructor({ head, parts }: PackedFile) {
    this.file = head.file;
    this.language = head.language;
    this.module = head.module;
    this.nLines = head.nLines;
    this.broken = head.broken;
    this.#parts = parts;
  }

  get #columns(): FactColumns {
    this.#unpackedColumns ??= unpack(this.#parts.part('columns')) as FactColumns;
    return this.#unpackedColumns;
  }

  get #texts(): FactTexts {
    this.#unpackedTexts ??= unpack(this.#parts.part('texts')) as FactTexts;
    return this.#unpackedTexts;
  }

  get statements() {
    return this.#columns.statements;
  }

  get definitions() {
    return this.#columns.definitions;
  }

  get uses() {
    return this.#columns.uses;
  }

  get namePrefix() {
    return this.#columns.namePrefix;
  }

  get names() {
    return this.#texts.names;
  }

  get scopes() {
    return this.#texts.scopes;
  }

  get calls() {
    return this.#texts.calls;
  }

  get imports() {
    return this.#texts.imports;
  }

  get literals() {
    return { text: this.#texts.literals, statement: this.#columns.literals };
  }
}
