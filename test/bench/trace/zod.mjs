/**
 * zod's tests of its version 3, which its package brings along as TypeScript: with vitest, which they are written for, and
 * with jest, where their one import is led to jest's own globals.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const version = '4.6.7';
const withoutDependencies = /^(?!language-server).*\.test\.ts$/;
const npmFlags = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', '--ignore-scripts'];

export const zodVitest = {
  ecosystem: 'vitest',
  name: `zod ${version}, src/v3`,
  provide: (folder) =>
    suite(folder, ['vitest@5.1.1'], {
      'package.json': '{ "name": "zod", "private": true, "type": "module" }',
      'vitest.config.mjs': `import { fileURLToPath } from 'node:url';
const replacement = fileURLToPath(new URL('src/v3/index.ts', import.meta.url));
export default { resolve: { alias: [{ find: 'zod/v3', replacement }] }, test: { include: ['src/v3/tests/*.test.ts'] } };
`,
    }),
};

export const zodJest = {
  ecosystem: 'jest',
  name: `zod ${version}, src/v3`,
  provide: (folder) =>
    suite(
      folder,
      ['jest@30.5.2', '@swc/core@1.15.3', '@swc/jest@0.2.39'],
      {
        'package.json': '{ "name": "zod", "private": true }',
        'jest.config.js': `module.exports = {
  testMatch: ['<rootDir>/src/v3/tests/*.test.ts'],
  transform: { '\\\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
  moduleNameMapper: { '^zod/v3$': '<rootDir>/src/v3/index.ts', '^(\\\\.{1,2}/.*)\\\\.js$': '$1' },
};
`,
      },
      (text) => text.replace('from "vitest"', 'from "@jest/globals"'),
    ),
};

/** The sources and tests of zod's third version in a folder of their own, with what runs them. */
function suite(folder, packages, files, ported = (text) => text) {
  const repository = join(folder, `zod-${version}`);
  const complete = join(folder, 'complete');
  const tests = join(repository, 'src/v3/tests');
  if (!existsSync(complete)) {
    rmSync(repository, { recursive: true, force: true });
    mkdirSync(repository, { recursive: true });
    const packed = run('npm', ['pack', '--silent', `zod@${version}`], folder);
    if (packed.status !== 0) return { reason: `npm pack zod failed: ${packed.stderr.trim().split('\n').at(-1)}` };
    run('tar', ['xzf', `zod-${version}.tgz`, 'package/src/v3'], folder);
    cpSync(join(folder, 'package/src/v3'), join(repository, 'src/v3'), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(repository, file), text);
    for (const name of readdirSync(tests)) {
      const path = join(tests, name);
      if (name.endsWith('.test.ts')) writeFileSync(path, ported(readFileSync(path, 'utf8')));
    }
    const installed = run('npm', ['install', ...npmFlags, ...packages], repository);
    if (installed.status !== 0) return { reason: `npm install failed: ${installed.stderr.trim().split('\n').at(-1)}` };
    writeFileSync(complete, '');
  }
  const names = readdirSync(tests).filter((name) => withoutDependencies.test(name));
  return { repository, tests: names.sort().map((name) => `src/v3/tests/${name}`) };
}

function run(command, argv, cwd) {
  return spawnSync(command, argv, { cwd, encoding: 'utf8' });
}
