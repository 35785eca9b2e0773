/** How much of a bug report is read: nobody writes more, and what is pasted into one may be endless. */
import type { Problem } from '../protocol/localization.ts';

const mostBytes = 1 << 20;

export interface BoundedReport {
  readonly bytes: Uint8Array;
  readonly problems: readonly Problem[];
}

/** The beginning of a report, in UTF-8, up to a whole character, and what is to be said of the rest. */
export function withinBounds(bytes: Uint8Array): BoundedReport {
  if (bytes.length <= mostBytes) return { bytes, problems: [] };
  let end = mostBytes;
  // Not within a character: what UTF-8 continues with begins with the bits 10.
  while (0 < end && (bytes[end]! & 0xc0) === 0x80) end--;
  const message = `The bug report has ${bytes.length} bytes: only the first ${mostBytes} are read`;
  return { bytes: bytes.subarray(0, end), problems: [{ severity: 'warning', message }] };
}
