/** Git's unified diffs without context, read for which lines differ. Leaves out what the lines say. */
import type { Hunk, LineRun } from '../../core/text/lineMoves.ts';
import type { ChangedLines } from '../../ports/git.ts';

const hunkHeader = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;

/** By file, in the diff's order; files that are gone, and such as have no lines, are left out. */
export function changedLinesOf(diff: readonly string[]): readonly ChangedLines[] {
  const files: { file: string; hunks: Hunk[] }[] = [];
  for (let at = 0; at < diff.length; at++) {
    const line = diff[at]!;
    // A file's name stands between its header and its first hunk; what hunks say is skipped, whatever it looks like.
    if (line.startsWith('+++ ')) files.push({ file: newName(line.slice(4)) ?? '', hunks: [] });
    const header = hunkHeader.exec(line);
    if (header === null) continue;
    const hunk = { before: run(header[1], header[2]), after: run(header[3], header[4]) };
    files.at(-1)?.hunks.push(hunk);
    at += hunk.before.count + hunk.after.count;
    while (diff[at + 1]?.startsWith('\\') === true) at++;
  }
  return files.filter(({ file }) => file !== '');
}

function run(line: string | undefined, count: string | undefined): LineRun {
  return { line: Number(line), count: count === undefined ? 1 : Number(count) };
}

/** `b/path`, perhaps in quotes; `null` for `/dev/null`. A name with blanks is followed by a tab. */
function newName(written: string): string | null {
  const whole = written.replace(/\t$/, '');
  const name = whole.startsWith('"') ? unquoted(whole) : whole;
  return name.startsWith('b/') ? name.slice(2) : null;
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Git quotes names as C does, bytes above 127 in octal. */
function unquoted(written: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [, octal, letter, plain] of written.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(escapes[letter] ?? letter.charCodeAt(0));
    else bytes.push(...encoder.encode(plain));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
