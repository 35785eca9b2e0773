/** How tools print a place in a file: a frame of a stack, or the one place of an error. Data, one entry for each form. */

interface PrintedFrame {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

export interface FrameForm {
  readonly outermostFirst: boolean;
  /** Whether empty lines may stand between its frames. */
  readonly mayHaveGaps: boolean;
  read(textLine: string, before: string): PrintedFrame | null;
}

/** `file`, `line` and `name` are groups of the pattern; a `name` it has not may stand in the line before. */
function form(
  pattern: RegExp,
  how: { outermostFirst?: boolean; nameBefore?: RegExp; mayHaveGaps?: boolean } = {},
): FrameForm {
  return {
    outermostFirst: how.outermostFirst ?? false,
    mayHaveGaps: how.mayHaveGaps ?? false,
    read(textLine, before) {
      const groups = pattern.exec(textLine)?.groups;
      if (groups === undefined) return null;
      const name = groups.name ?? how.nameBefore?.exec(before)?.[1] ?? '';
      return { file: groups.file ?? '', line: Number(groups.line), name };
    },
  };
}

/** The file of a Java frame is told by its class: `com.acme.Foo$1.bar(Foo.java:12)` lies in `com/acme/Foo.java`. */
const java: FrameForm = {
  outermostFirst: false,
  mayHaveGaps: false,
  read(textLine) {
    const match = /^\s*at (?:[\w.@-]+\/)*([\w.$<>]+)\(([\w$-]+\.(?:java|kt|scala|groovy)):(\d+)\)$/.exec(textLine);
    if (match === null) return null;
    const parts = match[1]!.split('.');
    const folder = parts.slice(0, -2).join('/');
    return {
      file: folder === '' ? match[2]! : `${folder}/${match[2]}`,
      line: Number(match[3]),
      name: parts.slice(-2).join('.'),
    };
  },
};

export const frameForms: readonly FrameForm[] = [
  // Python: `  File "a.py", line 3, in f`
  form(/^\s*File "(?<file>[^"]+)", line (?<line>\d+)(?:, in (?<name>.+))?$/, { outermostFirst: true }),
  java,
  // Rust with a backtrace: `   4: crate::f` and then `             at ./src/lib.rs:10:5`
  form(/^\s{6,}at (?<file>\S+\.rs):(?<line>\d+)(?::\d+)?$/, { nameBefore: /^\s*\d+:\s+(?:0x[\da-f]+ - )?(\S+)/ }),
  // JavaScript: `    at f (/a/b.js:10:5)`, `    at file:///a/b.mjs:10:5`
  form(
    /^\s*at (?:async )?(?:(?<name>[^()]+) )?\(?(?<file>(?:file:\/\/)?[^():]+|[A-Za-z]:[^():]+):(?<line>\d+):\d+\)?$/,
  ),
  // Vitest: ` ❯ f src/a.ts:10:5`
  form(/^\s*❯ (?:(?<name>\S+) )?(?<file>\S+?):(?<line>\d+):\d+$/, { mayHaveGaps: true }),
  // Go, after a line with the call: `	/a/b.go:10 +0x1d`
  form(/^\t(?<file>\S.*\.go):(?<line>\d+)(?: \+0x[\da-f]+)?$/, { nameBefore: /^(?:created by )?(\S+?)(?:\(.*)?$/ }),
  // AddressSanitizer and gdb: `    #1 0x55 in f(int) /a/b.cpp:10:5`, `#1  0x55 in f (x=1) at b.cpp:10`
  form(/^\s*#\d+\s+(?:0x[\da-f]+ in )?(?<name>.+?)\s+(?:at )?(?<file>(?:[A-Za-z]:)?[^\s():]+):(?<line>\d+)(?::\d+)?$/),
  // PHP: `#0 /a/b.php(10): f()`
  form(/^\s*#\d+ (?<file>[^()]+\.php)\((?<line>\d+)\): (?<name>.+)$/),
  // Ruby: "a.rb:10:in `f'"
  form(/^\s*(?:from |# )?(?<file>[^\s:]+\.rb):(?<line>\d+):in [`'](?<name>[^']+)'/),
];

interface PrintedPlace {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

type PlaceForm = (textLine: string, next: string, before: string) => PrintedPlace | null;

/** `file`, `line` and `message` are groups; where a message is not in the line it is the line before or after. */
function place(pattern: RegExp, otherwise: 'next' | 'before' | 'line'): PlaceForm {
  return (textLine, next, before) => {
    const groups = pattern.exec(textLine)?.groups;
    if (groups === undefined) return null;
    const around = { next, before, line: textLine }[otherwise].replace(/^[\s#]+/, '');
    return { file: groups.file ?? '', line: Number(groups.line), message: (groups.message ?? around).trim() };
  };
}

export const placeForms: readonly PlaceForm[] = [
  // Rust: `thread 't' panicked at src/lib.rs:10:5:`, before 1.73 `panicked at 'message', src/lib.rs:10:5`
  place(/panicked at (?:'(?<message>.*)', )?(?<file>[^\s':]+):(?<line>\d+):\d+:?$/, 'next'),
  // rustc: `  --> src/lib.rs:10:5`
  place(/^\s*--> (?<file>\S+?):(?<line>\d+):\d+$/, 'before'),
  // PHP: `… in /a/b.php on line 10`
  place(/^(?<message>.*) in (?<file>\S+) on line (?<line>\d+)$/, 'line'),
  // Perl: `#   at t/a.t line 10.`, `died at lib/A.pm line 10.`
  place(/\bat (?<file>\S+) line (?<line>\d+)(?:[.,].*)?$/, 'before'),
  // MSVC and MSBuild: `a.cpp(10,5): error C2065: …`
  place(/^\s*(?<file>[^()\s][^()]*)\((?<line>\d+)(?:,\d+)?\)\s*:\s*(?<message>.*)$/, 'line'),
  // GoogleTest: `a.cpp:10: Failure`, and then what was expected
  place(/^\s*(?<file>(?:[A-Za-z]:)?[^\s:]+):(?<line>\d+): Failure$/, 'next'),
  // Compilers, pytest, Go's testing: `a.cpp:10:5: error: …`, `    a_test.go:10: …`
  place(/^\s*(?:E\s+)?(?<file>(?:[A-Za-z]:)?[^\s:]+):(?<line>\d+)(?::\d+)?:\s*(?<message>.*)$/, 'line'),
  // CTest's and others': `Assertion failed: (x), function f, file a.c, line 10.`
  place(/^(?<message>.*), file (?<file>[^,]+), line (?<line>\d+)\.?$/, 'line'),
  // glibc: `prog: a.c:10: f: Assertion `x' failed.`
  place(/^\S+: (?<file>[^\s:]+):(?<line>\d+): (?<message>.*)$/, 'line'),
];
