/**
 * A report that tells several faults as what it consists of: each fault with its own text, and what the report says of how
 * they hang together. After the causal issue graphs of GraphLocator (2025), read from the report's words alone and in doubt
 * not read at all: most reports tell one fault. Leaves out the code of each.
 */
import type { BugReport, ReportPart } from './bugReport.ts';
import { causalHalves, comesOfBefore, sentencesOf, tellsFault } from './faultWords.ts';
import { codeNamesIn, symbolsIn } from './mentions.ts';
import { unitsOf } from './reportUnits.ts';

export interface SubIssue {
  readonly title: string;
  /** A report of its own: its title is the first line. */
  readonly text: string;
}

export interface SubIssueLink {
  /** Indices of sub-issues. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'causes' | 'relatesTo';
  /** What of the report says so. */
  readonly message: string;
}

export interface SubIssues {
  readonly issues: readonly SubIssue[];
  readonly links: readonly SubIssueLink[];
}

/** One sub-issue, the report itself, where it tells one fault. */
export function subIssuesOf(report: BugReport): SubIssues {
  const units = unitsOf(report);
  if (units.length === 1) return withToldCause(report);
  const isFirst = (title: string) => title === report.title;
  const issues = units.map(({ title, parts }) => {
    const context = isFirst(title) || report.title === '' ? [] : [report.title];
    return { title, text: [title, ...context, ...parts.map(written)].join('\n\n') };
  });
  return { issues, links: linksOf(units.map(({ title, parts }) => [title, proseOf(parts)])) };
}

function proseOf(parts: readonly ReportPart[]): string {
  return parts.flatMap(({ kind, text }) => (kind === 'prose' ? [text] : [])).join('\n\n');
}

/** So that it is read again as the part it is. */
function written({ kind, text }: ReportPart): string {
  if (kind === 'prose') return text;
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, { length }) => Math.max(most, length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

const leastWords = 3;

/** One fault of which the report says what it comes from, in a sentence whose halves each name code of their own. */
function withToldCause(report: BugReport): SubIssues {
  const whole: SubIssue = { title: report.title, text: report.text };
  const prose = report.parts.flatMap(({ kind, text }) => (kind === 'prose' ? sentencesOf(text) : []));
  for (const sentence of [report.title, ...prose]) {
    const halves = causalHalves(sentence);
    if (halves === null || !isTwoPlaces(halves.cause, halves.effect)) continue;
    const cause = { title: oneLine(halves.cause), text: `${oneLine(halves.cause)}\n\n${report.title}` };
    return { issues: [whole, cause], links: [{ from: 1, to: 0, kind: 'causes', message: oneLine(sentence) }] };
  }
  return { issues: [whole], links: [] };
}

function isTwoPlaces(cause: string, effect: string): boolean {
  const [ofCause, ofEffect] = [codeNamesIn(cause), codeNamesIn(effect)];
  const isLong = [cause, effect].every((half) => leastWords <= half.split(/\s+/).length);
  const isApart = ofCause.length > 0 && ofEffect.length > 0 && !ofCause.some((name) => ofEffect.includes(name));
  return isLong && isApart && (tellsFault(effect) || tellsFault(cause));
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** `told`: title and prose of each. */
function linksOf(told: readonly (readonly [string, string])[]): readonly SubIssueLink[] {
  const names = told.map((text) => symbolsIn(text.join('\n')));
  const links: SubIssueLink[] = [];
  const add = (link: SubIssueLink) => {
    const isKnown = links.some((one) => pairOf(one) === pairOf(link));
    if (link.from !== link.to && !isKnown) links.push(link);
  };
  for (const [at, [, text]] of told.entries()) for (const link of causalLinks(at, text, names)) add(link);
  for (const [from, own] of names.entries()) {
    for (let to = from + 1; to < names.length; to++) {
      const shared = own.filter((name) => names[to]!.includes(name));
      if (shared.length > 0)
        add({ from, to, kind: 'relatesTo', message: `Both name ${shared.slice(0, 3).join(', ')}` });
    }
  }
  return links.sort((a, b) => a.from - b.from || a.to - b.to);
}

function pairOf({ from, to }: SubIssueLink): string {
  return `${Math.min(from, to)}:${Math.max(from, to)}`;
}

function causalLinks(at: number, text: string, names: readonly (readonly string[])[]): readonly SubIssueLink[] {
  return sentencesOf(text).flatMap((sentence, index): readonly SubIssueLink[] => {
    const message = oneLine(sentence);
    if (index === 0 && 0 < at && comesOfBefore(sentence)) return [{ from: at - 1, to: at, kind: 'causes', message }];
    const halves = causalHalves(sentence);
    if (halves === null) return [];
    const cause = otherMeantBy(halves.cause, at, names);
    if (cause !== null) return [{ from: cause, to: at, kind: 'causes', message }];
    const effect = otherMeantBy(halves.effect, at, names);
    return effect === null ? [] : [{ from: at, to: effect, kind: 'causes', message }];
  });
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

/** The other unit a clause speaks of: by its number, or by a name that only that one has. */
function otherMeantBy(clause: string, at: number, names: readonly (readonly string[])[]): number | null {
  const number =
    /\b(?:issue|problem|bug|point|item|case)?\s?(?:#|no\. ?|\()(\d)\b|\b(?:issue|problem|bug|point|item|case) (\d)\b/i.exec(
      clause,
    );
  const ordinal = /\bthe (first|second|third|fourth|fifth) (?:one|issue|problem|bug|point|item|case)\b/i.exec(
    clause,
  )?.[1];
  const told = number !== null ? Number(number[1] ?? number[2]) - 1 : ordinals.indexOf(ordinal?.toLowerCase() ?? '');
  if (0 <= told && told < names.length && told !== at) return told;
  for (const name of symbolsIn(clause)) {
    const holders = names.flatMap((own, index) => (index !== at && own.includes(name) ? [index] : []));
    if (holders.length === 1) return holders[0]!;
  }
  return null;
}
