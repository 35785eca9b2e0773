/**
 * What libtest prints of a run with one thread, read back: which tests ran, how each ended, and what failing ones said.
 * The text is that of `cargo test` without options, which has been the same for years. Leaves out what a test prints itself.
 */

export interface LibtestResult {
  readonly name: string;
  /** `null` for the test that was running when the output ended. */
  readonly outcome: 'ok' | 'FAILED' | 'ignored' | null;
  /** What was caught of its output, where it failed. */
  readonly said: string;
}

const start = /^test (\S+)(?: - should panic)? \.\.\. /gm;
const result = /(ok|FAILED|ignored)(?:, [^\n]*| <[\d.]+s>| \([^\n]*\))?\s*$/m;
const section = /^---- (\S+) (?:- should panic )?stdout ----$/gm;

/** The tests of those names, in the order in which they started. Lines that name others are what a test printed. */
export function readLibtest(output: string, names: ReadonlySet<string>): readonly LibtestResult[] {
  const text = output.replaceAll('\r\n', '\n');
  const summary = text.search(/^\n?(?:failures|successes):\n/m);
  const upTo = summary < 0 ? text.length : summary;
  const starts = [...text.slice(0, upTo).matchAll(start)].filter(([, name]) => names.has(name!));
  const said = sectionsOf(text.slice(upTo));
  return starts.map((match, index) => {
    const name = match[1]!;
    const told = text.slice(match.index + match[0].length, starts[index + 1]?.index ?? upTo);
    const outcome = result.exec(told)?.[1] as LibtestResult['outcome'] | undefined;
    return { name, outcome: outcome ?? null, said: said.get(name) ?? '' };
  });
}

function sectionsOf(text: string): ReadonlyMap<string, string> {
  const heads = [...text.matchAll(section)];
  return new Map(
    heads.map((head, index) => {
      const from = head.index + head[0].length;
      const to = heads[index + 1]?.index ?? text.lastIndexOf('\nfailures:\n');
      return [head[1]!, text.slice(from, to < from ? text.length : to).trim()];
    }),
  );
}

/** Names from `--list --format terse`. Benchmarks are left out. */
export function readList(output: string): readonly string[] {
  return output
    .split(/\r?\n/)
    .filter((line) => line.endsWith(': test'))
    .map((line) => line.slice(0, -': test'.length));
}

export interface Panic {
  /** As rustc named the file: relative to the workspace, or absolute. */
  readonly file: string;
  readonly line: number;
  readonly message: string;
  /** Innermost first, as printed. */
  readonly frames: readonly PrintedFrame[];
}

export interface PrintedFrame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

const panicHead = /^thread '[^\n]*' (?:\(\d+\) )?panicked at ([^\n]*):(\d+):\d+:$/gm;
const oldPanicHead = /^thread '[^\n]*' panicked at '([\s\S]*?)', ([^\n]*):(\d+):\d+$/m;
const frame = /^\s*\d+: (.+)\n\s+at (.+?):(\d+)(?::\d+)?$/gm;

/** The last panic in what a test said; `null` where it said nothing of one. */
export function readPanic(said: string): Panic | null {
  const head = [...said.matchAll(panicHead)].at(-1);
  if (head === undefined) {
    const old = oldPanicHead.exec(said);
    if (old === null) return null;
    const after = said.slice(old.index + old[0].length);
    return { file: old[2]!, line: Number(old[3]), message: old[1]!, frames: framesOf(after) };
  }
  const after = said.slice(head.index + head[0].length + 1);
  const ends = ['\nstack backtrace:', '\nnote: run with `RUST_BACKTRACE', '\nnote: panic did not contain'].map((mark) =>
    `\n${after}`.indexOf(mark),
  );
  const end = Math.min(...ends.map((at) => (at < 0 ? after.length : Math.max(0, at - 1))));
  const message = after.slice(0, end).trim();
  const note = /^note: panic did not contain expected string[\s\S]*$/m.exec(after)?.[0];
  return {
    file: head[1]!,
    line: Number(head[2]),
    message: note === undefined ? message : `${message}\n${note.trim()}`,
    frames: framesOf(after.slice(end)),
  };
}

function framesOf(text: string): readonly PrintedFrame[] {
  return [...text.matchAll(frame)].map((match) => ({ function: match[1]!, file: match[2]!, line: Number(match[3]) }));
}
