/** One sentence on what a question names and the graph does not have, with what is near it. Looks nothing up on disk. */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import { type ElementId, type Line, line } from '../../core/ids.ts';

export interface Place {
  readonly file: string;
  readonly line: Line;
}

/** Scores of `search`: a name given exactly, and one nearly so. */
const exactly = 3;
const nearly = 1;

/** `null` for a place in a file of the graph. */
export function noPlace(snapshot: CodeSnapshot, place: Place): string | null {
  const [file] = snapshot.enclosing(place.file, line(1));
  if (file !== undefined) return place.line <= file.endLine ? null : `"${place.file}" ends at line ${file.endLine}`;
  const name = place.file.slice(place.file.lastIndexOf('/') + 1);
  const alike = snapshot.files.filter((path) => path === name || path.endsWith(`/${name}`));
  const hint = alike.length === 0 ? '' : `; there is ${listed(alike)}`;
  return `"${place.file}" is not in the graph: there is no such file, git ignores it, or its language is not known${hint}`;
}

/** For a place where no statement is. */
export function noStatement(snapshot: CodeSnapshot, place: Place): string {
  const elsewhere = noPlace(snapshot, place);
  if (elsewhere !== null) return elsewhere;
  const distance = (at: number) => Math.abs(at - place.line);
  const [nearest] = [...snapshot.statementsOf(place.file)].sort((a, b) => distance(a.line) - distance(b.line));
  const hint = nearest === undefined ? '' : `; the nearest is at line ${nearest.line}`;
  return `There is no statement at ${place.file}:${place.line}${hint}`;
}

export function isElement(snapshot: CodeSnapshot, element: ElementId): boolean {
  const query = { element, kinds: [], direction: 'out', hops: 0, maxNodes: 1 } as const;
  return snapshot.neighbors(query).nodes.length > 0;
}

/** For an element that is not one. */
export function noElement(snapshot: CodeSnapshot, element: string): string {
  const found = snapshot.search(element, 20).filter(({ score }) => score >= nearly);
  const sentence = `There is no element "${element}"`;
  if (found.length === 0) return `${sentence}; \`culprit graph search\` finds elements by name`;
  const exact = found.filter(({ score }) => score >= exactly);
  const named = [...new Set(exact.map(({ element: { id } }) => id))];
  return named.length > 1
    ? `${sentence}; of that name there are ${listed(named)}`
    : `${sentence}; the nearest name is "${found[0]!.element.id}"`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `"${name}"`);
  return names.length > shown.length ? `${shown.join(', ')} and others` : shown.join(' and ');
}
