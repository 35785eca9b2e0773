/** Commons CSV's own tests, with the build they come with: sources, tests and POM as Maven Central has them. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const version = '1.10.0';

export const commonsCsv = {
  ecosystem: 'java',
  name: `commons-csv ${version}`,
  provide(folder) {
    const repository = join(folder, `commons-csv-${version}`);
    if (!existsSync(repository)) {
      const problem = fetched(folder, repository);
      if (problem !== null) return { reason: problem };
    }
    const tests = readdirSync(repository, { recursive: true, encoding: 'utf8' }).filter(
      // Those that measure speed want files that are not published.
      (file) => file.endsWith('Test.java') && !/perf|Performance/.test(file),
    );
    return { repository, tests: tests.sort() };
  },
};

/** Why it could not be had, or null. */
function fetched(folder, repository) {
  const work = join(folder, 'work');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const name = `commons-csv-${version}`;
  for (const kind of ['pom', 'jar:sources', 'jar:test-sources']) {
    const artifact = `org.apache.commons:commons-csv:${version}:${kind}`;
    const argv = ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${work}`];
    const copied = spawnSync('mvn', argv, { cwd: folder, encoding: 'utf8' });
    if (copied.error !== undefined) return 'there is no mvn on this machine';
    if (copied.status !== 0) return `Maven could not fetch ${artifact}`;
  }
  const made = join(work, 'made');
  for (const [jar, below] of [
    [`${name}-sources.jar`, 'src/main/java'],
    [`${name}-test-sources.jar`, 'src/test/java'],
  ]) {
    mkdirSync(join(made, below), { recursive: true });
    spawnSync('jar', ['xf', join(work, jar)], { cwd: join(made, below) });
    rmSync(join(made, below, 'META-INF'), { recursive: true, force: true });
  }
  // What is no source is read as a resource, and some of it by its path.
  const tests = join(made, 'src/test/java');
  for (const file of readdirSync(tests, { recursive: true, encoding: 'utf8' })) {
    if (!/\.[^./]+$/.test(file) || file.endsWith('.java')) continue;
    cpSync(join(tests, file), join(made, 'src/test/resources', file), { recursive: true });
    rmSync(join(tests, file), { recursive: true });
  }
  cpSync(join(work, `${name}.pom`), join(made, 'pom.xml'));
  renameSync(made, repository);
  rmSync(work, { recursive: true, force: true });
  return null;
}
