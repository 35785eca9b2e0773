/**
 * Ways to cut a report into units that each tell one fault: under headings, as items of a list, where it says that there is
 * another. Each way is careful: where one of its units tells no fault, it does not apply. Leaves out what units have to do
 * with each other.
 */
import type { BugReport, ReportPart } from './bugReport.ts';
import { beginsAnother, isStep, sentencesOf, tellsFault, withoutOpening } from './faultWords.ts';
import { codeNamesIn } from './mentions.ts';

export interface ReportUnit {
  readonly title: string;
  readonly parts: readonly ReportPart[];
}

const most = 8;
const leastWords = 3;

/** One unit where the report tells one fault. */
export function unitsOf(report: BugReport): readonly ReportUnit[] {
  for (const way of [byHeadings, byItems, byAnother]) {
    const units = way(report);
    if (units !== null && 2 <= units.length && units.length <= most) return units;
  }
  return [{ title: report.title, parts: report.parts }];
}

/** A part that may begin a unit, or end one so that what follows belongs to none. */
interface Cut {
  readonly part: ReportPart;
  readonly begins: string | null;
  readonly ends: boolean;
}

function units(cuts: readonly Cut[]): readonly ReportUnit[] {
  const found: { title: string; parts: ReportPart[] }[] = [];
  let isOpen = false;
  for (const { part, begins, ends } of cuts) {
    if (begins !== null) found.push({ title: begins, parts: [] });
    isOpen = begins !== null || (isOpen && !ends);
    if (isOpen && part.text.trim() !== '') found.at(-1)!.parts.push(part);
  }
  return found;
}

const heading = /^\s{0,3}(?:#{1,6}\s+(.{3,120})|\*\*([^*]{3,100})\*\*:?\s*)$/;

const numbered = /^\W{0,3}(?:(?:problem|issue|bug|case|fault|error)\s?#?)?\d{1,2}\b/i;

/** Headings that say a fault themselves, or number it: others part what is said of one. */
function byHeadings({ parts }: BugReport): readonly ReportUnit[] | null {
  const cuts = parts.flatMap((part) => (part.kind === 'prose' ? cutsAtHeadings(part.text) : [within(part)]));
  const found = units(cuts);
  return found.every(({ title }) => tellsFault(title) || numbered.test(title)) ? found : null;
}

function cutsAtHeadings(text: string): readonly Cut[] {
  const cuts: Cut[] = [];
  let lines: string[] = [];
  let begins: string | null = null;
  const close = () => {
    cuts.push({ part: { kind: 'prose', text: lines.join('\n') }, begins, ends: false });
    lines = [];
    begins = null;
  };
  for (const line of text.split('\n')) {
    const found = heading.exec(line);
    if (found === null) {
      lines.push(line);
      continue;
    }
    close();
    begins = (found[1] ?? found[2] ?? '').trim();
  }
  close();
  return cuts;
}

const item = /^\s{0,3}(?:\(?\d{1,2}[.)]|\(?[a-h]\)|[-*+])\s+(\S.*)$/;

function byItems({ parts }: BugReport): readonly ReportUnit[] | null {
  const cuts = parts.flatMap((part) => (part.kind === 'prose' ? cutsAtItems(part.text) : [within(part)]));
  const found = units(cuts);
  const told = found.map(({ parts: own }) => prose(own).join('\n'));
  const isList = told.every((text) => tellsFault(text) && leastWords <= text.split(/\s+/).length && !isStep(text));
  return isList ? found : null;
}

function cutsAtItems(text: string): readonly Cut[] {
  const cuts: Cut[] = [];
  let lines: string[] = [];
  let begins: string | null = null;
  let ends = false;
  let wasEmpty = false;
  const close = () => {
    cuts.push({ part: { kind: 'prose', text: lines.join('\n') }, begins, ends });
    lines = [];
    begins = null;
    ends = false;
  };
  for (const line of text.split('\n')) {
    const found = item.exec(line);
    const leaves = wasEmpty && /^\S/.test(line);
    wasEmpty = line.trim() === '';
    if (found !== null || leaves) {
      close();
      begins = found === null ? null : titleOf(found[1]!);
      ends = found === null;
    }
    lines.push(found?.[1] ?? line);
  }
  close();
  return cuts;
}

function within(part: ReportPart): Cut {
  return { part, begins: null, ends: false };
}

/** The first unit is what is told before the report says that there is another. */
function byAnother(report: BugReport): readonly ReportUnit[] | null {
  const found: { title: string; parts: ReportPart[] }[] = [{ title: report.title, parts: [] }];
  const named = new Set(codeNamesIn(report.title));
  for (const part of report.parts) {
    const pieces = part.kind === 'prose' ? sentencesOf(part.text) : [part.text];
    for (const text of pieces) {
      const isNew = part.kind === 'prose' && tellsAnother(text, named);
      if (isNew) found.push({ title: titleOf(withoutOpening(text)), parts: [] });
      found.at(-1)!.parts.push({ kind: part.kind, text });
      for (const name of codeNamesIn(text)) named.add(name);
    }
  }
  const first = prose(found[0]!.parts).join('\n');
  return tellsFault(first) && leastWords <= first.split(/\s+/).length ? found : null;
}

/** What might only go on with the same fault must name something that nothing before it did. */
function tellsAnother(sentence: string, named: ReadonlySet<string>): boolean {
  const begins = beginsAnother(sentence);
  if (begins === 'surely') return true;
  if (begins === 'no' || !tellsFault(sentence)) return false;
  return codeNamesIn(sentence).some((name) => !named.has(name));
}

function prose(parts: readonly ReportPart[]): readonly string[] {
  return parts.filter(({ kind }) => kind === 'prose').map(({ text }) => text);
}

const longestTitle = 120;

function titleOf(text: string): string {
  const [first = ''] = sentencesOf(text.trim());
  const line = first.split('\n')[0]!.trim();
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle).replace(/\s\S*$/, '')} …`;
}
