/** The answer of a localization in one sentence, for a notification. Leaves out the evidence. */
import { assertNever } from '../core/assertNever.ts';
import type { Localization } from '../protocol/localization.ts';
import type { Summary } from '../protocol/requests.ts';

export function summarize(localization: Localization): Summary {
  const { verdict, locations } = localization;
  const test = localization.tests.map(shortName).join(', ');
  const why = localization.problems.find(({ severity }) => severity !== 'information')?.message;
  switch (verdict) {
    case 'located':
    case 'issue-only':
      return { severity: 'info', message: `${mostSuspicious(localization)} (${counted(locations.length)})` };
    case 'uncertain':
      return locations.length === 0
        ? { severity: 'warning', message: `No line stands out for ${test}.${also(why)}` }
        : {
            severity: 'warning',
            message: `${mostSuspicious(localization)}, but not by much (${counted(locations.length)})`,
          };
    case 'passed':
      return { severity: 'info', message: `${test} passes: there is nothing to localize.` };
    case 'flaky':
      return {
        severity: 'warning',
        message: `${test} is flaky: it fails in some runs and passes in others.${also(why)}`,
      };
    case 'environment':
      return { severity: 'error', message: why ?? `${test} could not be run.` };
    default:
      return assertNever(verdict);
  }
}

/** The last part of an id: a person knows which test was asked for. */
function shortName(test: string): string {
  return test.split('::').at(-1) ?? test;
}

function mostSuspicious({ locations }: Localization): string {
  const first = locations[0];
  if (first === undefined) return 'No line was located';
  return `${first.file.split('/').at(-1)}:${first.line} is the most suspicious line`;
}

function counted(n: number): string {
  return n === 1 ? '1 location' : `${n} locations`;
}

function also(why: string | undefined): string {
  return why === undefined ? '' : ` ${why}`;
}
