/** Statements one traced test may run: minutes of tracing, so that only an endless loop comes to it before the clock does. */
export const fuel = 200_000_000;
