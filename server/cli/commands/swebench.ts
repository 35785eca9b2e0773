/** `culprit swebench …` on the command line: how well the engine does on published benchmarks. */
import { type Command, Option } from 'commander';
import { evidenceSources } from '../../localize/evidence/finding.ts';
import type { ExitStatus } from '../exitStatus.ts';
import { workerCommand } from '../swebench/workers.ts';
import { localizeInstances } from './swebenchInstances.ts';
import { type SwebenchLocalizeOptions, swebenchLocalize } from './swebenchLocalize.ts';

type Run = (action: () => Promise<ExitStatus>) => Promise<void>;

export function addSwebenchCommands(program: Command, run: Run): void {
  const swebench = program.command('swebench').description('benchmark runs over datasets like SWE-bench');
  swebench
    .command('localize')
    .description('localize every instance of a dataset and measure how well that went')
    .requiredOption('--dataset <file>', 'as published: .parquet, .jsonl or .json')
    .requiredOption('--repos <dir>', 'clones or bare mirrors, named owner__name, owner+name or owner/name')
    .requiredOption(
      '--out <dir>',
      'where locations.jsonl and report.json go; a run that was cut off goes on from there',
    )
    .option('--instances <ids or file>', 'only these, separated by commas, or one a line of a file')
    .option('--without <sources>', `leave evidence out, for an ablation: some of ${evidenceSources.join(',')}`)
    .option('--with-issue', 'with the failing tests, show the report as well', false)
    .option('--with-failing-tests', 'localize by the failing tests, which are run, rather than by the report', false)
    .option(
      '--python <interpreter>',
      'runs the tests; {instance_id}, {repo} and {version} stand for those of an instance',
    )
    .option('--sandbox <how>', 'auto, bwrap or none: how far tests are kept from harm', 'auto')
    .option('--timeout <s>', 'limit of one run of the failing tests, in seconds', '120')
    .option('--trust', "allow running these repositories' own code", false)
    .option('--jobs <n>', 'processes side by side', '1')
    .option('--top <n>', 'at most this many entries in each list of an answer', '50')
    .option('--compare <dir>', 'the folder of another run: both are compared instance by instance')
    .option('--json', 'print the report as JSON', false)
    .option('--model <provider:name>', 'the model to use, or none', 'none')
    .option('--quiet', 'no progress', false)
    .addOption(new Option('--tables', 'write what was weighed to tables.jsonl').default(false).hideHelp())
    .action((options: SwebenchLocalizeOptions) => run(() => swebenchLocalize(options)));
  swebench.command(workerCommand[1]!, { hidden: true }).action(() => run(localizeInstances));
}
