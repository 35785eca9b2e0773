/**
 * QuixBugs in Java: the same programs with JUnit tests. They are copied into one project without a build tool; JUnit comes
 * from Maven's local repository, into which Maven fetches it where it is not there yet.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { faultyLines } from './faultyLines.ts';
import { askedFor } from './quixbugsPython.mjs';

const libraries = ['junit:junit:4.13.2', 'org.hamcrest:hamcrest-core:1.3'];

export const quixbugsJava = {
  name: 'quixbugs-java',
  operands: '<clone of QuixBugs> [PROGRAM...]',
  bugs([clone, ...only]) {
    const jars = libraries.map(provided);
    const programs = readdirSync(join(clone, 'correct_java_programs'))
      .map((file) => file.slice(0, -'.java'.length))
      .filter((name) => existsSync(join(clone, 'java_testcases', 'junit', `${name}_TEST.java`)));
    const repository = projectOf(clone);
    const environment = { CLASSPATH: jars.join(delimiter) };
    const prepare = (name) => () => ({ ...bugOf(clone, name), repository, environment });
    return programs
      .sort()
      .map((name) => ({ id: name, prepare: prepare(name) }))
      .filter(askedFor(only));
  },
};

function bugOf(clone, name) {
  const code = (folder) =>
    readFileSync(join(clone, folder, `${name}.java`), 'utf8')
      .split('\n')
      .slice(1);
  // The first line names the package, in which all programs differ.
  const lines = faultyLines(code('java_programs'), code('correct_java_programs')).map((line) => line + 1);
  const tests = [`java_testcases/junit/${name}_TEST.java`];
  return { tests, seconds: 60, gold: new Map([[`java_programs/${name}.java`, lines]]) };
}

/** The faulty programs and their tests alone: the clone's other folders hold the answers, and programs that generate tests. */
function projectOf(clone) {
  const folder = mkdtempSync(join(tmpdir(), 'culprit-quixbugs-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const part of ['java_programs', join('java_testcases', 'junit')]) {
    mkdirSync(join(folder, part), { recursive: true });
    for (const file of readdirSync(join(clone, part)).filter((name) => name.endsWith('.java'))) {
      cpSync(join(clone, part, file), join(folder, part, file));
    }
  }
  return folder;
}

/** The jar of a library in Maven's local repository. */
function provided(coordinates) {
  const [group, artifact, version] = coordinates.split(':');
  const folder = join(homedir(), '.m2', 'repository', ...group.split('.'), artifact, version);
  const jar = join(folder, `${artifact}-${version}.jar`);
  if (!existsSync(jar)) spawnSync('mvn', ['--batch-mode', '--quiet', 'dependency:get', `-Dartifact=${coordinates}`]);
  if (!existsSync(jar))
    throw new Error(`Maven did not fetch ${coordinates}: run mvn dependency:get by hand to see why`);
  return jar;
}
