/** Java that is not built by Maven alone: by Gradle, by nothing, in several modules; and the rewriter over much code. */
import { copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { runProcess } from '../../server/adapters/process/runProcess.ts';
import { compiledPart } from '../../server/adapters/runners/java/compiledWatcher.ts';
import { findJdk, jdkProgram } from '../../server/adapters/runners/java/jdk.ts';
import { findMaven } from '../../server/adapters/runners/java/mavenBuild.ts';
import { outcomes, runTests, temporaryFolder, treeHash, writeFiles } from '../adapters/watchedRepository.ts';
import { projectRoot } from '../cli/runCli.ts';
import { notRun } from '../provision.ts';
import { javaReady, junit4Jars } from '../provisionJava.ts';
import { expectLocated, localizeSubject, type Place, type Subject } from './subject.ts';

const subjects = join(projectRoot, 'test/subjects');
const theatre: Subject = {
  folder: 'junit4-gradle-theatre',
  test: () => 'BookingTest#friendsSitTogether',
  faulty: 'src/main/java/theatre/Row.java::Row.longestGap',
};
const kitchen: Subject = {
  folder: 'junit4-plain-kitchen',
  test: () => 'kitchen.ShoppingTest#guestsAreFed',
  faulty: 'src/kitchen/Recipe.java::Recipe.scaled',
  prepare: async (folder) => {
    mkdirSync(join(folder, 'lib'));
    for (const jar of junit4Jars) copyFileSync(jar, join(folder, 'lib', basename(jar)));
  },
};

test.for<Place>(['plain', 'spaces', 'below'])('the bug of the theatre is found (%s)', async (place, context) => {
  const gradle = await javaReady('gradle', join(subjects, theatre.folder));
  if (!gradle.ready) return notRun(context, gradle.reason);
  expectLocated(await localizeSubject(theatre, place), theatre, place);
});

test.for<Place>(['plain', 'spaces', 'below', 'crlf'])(
  'the bug of the kitchen is found (%s)',
  async (place, context) => {
    const maven = await javaReady('maven', join(subjects, 'junit4-maven-library'));
    if (!maven.ready) return notRun(context, maven.reason);
    expectLocated(await localizeSubject(kitchen, place), kitchen, place);
  },
);

test('without JUnit in a plain project, a sentence says where to put it', async (context) => {
  const jdk = findJdk(process.env);
  if ('missing' in jdk) return notRun(context, jdk.missing);
  const folder = temporaryFolder('culprit-java-');
  cpSync(join(subjects, kitchen.folder), folder, { recursive: true });
  const run = await runTests(folder, ['ShoppingTest#guestsAreFed'], { environment: { CLASSPATH: undefined } });
  expect(run.ending).toEqual({
    kind: 'notStarted',
    message: 'JUnit is not on the class path of the repository. Put its jars into lib/, or name them in CLASSPATH.',
  });
});

test('tests of several modules are built together and run each in its own', async (context) => {
  const subject = join(subjects, 'junit4-maven-library');
  const maven = await javaReady('maven', subject);
  if (!maven.ready) return notRun(context, maven.reason);
  const folder = temporaryFolder('culprit-java-');
  const pom = (name: string, more: string) =>
    `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>${name}</artifactId>
     <version>1</version><properties><maven.compiler.source>8</maven.compiler.source>
     <maven.compiler.target>8</maven.compiler.target></properties>${more}</project>`;
  const junit =
    '<dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version></dependency>';
  const core = '<dependency><groupId>g</groupId><artifactId>core</artifactId><version>1</version></dependency>';
  const testOf = (name: string, call: string) =>
    `public class ${name} { @org.junit.Test public void works() { org.junit.Assert.assertEquals(2, ${call}); } }`;
  writeFiles(folder, {
    'pom.xml': pom('all', '<packaging>pom</packaging><modules><module>core</module><module>web</module></modules>'),
    'core/pom.xml': pom('core', `<dependencies>${junit}</dependencies>`),
    'core/src/main/java/Core.java': 'public class Core { public static int two() { return 2; } }',
    'core/src/test/java/CoreTest.java': testOf('CoreTest', 'Core.two()'),
    'web/pom.xml': pom('web', `<dependencies>${core}${junit}</dependencies>`),
    'web/src/test/java/WebTest.java': testOf('WebTest', 'Core.two() + 1'),
  });
  const before = treeHash(folder);
  const run = await runTests(folder, ['WebTest', 'CoreTest'], { mode: 'spectra' });
  expect(outcomes(run)).toEqual(['WebTest#works failed', 'CoreTest#works passed']);
  expect([...(run.tests[0]?.hits?.keys() ?? [])]).toContain('core/src/main/java/Core.java');
  expect(treeHash(folder)).toBe(before);
});

/** Loads every class below a folder, and counts those the virtual machine refuses. */
const loader = `import java.io.File;
public class LoadAll {
  static int nOk, nBad;
  public static void main(String[] a) { walk(new File(a[0]), ""); System.out.println("loaded " + nOk + " refused " + nBad); System.exit(0); }
  static void walk(File folder, String name) {
    for (File it : folder.listFiles()) {
      if (it.isDirectory()) walk(it, name + it.getName() + ".");
      else if (it.getName().endsWith(".class")) {
        String type = name + it.getName().substring(0, it.getName().length() - 6);
        try { Class.forName(type, true, LoadAll.class.getClassLoader()); nOk++; }
        catch (VerifyError e) { nBad++; System.out.println(e); }
        catch (ClassFormatError e) { nBad++; System.out.println(e); }
        catch (Throwable other) { }
      }
    }
  }
}`;

test.for(['spectra', 'trace'])('thousands of rewritten classes are verified (%s)', async (mode, context) => {
  const jdk = findJdk(process.env);
  const maven = findMaven(projectRoot, process.env);
  if ('missing' in jdk) return notRun(context, jdk.missing);
  if ('missing' in maven) return notRun(context, maven.missing);
  const folder = temporaryFolder('culprit-java-');
  const classes = join(folder, 'classes');
  mkdirSync(classes);
  for (const jar of readdirSync(join(maven.home, 'lib')).filter((name) => /guava|commons|maven|plexus/.test(name))) {
    await execa(jdkProgram(jdk, 'jar'), ['xf', join(maven.home, 'lib', jar)], { cwd: classes });
  }
  writeFileSync(join(folder, 'LoadAll.java'), loader);
  await execa(jdkProgram(jdk, 'javac'), ['LoadAll.java'], { cwd: folder });
  const keys = readdirSync(classes, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.class'))
    .map((name) => name.replaceAll('\\', '/').replace(/(\$[^/]*)?\.class$/, '.java'));
  const lines = [
    ...[`repository\t${folder}`, `outFolder\t${folder}`, `mode\t${mode}`, 'instrumentAll\t1', `classes\t${classes}`],
    ...[
      'startSeconds\t100',
      'keepPassingTraces\tfalse',
      'reversed\tfalse',
      'testSeconds\t100',
      'maxTests\t1',
      'fuel\t1',
    ],
    ...[...new Set(keys)].flatMap((key) => [`source\t${key}\t${key}`, `values\t1\t99999\t${key}`]),
  ];
  const request = join(folder, 'request.txt');
  writeFileSync(request, lines.map((line) => `${line}\n`).join(''));
  const watcherFolder = join(projectRoot, 'server/adapters/tracers/java');
  const options = { watcherFolder, cacheFolder: folder, environment: process.env, runProcess, jdk, cancellation: null };
  const agent = await compiledPart('culprit', [], options);
  const path = [folder, classes].join(delimiter);
  const argv = ['-Xverify:all', `-javaagent:${agent}=${request}`, '-cp', path, 'LoadAll', classes];
  const { stdout } = await execa(jdkProgram(jdk, 'java'), argv);
  const [, loaded, refused] = /loaded (\d+) refused (\d+)/.exec(stdout) ?? [];
  expect(refused, stdout).toBe('0');
  expect(Number(loaded)).toBeGreaterThan(1000);
});
