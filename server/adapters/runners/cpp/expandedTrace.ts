/**
 * From blocks, calls and returns to lines in order. A block is told as a whole when it begins, so its lines are held back
 * until something says how far it came: a call from within it, the next block, or its function's end.
 */

import { line as toLine } from '../../../core/ids.ts';
import { type ExecutionTrace, type TracedCode, traceEvent } from '../../../core/trace/executionTrace.ts';
import type { StackFrame } from '../../../core/trace/raisedException.ts';
import type { AddressBook } from './addressBook.ts';
import type { Place } from './programCode.ts';
import { type RawTrace, rawEvent } from './runtimeRecords.ts';

interface OpenCall {
  /** Where the function begins, as the process has it. */
  readonly entry: number;
  /** Index of its code, -1 where it is none of the repository's. */
  readonly code: number;
  /** Lines of its block that are not known to have run yet. */
  held: readonly Place[];
  /** What is to be added to addresses of `held` for those of the process. */
  bias: number;
  block: number;
  /** The runtime's number of that block's event. */
  raw: number;
  line: number;
  /** Indexes of the events of the call and of its last line. */
  readonly called: number;
  lastLine: number;
}

export interface ExpandedTrace {
  readonly trace: ExecutionTrace;
  /** The calls that were open at the end, outermost first. */
  readonly open: readonly StackFrame[];
  /** By line: each time it was passed, in order. */
  readonly passages: ReadonlyMap<number, readonly Passage[]>;
}

/** A line that was passed: its block by the runtime's number, its event, and that of the call it was in. */
interface Passage {
  readonly raw: number;
  readonly event: number;
  readonly call: number;
}

export function expandTrace(raw: RawTrace, book: AddressBook): ExpandedTrace {
  const codes: TracedCode[] = [];
  const codeIndexes = new Map<TracedCode, number>();
  const kinds: number[] = [];
  const lines: number[] = [];
  const inCodes: number[] = [];
  const stack: OpenCall[] = [];
  /** Index of the raw event that is looked at. */
  let now = 0;
  const passages = new Map<number, Passage[]>();

  const emit = (kind: number, code: number, line: number) => {
    inCodes.push(code);
    lines.push(line);
    return kinds.push(kind) - 1;
  };
  const passed = (line: number, passage: Passage) => {
    const before = passages.get(line);
    if (before === undefined) passages.set(line, [passage]);
    else before.push(passage);
  };
  const emitLine = (call: OpenCall, { line }: Place) => {
    if (call.line !== line) call.lastLine = emit(traceEvent.line, call.code, line);
    call.line = line;
    passed(line, { raw: call.raw, event: call.lastLine, call: call.called });
  };
  /** Tells the held lines of a call that lie before `end`, an address of the process. */
  const flush = (call: OpenCall | undefined, end = Number.POSITIVE_INFINITY) => {
    if (call === undefined || call.code === -1) return;
    let done = 0;
    for (; done < call.held.length && call.held[done]!.address + call.bias < end; done++)
      emitLine(call, call.held[done]!);
    call.held = call.held.slice(done);
  };
  const push = (entry: number): void => {
    const code = book.codeAt(entry);
    let index = code === null ? -1 : (codeIndexes.get(code) ?? -1);
    if (code !== null && index === -1) {
      index = codes.push(code) - 1;
      codeIndexes.set(code, index);
    }
    const called = code === null ? -1 : emit(traceEvent.call, index, code.firstLine);
    if (code !== null) passed(code.firstLine, { raw: raw.first + now, event: called, call: called });
    stack.push({ entry, code: index, held: [], bias: 0, block: 0, raw: 0, line: 0, called, lastLine: called });
  };
  const pop = () => {
    const call = stack.pop();
    if (call !== undefined && call.code !== -1)
      emit(traceEvent.return, call.code, call.line || codes[call.code]!.firstLine);
  };
  /** Ends calls whose end was not seen, as after a jump out of them. */
  const popTo = (entry: number): boolean => {
    const depth = stack.findLastIndex((call) => call.entry === entry);
    if (depth === -1) return false;
    while (depth < stack.length - 1) pop();
    return true;
  };

  const { kinds: rawKinds, addresses } = raw;
  const tails = blocksAfterTheEnd(raw, book);
  for (let at = 0; at < rawKinds.length; at++) {
    const address = addresses[at]!;
    now = at;
    if (rawKinds[at] === rawEvent.block) {
      const entry = book.entryOf(address);
      if (entry === null || tails.has(address)) continue;
      if (book.isEntry(address)) {
        // The probe stands before the note of the call, which alone knows from where.
        const isNoted = rawKinds[at + 1] === rawEvent.enter && addresses[at + 1] === entry;
        const site = isNoted && rawKinds[at + 2] === rawEvent.callSite ? addresses[at + 2]! : null;
        flush(stack.at(-1), site ?? undefined);
        push(entry);
        if (isNoted) at += site === null ? 1 : 2;
      } else if (stack.at(-1)?.entry !== entry && !popTo(entry)) push(entry);
      const call = stack.at(-1)!;
      flush(call);
      // Back to an earlier block: another round of a loop.
      if (address <= call.block) call.line = 0;
      call.block = address;
      call.raw = raw.first + at;
      const { places, bias } = book.placesOf(address);
      call.held = places;
      call.bias = bias;
    } else if (rawKinds[at] === rawEvent.enter) {
      const site = rawKinds[at + 1] === rawEvent.callSite ? addresses[at + 1]! : undefined;
      flush(stack.at(-1), site);
      push(address);
      if (site !== undefined) at += 1;
    } else if (rawKinds[at] === rawEvent.leave) {
      flush(stack.at(-1));
      if (popTo(address)) pop();
    } else if (rawKinds[at] === rawEvent.thrown) {
      const call = stack.at(-1);
      flush(call, address);
      const place = book.placeAt(address - 1);
      if (call !== undefined && call.code !== -1 && place !== null) emit(traceEvent.raise, call.code, place.line);
    }
  }
  const last = stack.at(-1);
  if (last !== undefined && last.code !== -1 && last.held[0] !== undefined) emitLine(last, last.held[0]);
  return {
    passages,
    trace: {
      codes,
      kinds: Uint8Array.from(kinds),
      codeIndexes: Uint32Array.from(inCodes),
      lines: Uint32Array.from(lines),
      nDropped: raw.nDropped,
      values: [],
    },
    open: stack.flatMap(({ code, line }) => {
      const traced = codes[code];
      if (traced === undefined) return [];
      const { file, qualifiedName, firstLine } = traced;
      return [{ file, line: toLine(line || firstLine), function: qualifiedName, inRepository: true, locals: [] }];
    }),
  };
}

/** Blocks that only hand the result back, after the note that the function was left: they are no new call of it. */
function blocksAfterTheEnd({ kinds, addresses }: RawTrace, book: AddressBook): ReadonlySet<number> {
  const tails = new Set<number>();
  const others = new Set<number>();
  for (let at = 0; at < kinds.length; at++) {
    const site = addresses[at]!;
    if (kinds[at] !== rawEvent.block || others.has(site)) continue;
    const isAfter = kinds[at - 1] === rawEvent.leave && addresses[at - 1] === book.entryOf(site);
    if (isAfter && book.placesOf(site).places.length <= 1 && !book.isEntry(site)) tails.add(site);
    else others.add(site);
  }
  for (const site of others) tails.delete(site);
  return tails;
}
