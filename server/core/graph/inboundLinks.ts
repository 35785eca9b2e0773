/** Links of other files seen from the file they lead to. Made per file when first asked for, kept as long as they hold. */
import { lazily } from '../lazily.ts';
import { lowerBound, type Segment } from './segment.ts';

/** The far ends of links by node of the file they lead to, sorted by it. */
interface InboundTable {
  readonly node: Uint32Array;
  readonly file: Uint32Array;
  readonly own: Uint32Array;
  readonly kind: Uint8Array;
  readonly label: Uint32Array;
}

interface Inbound {
  /** Who calls, imports or inherits; labels are those of the far file. */
  readonly forward: InboundTable;
  /** Who reads what is written here; labels are names of this file. */
  readonly backward: InboundTable;
}

export interface InboundLinks {
  of(file: number): Inbound;
  /** The same for the next graph, of as many files, in which `changed` have new segments. */
  next(segments: readonly Segment[], changed: readonly number[]): InboundLinks;
}

export function inboundLinks(segments: readonly Segment[]): InboundLinks {
  const sources = lazily(() => {
    const found: number[][] = segments.map(() => []);
    segments.forEach((segment, file) => {
      for (const target of segment.links.targets) found[target]!.push(file);
    });
    return found;
  });
  return withSources(
    segments,
    sources,
    segments.map(() => null),
  );
}

/** Made out here, so that it does not hold on to the version it was made in. */
function always<Value>(value: Value): () => Value {
  return () => value;
}

function withSources(
  segments: readonly Segment[],
  sources: () => readonly (readonly number[])[],
  made: (Inbound | null)[],
): InboundLinks {
  return {
    of(file) {
      made[file] ??= collect(segments, sources()[file]!, file);
      return made[file];
    },
    next(after, changed) {
      const nextSources = sources().slice();
      const nextMade = made.slice();
      for (const file of changed) {
        const [old, now] = [targetsOf(segments[file]!), targetsOf(after[file]!)];
        for (const target of old) {
          nextMade[target] = null;
          if (!now.has(target)) nextSources[target] = nextSources[target]!.filter((source) => source !== file);
        }
        for (const target of now) {
          nextMade[target] = null;
          if (!old.has(target)) nextSources[target] = [...nextSources[target]!, file].sort((a, b) => a - b);
        }
        nextMade[file] = null;
      }
      return withSources(after, always(nextSources), nextMade);
    },
  };
}

function targetsOf({ links }: Segment): ReadonlySet<number> {
  return new Set(links.targets);
}

function collect(segments: readonly Segment[], sources: readonly number[], file: number): Inbound {
  return {
    forward: invert(segments, sources, file, 'forward'),
    backward: invert(segments, sources, file, 'backward'),
  };
}

/** Counting sort by node, so that the links of one node stay in the order of their files. */
function invert(
  segments: readonly Segment[],
  sources: readonly number[],
  file: number,
  side: 'forward' | 'backward',
): InboundTable {
  const { anchors, own } = segments[file]!;
  const next = new Uint32Array(own.nNodes + 1);
  const found: { readonly node: number; readonly source: number; readonly at: number }[] = [];
  for (const source of sources) {
    const table = segments[source]!.links[side];
    for (let at = 0; at < table.file.length; at++) {
      const node = table.file[at] === file ? anchors.node[table.anchor[at]!]! : -1;
      if (node < 0) continue;
      found.push({ node, source, at });
      next[node + 1]!++;
    }
  }
  for (let node = 0; node < own.nNodes; node++) next[node + 1]! += next[node]!;
  const inbound = {
    node: new Uint32Array(found.length),
    file: new Uint32Array(found.length),
    own: new Uint32Array(found.length),
    kind: new Uint8Array(found.length),
    label: new Uint32Array(found.length),
  };
  for (const { node, source, at } of found) {
    const to = next[node]!++;
    const table = segments[source]!.links[side];
    inbound.node[to] = node;
    inbound.file[to] = source;
    inbound.own[to] = table.own[at]!;
    inbound.kind[to] = table.kind[at]!;
    inbound.label[to] = side === 'backward' ? anchors.label[table.anchor[at]!]! : table.label[at]!;
  }
  return inbound;
}

/** The entries of a node: calls `found` with each. */
export function visitInbound(
  table: InboundTable,
  node: number,
  found: (kind: number, file: number, own: number, label: number) => void,
): void {
  for (let at = lowerBound(table.node, node); table.node[at] === node; at++) {
    found(table.kind[at]!, table.file[at]!, table.own[at]!, table.label[at]!);
  }
}
