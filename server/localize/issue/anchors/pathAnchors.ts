/** Files a report names by path, and lines it points to. What logs name says less: their frames are read as such. */
import { line } from '../../../core/ids.ts';
import type { ClueBook } from '../clues.ts';
import type { Corpus } from '../corpus.ts';
import type { MentionedPath } from '../report/mentionedPaths.ts';
import { innermostAt } from './innermost.ts';
import { modulePaths } from './modulePaths.ts';

export function addPathClues(corpus: Corpus, paths: readonly MentionedPath[], clues: ClueBook): void {
  const known = modulePaths(corpus);
  for (const { path, lines, place } of paths) {
    const { files, nSegments } = known.endingWith(path);
    for (const file of files) {
      if (place !== 'log') {
        const value = (nSegments > 1 ? 1 : 0.6) / files.length;
        const message = `The report names ${path}`;
        clues.aboutFile(file, { kind: 'text', feature: 'namedPath', value, line: null, message });
      }
      if (lines === null || nSegments < 2) continue;
      const message = `The report points to line ${lines.from} of ${path}`;
      const clue = { kind: 'text', feature: 'linkedLine', value: 1, line: line(lines.from), message } as const;
      clues.aboutFile(file, clue);
      clues.aboutElement(innermostAt(corpus, file, line(lines.from), line(lines.to)), clue);
    }
  }
}
