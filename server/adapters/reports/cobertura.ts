/**
 * Cobertura's XML (`coverage-04.dtd`), as coverage.py, gcovr, coverlet and others write it: `class` names a file, `line` a
 * number with its hits. Leaves out branches: the format says how many were taken, not which.
 */
import { malformed, ReportBuilder, type ReportReading } from './coverageReport.ts';
import { readElements } from './xmlElements.ts';

export function readCobertura(text: string): ReportReading {
  const builder = new ReportBuilder();
  const sources: string[] = [];
  let file = '';
  let source: string | null = null;
  let root: string | null = null;
  const problem = readElements(text, {
    open(name, attributes) {
      root ??= name;
      if (name === 'class') file = attributes.filename ?? '';
      else if (name === 'source') source = '';
      else if (name === 'line' && 0 < Number(attributes.hits)) builder.hit(file, Number(attributes.number));
    },
    close(name) {
      if (name === 'class') file = '';
      if (name !== 'source' || source === null) return;
      if (source.trim() !== '') sources.push(source.trim());
      source = null;
    },
    text(part) {
      if (source !== null) source += part;
    },
  });
  if (problem !== null) return malformed(problem);
  if (root !== 'coverage') return malformed(`its root is <${root}>, not <coverage>`);
  return { kind: 'report', report: builder.finish(sources) };
}
