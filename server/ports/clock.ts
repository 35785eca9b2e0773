/** Seconds since some fixed moment; only differences mean anything. */
export interface Clock {
  now(): number;
}
