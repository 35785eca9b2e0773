/** A file's part of the graph as bytes: what its names mean in the repository, by anchors. */
import { type AnchorTable, createAnchors } from '../core/graph/anchors.ts';
import type { CallFacts, FileFacts } from '../core/graph/fileFacts.ts';
import type { LinkedCall, Links, LinkTable } from '../core/graph/segment.ts';
import { pack, unpack } from './pack.ts';

/** Packed links, which may have to be read first. */
export type LinkBytes = () => Uint8Array;

const packed = new WeakMap<Links, LinkBytes>();

/** Packs the links of a file, or gives what they were unpacked from. */
export function packLinks(links: Links, facts: FileFacts): Uint8Array {
  return packed.get(links)?.() ?? packAnew(links, facts);
}

function packAnew({ forward, backward, calls, unresolved }: Links, facts: FileFacts): Uint8Array {
  const indexOf = new Map<CallFacts, number>(facts.calls.map((call, index) => [call, index]));
  // Reads of properties run methods too, by calls that the text does not have.
  const unwritten = calls.flatMap(({ call }) => (indexOf.has(call) ? [] : [call]));
  const next = unwritten.keys();
  return pack({
    forward,
    backward,
    unresolved,
    unwritten,
    calls: calls.map(({ call, ...linked }) => ({ ...linked, call: indexOf.get(call) ?? -1 - next.next().value! })),
  });
}

interface UnpackedLinks {
  readonly forward: LinkTable;
  readonly backward: LinkTable;
  readonly unresolved: Links['unresolved'];
  readonly unwritten: readonly CallFacts[];
  readonly calls: readonly (Omit<LinkedCall, 'call'> & { readonly call: number })[];
}

export function unpackLinks(bytes: LinkBytes, facts: FileFacts, targets: Links['targets']): Links {
  const links = new StoredLinks(bytes, facts, targets);
  packed.set(links, bytes);
  return links;
}

class StoredLinks implements Links {
  readonly targets: Links['targets'];
  readonly #bytes: LinkBytes;
  readonly #facts: FileFacts;
  #links: UnpackedLinks | null = null;
  #calls: readonly LinkedCall[] | null = null;

  constructor(bytes: LinkBytes, facts: FileFacts, targets: Links['targets']) {
    this.#bytes = bytes;
    this.#facts = facts;
    this.targets = targets;
  }

  get #unpacked(): UnpackedLinks {
    this.#links ??= unpack(this.#bytes()) as UnpackedLinks;
    return this.#links;
  }

  get forward() {
    return this.#unpacked.forward;
  }

  get backward() {
    return this.#unpacked.backward;
  }

  get unresolved() {
    return this.#unpacked.unresolved;
  }

  get calls() {
    this.#calls ??= this.#unpacked.calls.map(({ call, ...linked }): LinkedCall => {
      const written = call < 0 ? this.#unpacked.unwritten[-1 - call]! : this.#facts.calls[call]!;
      return { ...linked, call: written };
    });
    return this.#calls;
  }
}

/** Anchors that are made from what is stored of them when first asked for. */
export class StoredAnchors implements AnchorTable {
  readonly #facts: FileFacts;
  readonly #stored: Int32Array;
  #table: AnchorTable | null = null;

  constructor(facts: FileFacts, things: Int32Array) {
    this.#facts = facts;
    this.#stored = things;
  }

  get #made(): AnchorTable {
    this.#table ??= createAnchors(this.#facts, [...this.#stored]);
    return this.#table;
  }

  get things() {
    return this.#table?.things ?? this.#stored;
  }

  get node() {
    return this.#made.node;
  }

  get label() {
    return this.#made.label;
  }

  ofScope(scope: number): number {
    return this.#made.ofScope(scope);
  }

  ofDefinition(definition: number): number {
    return this.#made.ofDefinition(definition);
  }

  next(facts: FileFacts): AnchorTable {
    return this.#made.next(facts);
  }
}
