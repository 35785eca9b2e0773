/**
 * JaCoCo's XML (`report.dtd` 1.1): `package` and `sourcefile` name a file, `line` has covered instructions (`ci`). Leaves out
 * branches: the format says how many were taken, not which.
 */
import { malformed, ReportBuilder, type ReportReading } from './coverageReport.ts';
import { readElements } from './xmlElements.ts';

export function readJacoco(text: string): ReportReading {
  const builder = new ReportBuilder();
  let folder = '';
  let file = '';
  let root: string | null = null;
  const problem = readElements(text, {
    open(name, attributes) {
      root ??= name;
      if (name === 'package') folder = attributes.name ?? '';
      else if (name === 'sourcefile') file = [folder, attributes.name ?? ''].filter((part) => part !== '').join('/');
      else if (name === 'line' && 0 < Number(attributes.ci)) builder.hit(file, Number(attributes.nr));
    },
    close(name) {
      if (name === 'sourcefile') file = '';
    },
  });
  if (problem !== null) return malformed(problem);
  if (root !== 'report') return malformed(`its root is <${root}>, not <report>`);
  return { kind: 'report', report: builder.finish([]) };
}
