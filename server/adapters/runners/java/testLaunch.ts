/**
 * Starts the virtual machine that runs tests under watch, by our own small launcher: so that single tests, single cases,
 * limits and what is left out are exact, whatever built them.
 */
import { writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import type { TestRecipe, WatchedRun, WatchRequest } from '../../../ports/testRunner.ts';
import { setVariables } from '../../process/environment.ts';
import { inRunFolders, notStarted } from '../../watching/runFolders.ts';
import { watchPulse } from '../../watching/testPulse.ts';
import { readWatchedRun } from '../../watching/watchedRunReading.ts';
import { type CompileOptions, compiledPart } from './compiledWatcher.ts';
import type { TestSetting } from './javaBuild.ts';
import type { JavaSources } from './javaSources.ts';
import { jdkProgram } from './jdk.ts';

const platformLauncher = /^junit-platform-(launcher|console-standalone)-?.*\.jar$/;
const junit4 = /^junit(4|-dep)?(-4[\d.]*.*)?\.jar$/;
/** Options that only watch, and would watch our probes. */
const otherWatchers = /^-(javaagent:.*(jacoco|cobertura|pitest)|agentlib:jdwp|Xdebug|Xrunjdwp)/;

/** Runs the tests of one module. */
export async function launchTests(
  setting: TestSetting,
  module: string,
  sources: JavaSources,
  recipe: TestRecipe,
  watch: WatchRequest,
  options: CompileOptions,
): Promise<WatchedRun> {
  const names = setting.classPath.map((path) => basename(path));
  const part = names.some((name) => platformLauncher.test(name))
    ? 'platform'
    : names.some((name) => junit4.test(name))
      ? 'junit4'
      : null;
  if (part === null) {
    return notStarted(`Neither the JUnit Platform nor JUnit 4 is on the class path of the tests in ${module}.`);
  }
  const agent = await compiledPart('culprit', [], options);
  const junits = setting.classPath.filter((path) =>
    /junit|opentest4j|hamcrest|apiguardian|jspecify/i.test(basename(path)),
  );
  const launcher = await compiledPart(part, [agent, ...junits], options);
  return inRunFolders(options.cacheFolder, async ({ outFolder }) => {
    const request = join(outFolder, 'request.txt');
    writeFileSync(request, requestText(setting, sources, recipe, watch, outFolder));
    const classPath = [agent, launcher, ...setting.classPath];
    const list = join(outFolder, 'options.txt');
    const jvm = [
      ...setting.options.filter((option) => !otherWatchers.test(option)),
      ...setting.properties.map((property) => `-D${property}`),
      '-ea',
      `-javaagent:${agent}=${request}`,
      ...['-cp', classPath.join(delimiter)],
    ];
    // Java 8 takes no options from a file; what is too long for a command line is Java 9's to run.
    const isOld = options.jdk.version.startsWith('1.');
    if (!isOld)
      writeFileSync(list, jvm.map((it) => `"${it.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"\n`).join(''));
    const result = await options.runProcess({
      command: jdkProgram(options.jdk, 'java'),
      arguments: [...(isOld ? jvm : [`@${list}`]), 'culprit.Launcher'],
      cwd: module,
      environment: { ...testEnvironment(options), ...pairs(setting.environment) },
      seconds: watch.limits.seconds,
      lastWords: [],
      cancellation: options.cancellation,
      isOverdue: watchPulse(outFolder, watch.limits.testSeconds + 2),
      confinement: {
        repository: recipe.repository,
        writable: [outFolder],
        readable: [options.jdk.home, agent, launcher, ...setting.classPath, ...setting.classes],
      },
    });
    return readWatchedRun({ outFolder, watch, process: result, endsBy: 'finish' });
  });
}

function testEnvironment({ environment }: CompileOptions): Record<string, string> {
  const kept = setVariables(environment);
  for (const name of ['JDK_JAVA_OPTIONS', '_JAVA_OPTIONS']) delete kept[name];
  const own = (kept.JAVA_TOOL_OPTIONS ?? '').split(/\s+/).filter((it) => it !== '' && !it.startsWith('-javaagent'));
  delete kept.JAVA_TOOL_OPTIONS;
  return own.length === 0 ? kept : { ...kept, JAVA_TOOL_OPTIONS: own.join(' ') };
}

function pairs(settings: readonly string[]): Record<string, string> {
  return Object.fromEntries(settings.map((it) => [it.slice(0, it.indexOf('=')), it.slice(it.indexOf('=') + 1)]));
}

/** Lines of `key TAB value`, as `Request.java` reads them. */
function requestText(
  setting: TestSetting,
  sources: JavaSources,
  { repository }: TestRecipe,
  watch: WatchRequest,
  outFolder: string,
): string {
  const { startSeconds, testSeconds, maxTests, fuel } = watch.limits;
  const lines: (readonly (string | number)[])[] = [
    ['repository', repository],
    ['outFolder', outFolder],
    ['mode', watch.mode],
    ['startSeconds', startSeconds],
    ['testSeconds', testSeconds],
    ['maxTests', maxTests],
    ['fuel', fuel],
    ['keepPassingTraces', String(watch.keepPassingTraces)],
    ['reversed', String(watch.reversed)],
    ...setting.classes.map((folder) => ['classes', folder]),
    ...[...sources].flatMap(([key, files]) => files.map((file) => ['source', key, file])),
    ...watch.tests.map((test) => ['test', test]),
    ...watch.leaveOut.map((test) => ['leaveOut', test]),
    ...(watch.instrument === null ? [['instrumentAll', 1]] : watch.instrument.map((file) => ['instrument', file])),
  ];
  for (const [file, ranges] of watch.values ?? []) {
    for (const [first, last] of ranges) lines.push(['values', first, last, file]);
  }
  return lines.map((line) => `${line.join('\t').replaceAll(/[\r\n]/g, ' ')}\n`).join('');
}
