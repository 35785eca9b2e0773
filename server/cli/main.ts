/** `culprit`: reads the command line, hands over to a command, and catches what goes wrong, once. */
import { pathToFileURL } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { withoutDamage } from '../indexing/graphCache.ts';
import { printable } from '../protocol/printable.ts';
import { type DoctorOptions, doctor } from './commands/doctor.ts';
import { addGraphCommands } from './commands/graphCommands.ts';
import { type LocalizeOptions, localize } from './commands/localize.ts';
import { addSwebenchCommands } from './commands/swebench.ts';
import { type TraceOptions, trace } from './commands/trace.ts';
import { installed, version } from './compose.ts';
import { CliRefusal, type ExitStatus, exitStatus } from './exitStatus.ts';

/** Gathers an option that may be given several times. */
function repeated(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

type Action = () => Promise<ExitStatus>;

function commandLine(run: (action: Action) => Promise<void>): Command {
  const program = new Command('culprit')
    .description('Shows which line a failing test is to blame on, with evidence you can check')
    .version(version())
    .exitOverride()
    .showHelpAfterError('(culprit --help lists the commands)');

  program
    .command('localize')
    .description('run the failing test(s) and rank fault locations, or rank from a bug report')
    .argument(
      '[test...]',
      "the runner's own id: tests/test_a.py::TestX::test_y, package.module.Class.method, or a test file",
    )
    .option('--issue <file>', 'rank from a bug report, alone or beside a failing test; - reads standard input')
    .option('--image <file>', 'a picture of the bug report; without a model it is not looked at', repeated, [])
    .option('--repo <dir>', 'the repository (default: the current folder)')
    .option('--json', 'print one JSON document, culprit.localization/1', false)
    .option('--sarif', 'print SARIF 2.1.0', false)
    .option('--top <n>', 'at most this many locations', '10')
    .option('--runner <name>', 'auto, or the name of a runner', 'auto')
    .option('--python <interpreter>', "the tested project's Python")
    .option('--command <argv>', 'run this instead, its exit status being the verdict; {test} stands for a test')
    .option('--coverage <file>', 'a report the command writes (lcov, Cobertura, JaCoCo, coverage.py)', repeated, [])
    .option('--passing <test>', 'a test that passes, to compare with, for a command with {test}', repeated, [])
    .option('--trust', "allow running this repository's own code", false)
    .option('--timeout <s>', 'limit of one run of the failing test, in seconds', '120')
    .option('--sandbox <how>', 'auto, bwrap or none: how far tests are kept from harm', 'auto')
    .option('--budget-seconds <s>', 'stop after this long and print what was reached')
    .option('--without <sources>', 'leave out sources of evidence, to see what each is worth: spectrum,slice,…')
    .option('--model <provider:name>', 'the model to use, or none', 'none')
    .option('--quiet', 'no progress', false)
    .addOption(new Option('--log-level <level>', 'how much is told on stderr').default('info').hideHelp())
    .addOption(new Option('--tables <file>', 'write what was weighed, for learning').hideHelp())
    .action((tests: string[], options: LocalizeOptions) => run(() => localize(tests, options)));

  program
    .command('trace')
    .description('run a test under the tracer and print its calls with their values')
    .argument('<test>', "the runner's own id, or a test file: then its first red test")
    .option('--repo <dir>', 'the repository (default: the current folder)')
    .option('--json', 'print one JSON document, culprit.trace/1', false)
    .option('--save <file>', 'write that document to a file, too')
    .option('--runner <name>', 'auto, or the name of a runner', 'auto')
    .option('--python <interpreter>', "the tested project's Python")
    .option('--trust', "allow running this repository's own code", false)
    .option('--timeout <s>', 'limit of one run of the test, in seconds', '120')
    .option('--sandbox <how>', 'auto, bwrap or none: how far tests are kept from harm', 'auto')
    .option('--quiet', 'no progress', false)
    .action((test: string, options: TraceOptions) => run(() => trace(test, options)));

  program
    .command('doctor')
    .description('what this machine has for running, watching and isolating tests')
    .option('--repo <dir>', 'the repository (default: the current folder)')
    .option('--json', 'print one JSON document, culprit.doctor/1', false)
    .action((options: DoctorOptions) => run(() => doctor(options)));

  addGraphCommands(program, run);
  addSwebenchCommands(program, run);

  program
    .command('lsp')
    .description('start the language server')
    .option('--stdio', 'talk over standard input and output', true)
    .option('--trust', "allow running the workspace's own code", false)
    .action(() => run(startLanguageServer));
  return program;
}

/** The server is a bundle of its own beside this one; it reads the same arguments. */
async function startLanguageServer(): Promise<ExitStatus> {
  await import(pathToFileURL(installed('lsp.cjs')).href);
  return new Promise(() => {}); // It ends the process itself.
}

async function main(argv: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.done;
  const program = commandLine(async (action) => {
    status = await withoutDamage(action, () => undefined);
  });
  try {
    await program.parseAsync([...argv]);
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
    if (error instanceof CliRefusal) {
      process.stderr.write(`${printable(error.message)}\n`);
      return error.status;
    }
    process.stderr.write(
      `A bug in Culprit: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return exitStatus.bug;
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitStatus.done); // The reader has seen enough.
  process.stderr.write(`Cannot write the answer: ${error.message}\n`);
  process.exit(exitStatus.usage);
});
void main(process.argv).then((status) => {
  process.exitCode = status;
});
