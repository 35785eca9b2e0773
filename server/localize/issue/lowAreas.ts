/** Where code stands that reports are seldom about: documentation, examples, benchmarks, what was copied from others. */

const folders = new Set(
  `docs doc examples example benchmarks benchmark asv_bench galleries tutorials vendor vendored _vendor extern externals
  third_party node_modules samples`.split(/\s+/),
);
const files = new Set(['setup.py', 'versioneer.py', '_version.py', 'conf.py']);

export function isLowArea(path: string): boolean {
  const segments = path.split('/');
  return files.has(segments.pop()!) || segments.some((segment) => folders.has(segment));
}
