/** unicode-width's own tests, without its documentation's: its tables asked for every character there is, without dependencies. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const [crate, version] = ['unicode-width', '0.2.0'];

export const unicodeWidth = {
  ecosystem: 'rust',
  name: `${crate} ${version}`,
  provide(folder) {
    const repository = join(folder, `${crate}-${version}`);
    if (!existsSync(repository)) {
      const asking = join(folder, 'asking');
      mkdirSync(join(asking, 'src'), { recursive: true });
      const manifest = '[package]\nname = "asking"\nversion = "0.0.0"\nedition = "2021"\n';
      writeFileSync(join(asking, 'Cargo.toml'), `${manifest}[dependencies]\n${crate} = "=${version}"\n`);
      writeFileSync(join(asking, 'src', 'lib.rs'), '');
      const fetched = spawnSync('cargo', ['fetch'], { cwd: asking, encoding: 'utf8' });
      if (fetched.error !== undefined) return { reason: 'there is no cargo on this machine' };
      const source = sourceOf(`${crate}-${version}`);
      if (source === null) return { reason: fetched.stderr.trim().split('\n').at(-1) };
      cpSync(source, repository, { recursive: true });
    }
    return { repository, tests: ['tests/tests.rs'] };
  },
};

/** Where cargo unpacked a crate. */
function sourceOf(name) {
  const registries = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src');
  if (!existsSync(registries)) return null;
  const found = readdirSync(registries).map((registry) => join(registries, registry, name));
  return found.find((path) => existsSync(path)) ?? null;
}
