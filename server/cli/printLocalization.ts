/** A localization for people: the ranked table with its evidence, each place as `file:line` so that terminals link it. */
import colors from 'picocolors';
import type { TestRecipe } from '../ports/testRunner.ts';
import type { Evidence, Localization } from '../protocol/localization.ts';
import { printable } from '../protocol/printable.ts';
import { fileLines, issueLines } from './printIssues.ts';

const barWidth = 8;
const nDetailed = 3;
const maxPathSteps = 6;

/** How the answer came about, and the source line of each location. */
export interface ShownRun {
  /** `null` where nothing was run. */
  readonly recipe: TestRecipe | null;
  readonly sourceLines: readonly string[];
}

/** Text with a final newline. `run` is `null` where nothing was run. */
export function printLocalization(localization: Localization, run: ShownRun | null): string {
  const lines = [
    headline(localization),
    ...ranking(localization, run?.sourceLines ?? []),
    ...(localization.verdict === 'issue-only' ? [...fileLines(localization), ...issueLines(localization)] : []),
    ...localization.problems.map(({ severity, message }) => `${severityMark(severity)} ${printable(message)}`),
  ];
  if (run !== null && run.recipe !== null) {
    const { display, program, programSource } = run.recipe;
    lines.push(colors.dim(printable(`Ran ${display.join(' ')} with ${program} (${programSource})`)));
  }
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

function headline({ verdict, tests, run, confidence }: Localization): string {
  const more = tests.length <= 3 ? '' : ` and ${tests.length - 3} more`;
  const names = printable(tests.slice(0, 3).join(', ') + more);
  switch (verdict) {
    case 'located':
    case 'uncertain': {
      if (run.failing === 0) return '';
      const compared = `${run.failing} failing, ${run.passing} passing ${run.passing === 1 ? 'test' : 'tests'}, ${run.seconds.toFixed(1)} s`;
      const sure = verdict === 'located' ? '' : colors.yellow(' · uncertain');
      return `${colors.red('FAIL')} ${names}\n     ${colors.dim(`${compared} · confidence ${confidence.toFixed(2)}`)}${sure}\n`;
    }
    case 'passed':
      return `${colors.green('PASS')} ${names}`;
    case 'flaky':
      return `${colors.yellow('FLAKY')} ${names}`;
    case 'environment':
      return `${colors.red('CANNOT RUN')} ${names}`;
    case 'issue-only':
      return 'From the bug report alone';
  }
}

function ranking({ locations }: Localization, sourceLines: readonly string[]): readonly string[] {
  return locations.flatMap((location, index) => {
    const { rank, file, line, element, suspiciousness } = location;
    const name = element.startsWith(`${file}::`) ? element.slice(file.length + 2) : 'module level';
    const where = `${colors.bold(printable(`${file}:${line}`))}  ${colors.cyan(printable(name))}`;
    const head = `${String(rank).padStart(3)}  ${bar(suspiciousness)} ${suspiciousness.toFixed(2)}  ${where}`;
    const source = printable(sourceLines[index] ?? '');
    return [
      head,
      source === '' ? '' : `       ${source}`,
      ...(rank <= nDetailed ? [...location.evidence.flatMap(evidenceLines), ' '] : []),
    ];
  });
}

function evidenceLines({ kind, message, path }: Evidence): readonly string[] {
  const places = path.map(({ file, line }) => `${file}:${line}`);
  const shown =
    places.length <= maxPathSteps ? places : [...places.slice(0, 2), '…', ...places.slice(3 - maxPathSteps)];
  const chain = shown.length === 0 ? '' : `                 ${colors.dim(printable(shown.join(' → ')))}`;
  return [`       ${colors.magenta(kind.padEnd(9))} ${printable(message)}`, chain];
}

function bar(score: number): string {
  const filled = Math.max(0, Math.min(barWidth, Math.round(score * barWidth)));
  return colors.red('█'.repeat(filled)) + colors.dim('░'.repeat(barWidth - filled));
}

function severityMark(severity: string): string {
  return severity === 'error' ? colors.red('error:') : severity === 'warning' ? colors.yellow('note:') : 'note:';
}
