// The same random numbers in every run: a linear congruential generator ("Numerical Recipes", 2nd ed., §7.1).
export function randomNumbers(seed) {
  let state = seed >>> 0;
  /** A whole number from 0 up to `below`. */
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
