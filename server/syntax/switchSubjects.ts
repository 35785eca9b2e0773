/** What a switch is about: kept under a name by the switch, and read by every case, which is chosen by it. */
import { definitionKind, noValue } from '../core/graph/fileFacts.ts';
import { wholeValue } from './assignments.ts';
import { part } from './captureVocabulary.ts';
import type { Extraction, Place } from './extraction.ts';
import type { Subject } from './position.ts';

/** Keeps the subject of a switch, whose header was just extracted, for its cases. */
export function keepSubject(x: Extraction, node: number, headers: readonly number[], place: Place): Subject {
  const { statement, scope } = place;
  const compared = headers.find((child) => x.part[child] === part.value);
  const value = compared === undefined ? noValue : wholeValue(x, compared, place);
  const [name, start] = [x.facts.name(`<switch:${x.table.start[node]}>`), x.table.start[node]!];
  x.facts.definition({ kind: definitionKind.assignment, statement, scope, name, start });
  return { name, value };
}

/** A case reads the subject; its patterns take the value apart where that is known. */
export function readSubject(x: Extraction, node: number, place: Place, subject: Subject | undefined): Place {
  if (subject === undefined) return place;
  x.facts.use(place.statement, place.scope, subject.name, x.table.start[node]!);
  return subject.value === noValue ? place : { ...place, subject: subject.value };
}
