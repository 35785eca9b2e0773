/**
 * Drops what a report says because every report says it: headings and check boxes of the tracker's template, the reporter's
 * machine and versions, thanks. Leaves out what is said of the fault, wherever it stands. Lists of words
 * that trackers anywhere use; the wording of one project's template is told by its shape or not at all.
 */
import type { ReportPart } from './bugReport.ts';

export function withoutBoilerplate(parts: readonly ReportPart[]): readonly ReportPart[] {
  const kept: ReportPart[] = [];
  let inMachine = false;
  for (const part of parts) {
    if (part.kind !== 'prose') {
      if (!inMachine || part.kind === 'log') kept.push(part);
      continue;
    }
    const lines: string[] = [];
    for (const line of part.text.split('\n')) {
      inMachine = staysInMachine(line, inMachine);
      if (!inMachine && !isTemplate(line)) lines.push(withoutPictures(line));
    }
    if (lines.some((line) => line.trim() !== '')) kept.push({ kind: 'prose', text: lines.join('\n').trim() });
  }
  return kept;
}

const picture = /!\[[^\]]{0,200}\]\([^)]{0,400}\)|<img\b[^>]{0,600}>/g;

function withoutPictures(line: string): string {
  return line.replace(picture, ' ');
}

const longestHeading = 70;
/** A line this long in a section on the machine is a story after all. */
const story = 160;

function staysInMachine(line: string, was: boolean): boolean {
  if (machineHeading(line)) return true;
  return was && line.length <= story && !isHeading(line);
}

function isHeading(line: string): boolean {
  return /^\s{0,3}#{1,6}\s/.test(line) || /^\s{0,3}\*\*[^*]{1,100}\*\*:?\s*$/.test(line);
}

const machine = new Set(
  `environment|your environment|environment info|environment information|environment details|system info|system information|
system details|system|platform|operating system|os|version|versions|version info|version information|versions info|software versions|
package versions|installed versions|dependencies|your version|python version|node version|library version|browser version|
desktop|smartphone|environment data|development environment|runtime environment|specifications|setup`
    .split('|')
    .map((words) => words.trim()),
);

function machineHeading(line: string): boolean {
  if (longestHeading < line.length) return false;
  const said = bare(line);
  if (machine.has(said)) return true;
  return (
    isHeading(line) &&
    /^(?:(?:your |software |installed )?(?:versions?|environment|system info|platform|operating system)\b|output of .{0,30}\bversions?$)/.test(
      said,
    )
  );
}

/** Lower-case words without markup and marks. */
function bare(line: string): string {
  return line
    .toLowerCase()
    .replace(/[^a-z0-9?'’ ]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

const headings = new Set(
  `describe the bug|bug description|bug report|bug summary|bug|issue|issue description|issue summary|description|summary|problem|problem description|the problem|
to reproduce|how to reproduce|steps to reproduce|steps to reproduce the behavior|steps to reproduce the behaviour|steps code to reproduce|reproduction|reproduction steps|
code to reproduce|code for reproduction|code sample|minimal example|minimal reproducible example|minimal complete verifiable example|reproducible example|example|reproducer|steps|code|
expected behavior|expected behaviour|expected result|expected results|expected outcome|expected output|expected|what you expected to happen|what did you expect to happen|
what you expected to happen?|what did you expect to happen?|actual behavior|actual behaviour|actual result|actual results|actual outcome|actual output|actual|
current behavior|current behaviour|observed behavior|observed behaviour|observed|what happened|what happened?|what actually happened|what went wrong?|
screenshots|screenshot|additional context|additional information|additional info|additional details|additional notes|any additional information|anything else|anything else?|
other information|more info|more information|notes|context|configuration|debug|logs|log output|relevant log output|error message|error output|stack trace|traceback|
search before asking|code of conduct|checklist|possible solution|
possible fix|suggested fix|proposed solution|is your feature request related to a problem? please describe|is your feature request related to a problem?|
describe the solution you'd like|describe alternatives you've considered|feature request|impact|severity|priority|component|component name|affected versions|
issue type|current|details|question|background|motivation|title|use case|use cases`
    .split('|')
    .map((words) => words.trim()),
);

/** Headings of templates that go on about what to write. */
const templateHeading =
  /^(?:describe (?:the|what|your)|(?:steps|code|how) to reproduce|to reproduce|expected|actual|what (?:is|was|happen|you|did|do|version|went)|additional|is your feature|are you willing|code of conduct|search before|possible (?:fix|solution)|proposed|code (?:sample|example)|.{0,20}\bcode sample$|minimal|example|reproduc|screenshots?|title|summary|description)\b/;

const sayings =
  /^\s{0,12}[-*]? ?\[[ xX]?\] |i agree to follow|searched (?:the|for|through)? ?(?:existing |open |similar )*(?:issues|reports)|^\s{0,8}yes i am willing|^\s{0,8}(?:many )?thank(?:s| you)\b|thanks in advance|^\s{0,8}<\/?(?:details|summary)\b|^\s{0,12}\.\. (?:code-block|code|sourcecode|parsed-literal)::|a clear and concise description|^\s{0,8}_?no response_?\s*$|^\W{0,8}(?:are|would) you (?:be )?willing to [^.?]{1,80}\?\W{0,4}$|add any other context|if applicable, add screenshots/i;

const longestSaying = 160;

function isTemplate(line: string): boolean {
  if (longestSaying < line.length) return false;
  const said = bare(line);
  if (isHeading(line) && templateHeading.test(said)) return true;
  return headings.has(said) || sayings.test(line) || isVersionLine(line);
}

const named =
  'os|platform|machine|processor|executable|browser|operating system|byteorder|libc|kernel|cpu|gpu|arch|architecture';
const numbered = 'python|node|java|go|rust|ruby|php|pip|npm|conda|system|version|locale|lang|shell|compiler|cuda';
const ofMachine = new RegExp(
  String.raw`^\W{0,8}(?:(?:${named})(?: (?:version|release|info))?\W{0,4}[:=]|(?:${numbered})(?: (?:version|release|info))?\W{0,4}[:=](?=.{0,60}\d)).{1,76}$`,
  'i',
);
const release =
  /^\W{0,8}@?[A-Za-z][\w./ -]{0,40}(?:\s?version)?\W{0,4}(?::|==|=| v)\s{0,12}["'`]?v?\d{1,5}\.\d{1,5}(?:\.\w{1,12}){0,4}(?:[-+]\w{1,24})?["'`]?\W{0,4}$/;

/** `name: 1.2.3`, and what platforms say of themselves. A setting of one number, such as `rate = 0.5`, is no version. */
function isVersionLine(line: string): boolean {
  if (longestSaying < line.length) return false;
  return (
    ofMachine.test(line) || (release.test(line) && !/=\s{0,12}\d{1,5}\.\d{1,5}\W{0,4}$/.test(line.replace('==', ':')))
  );
}
