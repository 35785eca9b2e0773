/** Words that code writes as one: "time zone" is `timezone` there. Two or three neighbours. */

/** Between two marks or numbers: what they part is no name. */
const stretch = /[A-Za-z]+(?:[ _-][A-Za-z]+)*/g;
const shortest = 5;
const longest = 24;

/** Only those `known` does not hold; each once, lower-case. */
export function joinedWords(text: string, known: ReadonlySet<string>): readonly string[] {
  const joined = new Set<string>();
  for (const [run] of text.matchAll(stretch)) {
    const words = run.toLowerCase().split(/[ _-]/);
    for (const [at, first] of words.entries()) {
      if (longest < first.length || common.has(first)) continue;
      for (const length of [2, 3]) {
        const last = words[at + length - 1];
        if (last === undefined || common.has(last)) continue;
        const whole = words.slice(at, at + length).join('');
        if (shortest <= whole.length && whole.length <= longest && !known.has(whole)) joined.add(whole);
      }
    }
  }
  return [...joined];
}

/** Words that begin and end no name. */
const common = new Set(
  `a an the is are was were be been being to of in on at for from by with and or not no if else then than this that these those
it its as i we you he she they my your our me us do does did done have has had having can could should would will may might must
so such but there here when where which what who how why all any some each other more most also only just very too into out up
down over under again once between both few own same about because while during before after above below`.split(/\s+/),
);
