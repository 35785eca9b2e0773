/** A share from 0 to 1 as people read it. */
export function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}
