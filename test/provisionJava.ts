/**
 * What tests of Java need and npm does not bring: a JDK, Maven or Gradle, and the JUnit of the subjects, which Maven or
 * Gradle fetch once as they do for any user. Where something is missing the reason is given.
 */

import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

export type JavaReady = { readonly ready: true } | { readonly ready: false; readonly reason: string };

const marks = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'culprit-test', 'java');
const commands = {
  maven: ['mvn', '--batch-mode', '--quiet', '-Dmaven.test.failure.ignore=true', 'test'],
  gradle: ['gradle', '--no-daemon', '--quiet', '--continue', 'test'],
} as const;

/** Runs a subject's tests once as its user would, in a copy, so that everything it needs has been fetched. */
export async function javaReady(tool: keyof typeof commands, subject: string): Promise<JavaReady> {
  for (const program of ['javac', commands[tool][0]]) {
    const answer = await execa(program, ['-version'], { reject: false, timeout: 60_000 });
    if (answer.failed) return { ready: false, reason: `there is no ${program} on this machine` };
  }
  const build = ['pom.xml', 'build.gradle'].map((name) => join(subject, name)).find((path) => existsSync(path)) ?? '';
  const key = createHash('sha256').update(`${tool}\0`).update(readFileSync(build)).digest('hex').slice(0, 16);
  if (existsSync(join(marks, key))) return { ready: true };
  const folder = mkdtempSync(join(tmpdir(), 'culprit-java-'));
  try {
    cpSync(subject, folder, { recursive: true });
    const [command, ...argv] = commands[tool];
    const ran = await execa(command, argv, { cwd: folder, reject: false, all: true, timeout: 500_000 });
    const reports = ['target/surefire-reports', 'build/test-results/test'].some((path) =>
      existsSync(join(folder, path)),
    );
    if (!reports)
      return { ready: false, reason: `${command} test failed: ${ran.all?.trim().split('\n').at(-1) ?? ''}` };
    mkdirSync(marks, { recursive: true });
    writeFileSync(join(marks, key), '');
    return { ready: true };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Jars in Maven's local repository, for projects without a build tool. */
export const junit4Jars = [
  'junit/junit/4.13.2/junit-4.13.2.jar',
  'org/hamcrest/hamcrest-core/1.3/hamcrest-core-1.3.jar',
].map((path) => join(homedir(), '.m2', 'repository', path));
