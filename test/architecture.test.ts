/** The house polices itself: floors, file sizes, names, and what must never be committed. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(root + file));
const sources = tracked.filter((file) => /^(server|src)\/.*\.(ts|py)$/.test(file));
const read = (file: string) => readFileSync(root + file, 'utf8');

describe('the house', () => {
  test('keeps its floors', () => {
    const argv = ['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long', 'server', 'src'];
    const report = (() => {
      try {
        return execFileSync(`${root}node_modules/.bin/depcruise`, argv, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
      } catch (error) {
        return String((error as { stdout: unknown }).stdout);
      }
    })();
    expect(report).toMatch(/no dependency violations found/);
  });

  test('gives each floor a project of its own, and the engine no ambient types', () => {
    for (const floor of ['core', 'ports', 'protocol', 'syntax', 'analysis', 'localize']) {
      const project = JSON.parse(read(`server/${floor}/tsconfig.json`)) as { compilerOptions: { types?: string[] } };
      expect(project.compilerOptions.types ?? [], floor).toEqual([]);
    }
    expect(
      (JSON.parse(read('tsconfig.base.json')) as { compilerOptions: { types: string[] } }).compilerOptions.types,
    ).toEqual([]);
  });

  test('has no source file over 300 lines, and opens each with its idea', () => {
    const long = sources.filter((file) => 300 < read(file).split('\n').length);
    expect(long).toEqual([]);
    const silent = sources.filter((file) => !/(\/\*\*|"""|^#)/m.test(read(file).slice(0, 1500)));
    expect(silent).toEqual([]);
  });

  test('has no barrels, default exports or vague names', () => {
    const vague = /(Manager|Helper|Service|Impl)\.ts$|(^|\/)(utils?|common|misc|helpers?|index)\.(ts|py)$/i;
    expect(sources.filter((file) => vague.test(file))).toEqual([]);
    expect(sources.filter((file) => /^export default|^export \* from/m.test(read(file)))).toEqual([]);
  });

  test('switches on a language only where a language may be known', () => {
    const allowed = /^server\/(syntax\/languages|adapters\/(runners|tracers|coverage))\//;
    const knowing = sources.filter(
      (file) =>
        !allowed.test(file) &&
        /case '(python|javascript|java|go|rust)'|=== '(python|javascript|java|go|rust)'/.test(read(file)),
    );
    expect(knowing).toEqual([]);
  });

  test('starts no shell', () => {
    const shells = sources.filter((file) => /shell: true|os\.system\(|\bexecSync\(|\bexec\(['"`]/.test(read(file)));
    expect(shells).toEqual([]);
  });

  test('keeps download addresses, machine paths and scratch files out', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved":/);
    const paths = /\/(work|root)\/(main|shared|practice|\.pyenv|\.mirror)/;
    const texts = tracked.filter(
      (file) => /\.(ts|mjs|js|py|md|json|scm|yml|sh)$/.test(file) && file !== 'test/architecture.test.ts',
    );
    expect(texts.filter((file) => paths.test(read(file)))).toEqual([]);
    expect(tracked.filter((file) => /(^|\/)(node_modules|__pycache__|dist|out)\//.test(file))).toEqual([]);
  });

  test('pins every dependency exactly', () => {
    const { dependencies = {}, devDependencies } = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});
