/** Where code stands that reports are seldom about: documentation, examples, benchmarks, what was copied from others. */

const folders = new Set(
  `docs doc examples example tutorials vendor vendored _vendor extern externals third_party node_modules samples`.split(
    /\s+/,
  ),
);
/** `benchmarks`, `bench`, and with a word before: `io_bench`. */
const benchmarks = /^(?:.*[_-])?bench(?:marks?)?$/;
/** What tells releases apart stands at the top, beside what builds them. */
const versionScript = /^versions?\w*\.\w+$/;
const files = new Set(['setup.py', '_version.py', 'conf.py']);

export function isLowArea(path: string): boolean {
  if (versionScript.test(path)) return true;
  const segments = path.split('/');
  return files.has(segments.pop()!) || segments.some((one) => folders.has(one) || benchmarks.test(one));
}
