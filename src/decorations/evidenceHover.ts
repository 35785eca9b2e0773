/** The evidence of one location as a hover. Text of the repository is escaped; there are no links and no commands. */
import { MarkdownString } from 'vscode';
import type { RankedLocation } from '../../server/protocol/localization.ts';
import { percent } from '../convert/percent.ts';

export function evidenceHover({ rank, suspiciousness, evidence }: RankedLocation, nLocations: number): MarkdownString {
  const title = `**Culprit**: rank ${rank} of ${nLocations}, suspiciousness ${percent(suspiciousness)}`;
  const rows = evidence.flatMap(({ kind, message, path }) => [
    `- *${kind}*: ${escaped(message)}`,
    ...path.map((step) => `  - ${escaped(`${step.file}:${step.line} ${step.message}`)}`),
  ]);
  return new MarkdownString([title, '', ...rows].join('\n'));
}

/** In one line, with every mark escaped: `appendText` would do that too, but makes the spaces unbreakable. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
