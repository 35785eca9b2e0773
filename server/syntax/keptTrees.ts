/**
 * Syntax trees of the files that are being edited, so that their next version is parsed from what did not change. Few
 * are kept, those used last. Leaves out facts: they follow from a tree however it was parsed.
 */
import { Edit, type Parser, type Point, type Tree } from 'web-tree-sitter';

export interface KeptTrees {
  /**
   * The tree of a file's text, which stays ours. The same tree as a parse from nothing gives: what is not well-formed is
   * parsed again whole, as recovery from errors may depend on what was there before.
   */
  parse(parser: Parser, file: string, text: string): Tree | null;
  /** Frees the tree of a file that is no longer edited, or all. */
  forget(file?: string): void;
}

interface KeptTree {
  readonly text: string;
  readonly tree: Tree;
}

export function createKeptTrees(most: number): KeptTrees {
  /** The one used last comes last. */
  const kept = new Map<string, KeptTree>();

  function forget(file: string): void {
    kept.get(file)?.tree.delete();
    kept.delete(file);
  }

  return {
    parse(parser, file, text) {
      const known = kept.get(file);
      let tree = known === undefined ? parser.parse(text) : parseAgain(parser, known, text);
      if (known !== undefined && tree?.rootNode.hasError === true) {
        tree.delete();
        tree = parser.parse(text);
      }
      forget(file);
      if (tree !== null) kept.set(file, { text, tree });
      for (const oldest of kept.keys()) if (kept.size > most) forget(oldest);
      return tree;
    },
    forget(file) {
      for (const one of file === undefined ? [...kept.keys()] : [file]) forget(one);
    },
  };
}

function parseAgain(parser: Parser, { text: before, tree }: KeptTree, after: string): Tree | null {
  const edit = editBetween(before, after);
  if (edit !== null) tree.edit(edit);
  return parser.parse(after, tree);
}

/** Equal text is passed over in pieces of this length. */
const step = 2048;

/** The one span that was replaced between two texts; `null` where they are equal. */
function editBetween(before: string, after: string): Edit | null {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start + step <= shorter && before.slice(start, start + step) === after.slice(start, start + step))
    start += step;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (start === before.length && start === after.length) return null;
  let same = 0;
  const [end, endAfter] = [before.length, after.length];
  while (
    same + step <= shorter - start &&
    before.slice(end - same - step, end - same) === after.slice(endAfter - same - step, endAfter - same)
  ) {
    same += step;
  }
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  const startPosition = pointAt(before, start, { row: 0, column: 0 }, 0);
  const [oldEndIndex, newEndIndex] = [before.length - same, after.length - same];
  return new Edit({
    startIndex: start,
    oldEndIndex,
    newEndIndex,
    startPosition,
    oldEndPosition: pointAt(before, oldEndIndex, startPosition, start),
    newEndPosition: pointAt(after, newEndIndex, startPosition, start),
  });
}

/** Row and column of an offset, counted on from a known place before it. */
function pointAt(text: string, offset: number, known: Point, knownOffset: number): Point {
  let { row } = known;
  let lineStart = knownOffset - known.column;
  for (let end = text.indexOf('\n', knownOffset); end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) {
    row++;
    lineStart = end + 1;
  }
  return { row, column: offset - lineStart };
}
