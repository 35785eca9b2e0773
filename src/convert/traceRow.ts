/** Where in a page of a trace a piece of source is. */
import type { TracePage } from '../../server/protocol/traceText.ts';
import type { WirePlace } from './locations.ts';

/**
 * The row in which the lines of a place ran last, which is nearest to the failure: in the calls where they are told there,
 * else wherever they are named first. Rows are zero-based, `null` where there is none.
 */
export function lastRowOf({ lines, links }: TracePage, { file, line, endLine = line }: WirePlace): number | null {
  const there = links.filter((link) => link.file === file && line <= link.line && link.line <= endLine);
  const calls = lines.indexOf('Calls');
  const end = lines.indexOf('', calls);
  const ran = there.filter(({ row }) => calls < row && (end === -1 || row < end));
  return (ran.at(-1) ?? there[0])?.row ?? null;
}
