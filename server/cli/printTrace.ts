/** A trace for people; the editor shows the same text. What colours it there is `syntaxes/trace.tmLanguage.json`. */
import type { TraceDocument } from '../protocol/trace.ts';
import { traceText } from '../protocol/traceText.ts';
import { printable } from './printable.ts';

/** Text with a final newline. */
export function printTrace(document: TraceDocument): string {
  return `${traceText(document).map(printable).join('\n')}\n`;
}
