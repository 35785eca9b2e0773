/** Runs of `culprit swebench localize` over a made-up dataset, and what they wrote, held against its schemas. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { Localization } from '../../server/protocol/localization.ts';
import type { SwebenchReport } from '../../server/protocol/swebenchReport.ts';
import { culprit, projectRoot } from './runCli.ts';
import type { MadeDataset } from './swebenchFixture.ts';

export function benchmarkIn(made: MadeDataset) {
  /** Where instances have their trees. */
  const trees = join(made.folder, 'trees');
  mkdirSync(trees);

  function run(out: string, ...more: readonly string[]) {
    const argv = ['swebench', 'localize', '--repos', made.repos, '--out', join(made.folder, out), '--quiet', ...more];
    return culprit(argv, { env: { TMPDIR: trees } });
  }

  function locations(out: string): readonly (Localization & { readonly instance_id: string })[] {
    const lines = readFileSync(join(made.folder, out, 'locations.jsonl'), 'utf8')
      .split('\n')
      .slice(0, -1);
    return lines.map((line) => valid(isLocalization, JSON.parse(line)));
  }

  function report(out: string): SwebenchReport {
    return validReport(readFileSync(join(made.folder, out, 'report.json'), 'utf8'));
  }

  /** What must be the same whenever the same is asked. */
  function lasting(out: string): string {
    const answers = locations(out).map(({ run: { seconds: _, overhead: __, ...run }, ...rest }) => ({ ...rest, run }));
    const { cost: _, ...figures } = report(out);
    return JSON.stringify([answers, figures]);
  }

  return { run, locations, report, lasting, trees };
}

export function validReport(text: string): SwebenchReport {
  return valid(isReport, JSON.parse(text));
}

const [isLocalization, isReport] = ['localization', 'swebench-localization'].map((name) => {
  const path = join(projectRoot, `server/protocol/schemas/${name}.schema.json`);
  return new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(path, 'utf8')));
}) as [ValidateFunction, ValidateFunction];

function valid<Content>(validate: ValidateFunction, content: Content): Content {
  expect(validate(content), JSON.stringify(validate.errors)).toBe(true);
  return content;
}
