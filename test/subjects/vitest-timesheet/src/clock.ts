/** Times of day as people write them: `9:30 am`. */

const pattern = /^(\d{1,2}):(\d{2}) (am|pm)$/;

/** Minutes since midnight. */
export function minutesOf(time: string): number {
  const match = pattern.exec(time);
  if (match === null) throw new SyntaxError(`"${time}" is no time of day`);
  const [, hours, minutes, half] = match;
  const hour = half === 'pm' ? Number(hours) + 12 : Number(hours) % 12;
  return hour * 60 + Number(minutes);
}

export function asHours(minutes: number): string {
  const rest = minutes % 60;
  return `${(minutes - rest) / 60}:${String(rest).padStart(2, '0')}`;
}
