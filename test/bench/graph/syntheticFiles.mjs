// Made-up modules that import and call one another: as many as one likes, without reading any.

/** The file of a number among so many. */
export function syntheticFile(number, files) {
  const other = (number * 7919 + 13) % files;
  // The first of every ten has the class that the others inherit from.
  const base = number - (number % 10);
  const parent = number === base ? 'object' : `Counter${base}`;
  const taken = number === base ? '' : `from package${base % 997}.module${base} import Counter${base}\n`;
  const text = `"""Module ${number}."""
from package${other % 997}.module${other} import add${other}
${taken}

class Counter${number}(${parent}):
    def step(self, by):
        self.total = add${other}(self.total, by)
        if self.total > ${number}:
            return self.total
        return by


def add${number}(left, right):
    result = left + right
    for _ in range(right):
        result += Counter${number}().step(left)
    return result
`;
  return { file: `package${number % 997}/module${number}.py`, text };
}
