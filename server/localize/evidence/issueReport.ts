/** What a bug report that came with the failing test says of functions and files: the ranking it would give alone. */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import type { ElementId } from '../../core/ids.ts';
import { type IssueRequest, localizeIssue } from '../issue/localizeIssue.ts';
import { type EvidenceFindings, type Finding, noStatements } from './finding.ts';

const mostFunctions = 50;

export function reportEvidence(snapshot: CodeSnapshot, request: Omit<IssueRequest, 'top'>): EvidenceFindings {
  const { files, functions, locations } = localizeIssue(snapshot, { ...request, top: mostFunctions });
  const best = functions[0]?.score ?? 0;
  const bestFile = files[0]?.score ?? 0;
  return {
    source: 'issue',
    kind: 'text',
    statements: noStatements,
    functions: new Map(
      functions.flatMap(({ element, file, line, rank, score }): readonly [ElementId, Finding][] => {
        if (score <= 0) return [];
        const reason = locations.find((location) => location.element === element)?.evidence[0];
        const message = `Rank ${rank} of the functions the report may be about${reason === undefined ? '' : `: ${reason.message}`}`;
        const path = () => reason?.path ?? [{ file, line, message: 'begins here' }];
        return [[element as ElementId, { score: score / best, message, path }]];
      }),
    ),
    files: new Map(
      files.flatMap(({ file, rank, score }): readonly [string, Finding][] => {
        const message = `Rank ${rank} of the files the report may be about`;
        // Less than what is said of a function: it only tells the file.
        return score <= 0
          ? []
          : [[file, { score: worthOfFile * (score / bestFile), message, path: () => [{ file, line: 1, message }] }]];
      }),
    ),
  };
}

const worthOfFile = 0.3;
