/**
 * Links of other files seen from the file they lead to. Made per file when first asked for; after a change of some files
 * only their links are put in anew.
 */
import { lazily } from '../lazily.ts';
import { type Links, type LinkTable, lowerBound, type Segment } from './segment.ts';

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

/** Links to a file as they were before some files changed that have or had links to it. */
interface Outdated {
  readonly inbound: Inbound;
  readonly changed: ReadonlySet<number>;
}

type Made = { readonly inbound: Inbound; readonly changed: null } | Outdated | null;

/** Made out here, so that it does not hold on to the version it was made in. */
function always<Value>(value: Value): () => Value {
  return () => value;
}

function withSources(
  segments: readonly Segment[],
  sources: () => readonly (readonly number[])[],
  made: Made[],
): InboundLinks {
  return {
    of(file) {
      const known = made[file] ?? null;
      if (known?.changed === null) return known.inbound;
      const inbound = collect(segments, sources()[file]!, file, known);
      made[file] = { inbound, changed: null };
      return inbound;
    },
    next(after, changed) {
      const nextSources = sources().slice();
      const nextMade = made.slice();
      for (const file of changed) {
        const [old, now] = [targetsOf(segments[file]!), targetsOf(after[file]!)];
        for (const target of old) {
          nextMade[target] = outdated(nextMade[target] ?? null, file);
          if (!now.has(target)) nextSources[target] = nextSources[target]!.filter((source) => source !== file);
        }
        for (const target of now) {
          nextMade[target] = outdated(nextMade[target] ?? null, file);
          if (!old.has(target)) nextSources[target] = [...nextSources[target]!, file].sort((a, b) => a - b);
        }
      }
      // The nodes of these are others.
      for (const file of changed) nextMade[file] = null;
      return withSources(after, always(nextSources), nextMade);
    },
  };
}

function outdated(made: Made, file: number): Made {
  if (made === null) return null;
  return made.changed?.has(file) ? made : { inbound: made.inbound, changed: new Set([...(made.changed ?? []), file]) };
}

function targetsOf({ links }: Segment): ReadonlySet<number> {
  return new Set(links.targets);
}

/** With what was there before, only the links of what changed are looked at. */
function collect(
  segments: readonly Segment[],
  sources: readonly number[],
  file: number,
  before: Outdated | null,
): Inbound {
  const from = before === null ? sources : sources.filter((source) => before.changed.has(source));
  const table = (side: Side) => {
    const links = linksFrom(segments, from, file, side);
    return before === null ? links : merged(before.inbound[side], before.changed, links);
  };
  return { forward: table('forward'), backward: table('backward') };
}

type Side = 'forward' | 'backward';

/** Counting sort by node, so that the links of one node stay in the order of their files. */
function linksFrom(segments: readonly Segment[], sources: readonly number[], file: number, side: Side): InboundTable {
  const { anchors, own } = segments[file]!;
  /** Three numbers for each link: its node here, its file, its place there. */
  const links: number[] = [];
  for (const source of sources) {
    const { anchor } = segments[source]!.links[side];
    for (const at of linksTo(segments[source]!.links, side, file)) {
      const node = anchors.node[anchor[at]!]!;
      if (node >= 0) links.push(node, source, at);
    }
  }
  const length = links.length / 3;
  const next = new Uint32Array(length === 0 ? 0 : own.nNodes + 1);
  for (let link = 0; link < links.length; link += 3) next[links[link]! + 1]!++;
  for (let node = 0; node + 1 < next.length; node++) next[node + 1]! += next[node]!;
  const inbound = emptyTable(length);
  for (let link = 0; link < links.length; link += 3) {
    const [node, source, at] = [links[link]!, links[link + 1]!, links[link + 2]!];
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

function emptyTable(length: number): InboundTable {
  return {
    node: new Uint32Array(length),
    file: new Uint32Array(length),
    own: new Uint32Array(length),
    kind: new Uint8Array(length),
    label: new Uint32Array(length),
  };
}

/** Links as they were, but for those of files that changed, together with what these have now; both in order. */
function merged(before: InboundTable, changed: ReadonlySet<number>, now: InboundTable): InboundTable {
  const isKept = Uint8Array.from(before.file, (file) => (changed.has(file) ? 0 : 1));
  const nKept = isKept.reduce((sum, one) => sum + one, 0);
  const both = emptyTable(nKept + now.node.length);
  let to = 0;
  let next = 0;
  const take = (table: InboundTable, at: number) => {
    both.node[to] = table.node[at]!;
    both.file[to] = table.file[at]!;
    both.own[to] = table.own[at]!;
    both.kind[to] = table.kind[at]!;
    both.label[to] = table.label[at]!;
    to++;
  };
  const isNext = (node: number, file: number) =>
    next < now.node.length && (now.node[next]! < node || (now.node[next] === node && now.file[next]! < file));
  for (let at = 0; at < isKept.length; at++) {
    if (isKept[at] === 0) continue;
    while (isNext(before.node[at]!, before.file[at]!)) take(now, next++);
    take(before, at);
  }
  while (next < now.node.length) take(now, next++);
  return both;
}

/** The links of a table by the file they lead to: those to the n-th of its targets begin at `starts[n]`. */
interface ByTarget {
  readonly starts: Uint32Array;
  readonly places: Uint32Array;
}

const byTargetCache = new WeakMap<LinkTable, ByTarget>();

/** The places of the links to a file: whoever asks for one file is likely to be followed by who asks for the next. */
function linksTo(links: Links, side: Side, file: number): Uint32Array {
  const table = links[side];
  const { starts, places } = byTargetCache.get(table) ?? groupByTarget(table, links.targets);
  const target = lowerBound(links.targets, file);
  return places.subarray(starts[target], links.targets[target] === file ? starts[target + 1] : starts[target]);
}

function groupByTarget(table: LinkTable, targets: Links['targets']): ByTarget {
  const starts = new Uint32Array(targets.length + 1);
  const targetOf = new Uint32Array(table.file.length);
  for (let at = 0; at < targetOf.length; at++) {
    const target = lowerBound(targets, table.file[at]!);
    targetOf[at] = target;
    starts[target + 1]!++;
  }
  for (let target = 0; target < targets.length; target++) starts[target + 1]! += starts[target]!;
  const next = starts.slice();
  const places = new Uint32Array(targetOf.length);
  for (let at = 0; at < targetOf.length; at++) places[next[targetOf[at]!]!++] = at;
  const grouped = { starts, places };
  byTargetCache.set(table, grouped);
  return grouped;
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
