/** What one watched process wrote, folded event by event into tables. Leaves out how the process ended. */
import type { TracedCode } from '../../core/trace/executionTrace.ts';
import type { RaisedException } from '../../core/trace/raisedException.ts';
import type { CollectionProblem } from '../../ports/testRunner.ts';
import { createHitsDecoder, type HitsDecoder } from './statementHits.ts';
import type { FlagsByFile, TestPlace, ValueEvent, WatchEvent } from './watchEvents.ts';

export type EndEvent = WatchEvent & { readonly e: 'end' };

/** A test with what was said of it. */
export interface EndedTest {
  readonly place: TestPlace;
  readonly end: EndEvent;
  readonly values: readonly ValueEvent[];
}

export interface FoldedEvents {
  /** What stands in the names of this process's files: `events-7.jsonl` has `-7`, `events.jsonl` nothing. */
  readonly suffix: string;
  readonly ended: readonly EndedTest[];
  readonly problems: readonly CollectionProblem[];
  readonly codes: readonly (TracedCode | undefined)[];
  readonly hits: HitsDecoder;
  readonly shared: ReadonlyMap<number, FlagsByFile>;
  readonly imported: readonly { readonly flags: FlagsByFile; readonly outer: boolean }[];
  /** The test that had not ended when the process did. */
  readonly running: TestPlace | null;
  readonly runningValues: readonly ValueEvent[];
  readonly nCollected: number | null;
  readonly nStarted: number;
  readonly began: boolean;
  /** The runner's own status, where it came to its end and said so. */
  readonly status: number | null;
  readonly cutOff: RaisedException | null;
}

/** The tables of one file of events. */
export function foldEvents(suffix: string, events: readonly WatchEvent[]): FoldedEvents {
  const ended: EndedTest[] = [];
  const problems: CollectionProblem[] = [];
  const codes: (TracedCode | undefined)[] = [];
  const hits = createHitsDecoder();
  const shared = new Map<number, FlagsByFile>();
  const imported: { flags: FlagsByFile; outer: boolean }[] = [];
  let running: TestPlace | null = null;
  let values: ValueEvent[] = [];
  let nCollected: number | null = null;
  const started = new Set<string>();
  let began = false;
  let status: number | null = null;
  let cutOff: RaisedException | null = null;

  for (const event of events) {
    switch (event.e) {
      case 'begin':
        began = true;
        break;
      case 'collected':
        nCollected = (nCollected ?? 0) + event.tests.length;
        break;
      case 'problem': {
        const { kind, test, message, exception } = event;
        problems.push({ kind, test, file: event.file ?? null, message, exception });
        break;
      }
      case 'start':
        running = { id: event.id, file: event.file, line: event.line };
        values = [];
        started.add(event.id); // a test that waited for its parts, or its turn, starts again
        break;
      case 'values':
        values.push(...event.of);
        break;
      case 'end':
        if (running !== null) ended.push({ place: running, end: event, values });
        running = null;
        values = [];
        break;
      case 'left':
        running = null;
        values = [];
        break;
      case 'file':
        hits.addFile(event.i, event);
        break;
      case 'code':
        codes[event.i] = { file: event.file, qualifiedName: event.name, firstLine: event.line };
        break;
      case 'importHits':
        imported.push({ flags: event.outer, outer: true }, { flags: event.inner, outer: false });
        break;
      case 'shared':
        shared.set(event.i, event.hits);
        break;
      case 'cutOff':
        cutOff = event.exception;
        break;
      case 'finish':
        status = event.status;
        break;
      default:
        break; // an event of a later watcher
    }
  }
  const runningValues = running === null ? [] : values;
  return {
    ...{ suffix, ended, problems, codes, hits, shared, imported, running, runningValues },
    ...{ nCollected, nStarted: started.size, began, status, cutOff },
  };
}
