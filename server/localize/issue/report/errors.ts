/**
 * Lines that say what went wrong, as programs, compilers and test runners of many languages write them. Leaves out where
 * it went wrong: that is the frames'. Lines longer than any message are nobody's.
 */

const longest = 600;
const mostKept = 300;

const name = String.raw`[A-Za-z_][\w.$]{0,160}`;
const ofErrors =
  '(?:Error|Exception|Warning|Failure|Failed|Interrupt|Exit|Fault|Panic|NotFound|DoesNotExist|Timeout|Overflow|Violation)';
const lead = String.raw`^\s{0,40}(?:E\s{1,12})?(?:Uncaught |Unhandled exception\. |Caused by: |Exception in thread "[^"]{0,120}" |PHP )?(?:\(in promise\) )?`;

/** What says so wherever it stands. */
const anywhere: readonly RegExp[] = [
  new RegExp(String.raw`${lead}${name}${ofErrors}(?:\s?\[\w{1,40}\])?(?::\s|:?\s*$)`),
  new RegExp(String.raw`${lead}(?:[a-z_]\w{0,60}\.){1,8}[A-Z]\w{0,80}: \S`),
  /^\s{0,40}(?:[Ee]rror|ERROR|fatal(?: error)?|Fatal error|panic)(?:\[\w{1,40}\]|\(\w{1,40}\))?:\s/,
  /^\s{0,40}thread '[^']{0,120}'(?: \(\d{1,12}\))? panicked at /,
  /^\s{0,40}\S{1,300}:\d{1,9}(?::\d{1,9})?: (?:fatal )?error(?: [A-Z]{1,4}\d{1,6})?: /,
  /^\s{0,40}\S{1,300}\(\d{1,9},\d{1,9}\): error [A-Z]{1,4}\d{1,6}: /,
];

/** What a sentence might say as well, so that it counts only among what a program printed. */
const inOutput: readonly RegExp[] = [
  /^\s{0,40}(?:Segmentation fault|Bus error|Aborted|Killed|Illegal instruction|Program received signal|==\d{1,9}==ERROR:)/,
  /\(\w{1,60}(?:::\w{1,60}){0,8}(?:Error|Exception)\)\s*$/,
  new RegExp(String.raw`${lead}(?:PHP )?Fatal error:\s`),
];

/** The line as it would be quoted, or `null` where it says nothing of the kind. */
export function errorOf(line: string, inProse: boolean): string | null {
  if (line === '' || longest < line.length) return null;
  const says = anywhere.some((one) => one.test(line)) || (!inProse && inOutput.some((one) => one.test(line)));
  return says
    ? line
        .trim()
        .replace(/^E\s{1,12}/, '')
        .slice(0, mostKept)
    : null;
}

export function errorsIn(text: string, inProse: boolean): readonly string[] {
  return text.split('\n').flatMap((line) => errorOf(line, inProse) ?? []);
}
