/**
 * Returns the seconds to set a file's time to so that it reads back as these milliseconds. A fraction of a second as a
 * floating-point number often falls just short of its millisecond: its middle never does.
 */
export function secondsOfMs(atMs: number): number {
  return (Math.trunc(atMs) + 0.5) / 1_000
}
