/**
 * lcov's tracefiles (`geninfo(1)`): SF names a file, DA a line with its count, BRDA a branch. Leaves out functions, sums and
 * checksums, and the tests (TN) a report may name: a report is of the run that wrote it.
 */
import { malformed, ReportBuilder, type ReportReading } from './coverageReport.ts';

export function readLcov(text: string): ReportReading {
  const builder = new ReportBuilder();
  let file: string | null = null;
  /** How many branches of each line were seen, for their numbers. */
  let branches = new Map<number, number>();
  let nRecords = 0;
  for (const textLine of text.split(/\r?\n/)) {
    if (textLine.startsWith('SF:')) {
      file = textLine.slice(3).trim();
      branches = new Map();
      nRecords += 1;
    } else if (textLine.trim() === 'end_of_record') file = null;
    else if (file !== null && textLine.startsWith('DA:')) {
      const [line, count] = textLine.slice(3).split(',');
      if (0 < Number(count)) builder.hit(file, Number(line));
    } else if (file !== null && textLine.startsWith('BRDA:')) {
      const [line, , , taken] = textLine.slice(5).split(',');
      const number = Number(line);
      const index = branches.get(number) ?? 0;
      branches.set(number, index + 1);
      if (0 < Number(taken)) builder.took(file, number, index);
    }
  }
  if (nRecords === 0) return malformed('it names no source file (SF:)');
  return { kind: 'report', report: builder.finish([]) };
}
