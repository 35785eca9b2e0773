/** goldmark's own tests: a Markdown parser, its specification's 650 examples among them, without dependencies. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const version = 'v1.7.8';

export const goldmark = {
  ecosystem: 'go',
  name: `goldmark ${version}`,
  provide(folder) {
    const repository = join(folder, `goldmark-${version}`);
    if (!existsSync(repository)) {
      const argv = ['mod', 'download', '-json', `github.com/yuin/goldmark@${version}`];
      const fetched = spawnSync('go', argv, { cwd: folder, encoding: 'utf8' });
      if (fetched.error !== undefined) return { reason: 'there is no go on this machine' };
      const { Dir: source, Error: reason } = JSON.parse(fetched.stdout);
      if (source === undefined) return { reason };
      cpSync(source, repository, { recursive: true });
    }
    const tests = readdirSync(repository, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('_test.go') && !file.startsWith('testutil'), // where there are none
    );
    return { repository, tests: tests.sort() };
  },
};
