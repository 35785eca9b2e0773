/** The repository's own frames in the stack traces of a report; the innermost of them counts most. */
import { line } from '../../../core/ids.ts';
import type { ClueBook } from '../clues.ts';
import { type Corpus, scopeOf } from '../corpus.ts';
import type { BugReport } from '../report/bugReport.ts';
import type { ReportedFrame } from '../report/frameFormats.ts';
import { framesOf } from '../report/stackTraces.ts';
import { innermostAt } from './innermost.ts';
import { modulePaths } from './modulePaths.ts';

export function addFrameClues(corpus: Corpus, report: BugReport, clues: ClueBook): void {
  const paths = modulePaths(corpus);
  for (const { frames } of framesOf(report)) {
    const own = frames.flatMap((frame) => {
      const file = fileOfFrame(paths, frame);
      return file === null ? [] : [{ frame, file }];
    });
    own.reverse().forEach(({ frame, file }, depth) => {
      const value = 1 / (1 + depth);
      const at = frame.line === null ? null : line(frame.line);
      const message =
        depth === 0
          ? "Raised in the report's traceback, innermost frame of the repository"
          : `In the report's traceback, ${depth} frames above the innermost of the repository`;
      const clue = { kind: 'frame', feature: 'frame', value, line: at, message } as const;
      clues.aboutFile(file, clue);
      for (const element of elementsOfFrame(corpus, file, frame)) clues.aboutElement(element, clue);
    });
  }
}

/** A base name alone is not enough where the frame had folders. */
function fileOfFrame(paths: ReturnType<typeof modulePaths>, { file }: ReportedFrame): number | null {
  if (file === null) return null;
  const { files, nSegments } = paths.endingWith(file);
  const nWritten = file.replaceAll('\\', '/').split('/').length;
  return nSegments < 2 && nWritten > 2 ? null : (files[0] ?? null);
}

/** By the function's name, as lines may be those of another version; of several that nearest to the line. */
function elementsOfFrame(corpus: Corpus, file: number, frame: ReportedFrame): readonly number[] {
  const path = (frame.function ?? '').replace(/\(.*$/, '').split(/::|[.#]/);
  const name = path.at(-1)!;
  const first = corpus.firstElement[file]!;
  const named = corpus.facts[file]!.scopes.flatMap((scope, at) =>
    scope.kind === 'function' && scope.name === name ? [first + at] : [],
  );
  if (named.length === 0 && frame.line !== null) {
    return [innermostAt(corpus, file, line(frame.line), line(frame.line))];
  }
  if (named.length < 2 || frame.line === null) return named;
  const distance = (element: number) => {
    const { line: from, endLine, qualifiedName } = scopeOf(corpus, element);
    if (path.length > 1 && qualifiedName.endsWith(path.slice(-2).join('.'))) return -1;
    return from <= frame.line! && frame.line! <= endLine ? 0 : Math.abs(from - frame.line!);
  };
  return [named.reduce((best, one) => (distance(one) < distance(best) ? one : best))];
}
