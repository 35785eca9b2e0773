/** The terms of a report with how much each part of it asks for them. */
import { stemOf, termsOf } from '../../core/text/terms.ts';
import type { BugReport } from './report/bugReport.ts';
import type { Mentions } from './report/mentions.ts';

export const segments = ['title', 'prose', 'code', 'log', 'error', 'joined', 'lead', 'quoted'] as const;
export type Segment = (typeof segments)[number];

export interface QueryTerm {
  readonly term: string;
  /** By segment, in the order of `segments`: the binary logarithm of one more than its count. */
  readonly weights: Float64Array;
}

const mostErrors = 6;

/** In alphabetical order. Joined words are terms only where title and prose do not say them as they are. */
export function queryTerms(
  { title, prose, code, logs, errors }: BugReport,
  { joined, literals }: Mentions,
): readonly QueryTerm[] {
  const counts = new Map<string, Float64Array>();
  const count = (term: string, segment: Segment) => {
    const known = counts.get(term) ?? new Float64Array(segments.length);
    known[segments.indexOf(segment)]!++;
    counts.set(term, known);
  };
  const texts = {
    title,
    prose,
    code: code.join('\n'),
    log: logs.join('\n'),
    error: errors.slice(0, mostErrors).join('\n'),
    lead: leadOf(prose),
    quoted: literals.join('\n'),
  };
  for (const segment of segments)
    if (segment !== 'joined') for (const term of termsOf(texts[segment])) count(term, segment);
  for (const term of new Set(joined.map(stemOf))) {
    const [inTitle, inProse] = counts.get(term) ?? [0, 0];
    if (inTitle === 0 && inProse === 0) count(term, 'joined');
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([term, found]) => ({ term, weights: found.map((times) => Math.log2(1 + times)) }));
}

const fewestWords = 25;

/** The paragraphs a text begins with, so many that they say something. */
function leadOf(prose: string): string {
  const paragraphs = prose.split(/\n\s*\n/);
  let lead = '';
  for (const paragraph of paragraphs) {
    lead += `${paragraph}\n`;
    if (lead.split(/\s+/).length > fewestWords) break;
  }
  return lead;
}
