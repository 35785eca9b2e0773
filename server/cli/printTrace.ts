/** A trace for people; the editor shows the same text. What colours it there is `syntaxes/trace.tmLanguage.json`. */
import type { TraceDocument } from '../protocol/trace.ts';
import { tracePage } from '../protocol/traceText.ts';

/** Text with a final newline. */
export function printTrace(document: TraceDocument): string {
  return `${tracePage(document).lines.join('\n')}\n`;
}
