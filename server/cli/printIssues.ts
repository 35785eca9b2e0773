/** What a bug report adds to a printed answer: the files it may be about, and the faults it tells if there are several. */
import colors from 'picocolors';
import type { Localization } from '../protocol/localization.ts';
import { printable } from '../protocol/printable.ts';

const nFiles = 5;
const nFunctions = 3;

/** The best files in one line. */
export function fileLines({ files }: Localization): readonly string[] {
  const shown = files.slice(0, nFiles).map(({ file }) => file);
  return shown.length === 0 ? [] : [`Files: ${printable(shown.join(', '))}`, ' '];
}

/** Each fault with its best functions, then how they hang together. */
export function issueLines({ issues }: Localization): readonly string[] {
  if (issues === undefined) return [];
  const { vertices, edges } = issues;
  return [
    `The report tells ${vertices.length} faults`,
    ...vertices.flatMap(({ id, title, functions, files }) => {
      const places = functions.slice(0, nFunctions).map(({ file, line, element }) => {
        return `       ${colors.bold(printable(`${file}:${line}`))}  ${colors.cyan(printable(element.slice(file.length + 2)))}`;
      });
      const instead = files.slice(0, 1).map(({ file }) => `       ${colors.bold(printable(file))}`);
      return [`  ${colors.magenta(id)}  ${printable(title)}`, ...(places.length > 0 ? places : instead)];
    }),
    ...edges.map(({ from, to, kind, message }) => {
      return `  ${from} ${kind === 'causes' ? 'causes' : 'relates to'} ${to}: ${colors.dim(printable(message))}`;
    }),
    ' ',
  ];
}
