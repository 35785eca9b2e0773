/**
 * One line of a stack trace, in the notation of many runtimes. Data: each format is a pattern with the groups `file`,
 * `line` and `function`, and whether such traces begin with the innermost frame. What stands on the line above or below
 * is read by `stackTraces`.
 */

export interface ReportedFrame {
  /** As it was written: absolute, of another machine, or a base name; `null` where none was. */
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  /** As it was written, with its package and class. */
  readonly function: string | null;
}

export interface FrameLine {
  readonly frame: ReportedFrame;
  readonly format: FrameFormat;
}

export interface FrameFormat {
  readonly pattern: RegExp;
  readonly innermost: 'first' | 'last';
  /** Where the line above names the function. */
  readonly above?: RegExp;
  /** Where a line below tells the number of the line. */
  readonly below?: RegExp;
  /** The file's folders are the packages of its class. */
  readonly isPackaged?: true;
  /** A single one is no trace: compilers and linters write it for each complaint. */
  readonly isComplaint?: true;
}

const longest = 600;

/** Patterns are anchored and never try two ways through the same characters, so that any line takes linear time. */
const formats: readonly FrameFormat[] = [
  // Python
  { innermost: 'last', pattern: /^[\s|E]{0,40}File "(?<file>[^"]+)", line (?<line>\d{1,9})(?:, in (?<function>\S+))?/ },
  // IPython, new and old
  { innermost: 'last', pattern: /^\s{0,40}File (?<file>[^\s:"][^:"]*):(?<line>\d{1,9}),? in (?<function>[\w.<>]+)/ },
  {
    innermost: 'last',
    pattern: /^\s{0,8}(?<file>[^\s'"(]+\.pyx?|<ipython-input-[^>\s]+>) in (?<function>[\w.<>]+)(?:\(|\s*$)/,
    below: /^-{1,6}> ?(?<line>\d{1,9})\b/,
  },
  // Python's warnings, and pytest
  {
    innermost: 'last',
    pattern:
      /^\s{0,8}(?<file>[^\s:'"(]+\.\w{1,8}):(?<line>\d{1,9}): (?:in (?<function>[\w.<>]+)|[A-Z]\w*(?:Error|Exception|Warning|Failed)\b)/,
  },
  // Ruby
  {
    innermost: 'first',
    pattern:
      /^\s{0,40}(?:\d{1,4}: )?(?:from )?(?<file>[^\s:]+\.\w{1,8}|[^\s:]*\/[^\s:]+):(?<line>\d{1,9}):in [`'‘](?<function>[^'’]+)['’]/,
  },
  // Java, Kotlin, Scala
  {
    innermost: 'first',
    pattern:
      /^\s{0,40}at (?:[\w.@-]+\/{1,2}){0,3}(?<function>[\w.$<>]+)\((?<file>[^():\s]+\.\w{1,8})(?::(?<line>\d{1,9}))?\)/,
    isPackaged: true,
  },
  {
    innermost: 'first',
    pattern: /^\s{0,40}at (?:[\w.@-]+\/{1,2}){0,3}(?<function>[\w.$<>]+)\((?:Native Method|Unknown Source)\)/,
  },
  // C#
  { innermost: 'first', pattern: /^\s{0,40}at (?<function>[^()]+)\([^)]*\) in (?<file>.+):line (?<line>\d{1,9})\s*$/ },
  // JavaScript and TypeScript: V8, then SpiderMonkey
  {
    innermost: 'first',
    pattern: /^\s{0,40}at (?:async )?(?<function>[^()]+) \((?<file>[^()\s][^()]*):(?<line>\d{1,9}):\d{1,9}\)/,
  },
  {
    innermost: 'first',
    pattern: /^\s{0,40}at (?:async )?(?<file>[^()\s]+):(?<line>\d{1,9}):\d{1,9}\s*$/,
    above: /^\s{0,40}\d{1,6}:\s+(?:0x[0-9a-f]+ - )?(?<function>[^\s:].*)$/,
  },
  { innermost: 'first', pattern: /^\s{0,40}(?<function>[^@\s]*)@(?<file>\S+):(?<line>\d{1,9}):\d{1,9}\s*$/ },
  // C# without symbols
  { innermost: 'first', pattern: /^\s{0,40}at (?<function>[A-Z][\w`+<>[\],.]*\.[\w`+<>[\],.]+)\([^)]*\)\s*$/ },
  // Go
  {
    innermost: 'first',
    pattern: /^\s{1,40}(?<file>\S+\.go):(?<line>\d{1,9})(?: \+0x[0-9a-f]+)?\s*$/,
    above: /^(?:created by )?(?<function>\S.*?)(?:\([^()]*\)| in goroutine \d+)?\s*$/,
  },
  // Valgrind
  {
    innermost: 'first',
    pattern:
      /^\s{0,40}==\d{1,9}==\s{1,12}(?:at|by) 0x[0-9A-Fa-f]+: (?<function>.+) \((?<file>[^\s():]+):(?<line>\d{1,9})\)\s*$/,
  },
  // gdb, then AddressSanitizer, then PHP
  {
    innermost: 'first',
    pattern: /^\s{0,40}#\d{1,6}\s+(?:0x[0-9a-f]+ in )?(?<function>[^\s(]+) \(.*\) at (?<file>[^\s:]+):(?<line>\d{1,9})/,
  },
  {
    innermost: 'first',
    pattern: /^\s{0,40}#\d{1,6}\s+0x[0-9a-f]+ in (?<function>.+) (?<file>[^\s:]+):(?<line>\d{1,9})(?::\d{1,9})?\s*$/,
  },
  { innermost: 'first', pattern: /^\s{0,40}#\d{1,6} (?<file>[^\s(][^(]*)\((?<line>\d{1,9})\): (?<function>[^(\s]+)/ },
  // What is said of one place only
  {
    innermost: 'last',
    isComplaint: true,
    pattern: /^[^']{0,40}thread '[^']*'(?: \(\d+\))? panicked at (?:'.*', )?(?<file>[^\s:']+):(?<line>\d{1,9})/,
  },
  { innermost: 'last', isComplaint: true, pattern: /^\s{0,40}--> (?<file>[^\s:]+):(?<line>\d{1,9}):\d{1,9}/ },
  { innermost: 'last', isComplaint: true, pattern: /^(?<file>[^\s(:]+\.\w{1,8})\((?<line>\d{1,9}),\d{1,9}\): error\b/ },
  {
    innermost: 'last',
    isComplaint: true,
    pattern: /^(?<file>[^\s:]+\.\w{1,8}):(?<line>\d{1,9}):\d{1,9}:? (?:fatal )?error\b/,
  },
  {
    innermost: 'last',
    isComplaint: true,
    pattern: /^.{0,300}? in (?<file>\/\S+\.php)(?: on line |:)(?<line>\d{1,9})\s*$/,
  },
];

/** The frame a line is; `null` where it is none. */
export function frameIn(line: string): FrameLine | null {
  if (line.length < 8 || longest < line.length) return null;
  for (const format of formats) {
    const found = format.pattern.exec(line)?.groups;
    if (found === undefined) continue;
    const { file, line: at, function: named } = found;
    const frame = { file: file ?? null, line: at === undefined ? null : Number(at), function: named?.trim() || null };
    return { frame: format.isPackaged === true ? packaged(frame) : frame, format };
  }
  return null;
}

/** `shop.cart.Cart.total(Cart.java:3)` is in `shop/cart/Cart.java`. */
function packaged(frame: ReportedFrame): ReportedFrame {
  const parts = (frame.function ?? '').split('.');
  const nPackages = parts.findIndex((part) => !/^[a-z_]\w*$/.test(part));
  return nPackages <= 0 ? frame : { ...frame, file: [...parts.slice(0, nPackages), frame.file].join('/') };
}
