/** Which lines a fix blames: those it changes or takes away, and the neighbours of what it only adds. */
import { expect, test } from 'vitest';
import { faultyLines, faultyLinesOfPatch } from './localize/faultyLines.ts';

const program = ['def f(a):', '    """Adds."""', '', '    b = a', '    # and one', '    return b'];

test.each([
  ['a changed line', ['def f(a):', '    """Adds."""', '', '    b = a + 1', '    # and one', '    return b'], [4]],
  ['a line too many', ['def f(a):', '    """Adds."""', '', '    # and one', '    return b'], [4]],
  [
    'a missing line: the code around it, not the comment',
    ['def f(a):', '    """Adds."""', '', '    b = a', '    # and one', '    b += 1', '    return b'],
    [4, 6],
  ],
  ['spaces and comments alone', ['def f(a):  ', '    """Adds."""', '', '    b = a', '    # plus', '    return b'], []],
])('%s', (_, correct, lines) => {
  expect(faultyLines(program, correct)).toEqual(lines);
});

test('a patch names files, and lines beyond its first hunk', () => {
  const patch = `diff --git a/src/a.py b/src/a.py
index 1..2 100644
--- a/src/a.py
+++ b/src/a.py
@@ -1,3 +1,3 @@
 import os
-import re
+import sys
 
@@ -10,3 +10,5 @@ def f(a):
     if a:
+        a = a.strip()
+
         return a
     return None
\\ No newline at end of file
diff --git a/src/new.py b/src/new.py
new file mode 100644
index 0000000..3
--- /dev/null
+++ b/src/new.py
@@ -0,0 +1 @@
+x = 1
`;
  expect([...faultyLinesOfPatch(patch)]).toEqual([['src/a.py', [2, 10, 11]]]);
});
