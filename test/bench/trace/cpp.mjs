/** yaml-cpp's own tests, as Debian has them: its source package, and GoogleTest's sources, which it builds along. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the machine gets its packages from, asked for their sources: the stanzas of its own lists (sources.list(5)). */
function sourcesOfTheMachine() {
  const folder = '/etc/apt/sources.list.d';
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const stanzas = names
    .filter((name) => name.endsWith('.sources'))
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll(/^Types:.*$/gm, 'Types: deb-src'));
  return stanzas.join('\n\n');
}

export const yamlCpp = {
  ecosystem: 'cpp',
  name: 'yaml-cpp 0.7.0',
  provide(folder) {
    const repository = join(folder, 'yaml-cpp');
    if (!existsSync('/usr/src/googletest')) return { reason: "Debian's package googletest is not installed" };
    if (!existsSync(repository)) {
      const lists = join(folder, 'lists');
      mkdirSync(join(lists, 'partial'), { recursive: true });
      const list = join(folder, 'machine.sources');
      writeFileSync(list, `${sourcesOfTheMachine()}\n`);
      // Lists of its own: the machine's are left as they are.
      const apart = ['Dir::Etc::sourceparts=-', `Dir::Etc::sourcelist=${list}`, `Dir::State::lists=${lists}`];
      const options = [...apart, `Dir::Cache=${folder}`].flatMap((option) => ['-o', option]);
      for (const argv of [['update'], ['source', 'yaml-cpp=0.7.0+dfsg-8']]) {
        const { status, stderr, error } = spawnSync('apt-get', [...options, ...argv], {
          cwd: folder,
          encoding: 'utf8',
        });
        if (status !== 0) return { reason: error?.message ?? stderr.trim().split('\n').at(-1) };
      }
      renameSync(join(folder, 'yaml-cpp-0.7.0+dfsg'), repository);
    }
    const tests = readdirSync(join(repository, 'test'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('_test.cpp'))
      .map((file) => `test/${file}`);
    return { repository, tests: tests.sort(), runner: 'googletest' };
  },
};
