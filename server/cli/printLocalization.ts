/** A localization for people: the ranked table with its evidence, each place as `file:line` so that terminals link it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import colors from 'picocolors';
import type { TestRecipe } from '../ports/testRunner.ts';
import type { Evidence, Localization, RankedLocation } from '../protocol/localization.ts';

const barWidth = 8;
const nDetailed = 3;
const maxPathSteps = 6;

/** Text with a final newline. Source lines are read from the repository where they can be. */
export function printLocalization(localization: Localization, recipe: TestRecipe | null): string {
  const lines = [
    headline(localization),
    ...ranking(localization),
    ...localization.problems.map(({ severity, message }) => `${severityMark(severity)} ${message}`),
  ];
  if (recipe !== null)
    lines.push(colors.dim(`Ran ${recipe.display.join(' ')} with ${recipe.interpreter} (${recipe.interpreterSource})`));
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

function headline({ verdict, tests, run, confidence }: Localization): string {
  const names = tests.length <= 3 ? tests.join(', ') : `${tests.slice(0, 3).join(', ')} and ${tests.length - 3} more`;
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

function ranking({ repository, locations }: Localization): readonly string[] {
  return locations.flatMap((location) => {
    const { rank, file, line, element, suspiciousness } = location;
    const where = `${colors.bold(`${file}:${line}`)}  ${colors.cyan(element.split('::')[1] ?? 'module level')}`;
    const head = `${String(rank).padStart(3)}  ${bar(suspiciousness)} ${suspiciousness.toFixed(2)}  ${where}`;
    const source = sourceLine(repository, location);
    const shown = source === '' ? [] : [`       ${source}`];
    return [
      head,
      ...shown,
      ...(rank <= nDetailed ? location.evidence.flatMap(evidenceLines) : []),
      rank <= nDetailed ? ' ' : '',
    ];
  });
}

function evidenceLines({ kind, message, path }: Evidence): readonly string[] {
  const steps = path.length <= maxPathSteps ? path : [...path.slice(0, 2), ...path.slice(2 - maxPathSteps)];
  const chain = steps.map(({ file, line }) => `${file}:${line}`).join(' → ');
  return [
    `       ${colors.magenta(kind.padEnd(9))} ${message}`,
    ...(chain === '' ? [] : [`                 ${colors.dim(chain)}`]),
  ];
}

function bar(score: number): string {
  const filled = Math.max(0, Math.min(barWidth, Math.round(score * barWidth)));
  return colors.red('█'.repeat(filled)) + colors.dim('░'.repeat(barWidth - filled));
}

function severityMark(severity: string): string {
  return severity === 'error' ? colors.red('error:') : severity === 'warning' ? colors.yellow('note:') : 'note:';
}

function sourceLine(repository: string, { file, line }: RankedLocation): string {
  try {
    return (readFileSync(join(repository, file), 'utf8').split('\n')[line - 1] ?? '').trim();
  } catch {
    return '';
  }
}
