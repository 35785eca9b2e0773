/** The evidence of one location as a hover. Text of the repository is escaped; there are no links and no commands. */
import { MarkdownString } from 'vscode';
import type { RankedLocation } from '../../server/protocol/localization.ts';
import { percent } from '../convert/percent.ts';

export function evidenceHover({ rank, suspiciousness, evidence }: RankedLocation, nLocations: number): MarkdownString {
  const hover = new MarkdownString();
  hover.appendMarkdown(`**Culprit**: rank ${rank} of ${nLocations}, suspiciousness ${percent(suspiciousness)}\n\n`);
  for (const { kind, message, path } of evidence) {
    hover.appendMarkdown(`- *${kind}*: `).appendText(oneLine(message)).appendMarkdown('\n');
    for (const { file, line, message: step } of path) {
      hover
        .appendMarkdown('  - ')
        .appendText(`${file}:${line} ${oneLine(step)}`)
        .appendMarkdown('\n');
    }
  }
  return hover;
}

/** A line break would end the list item. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
