/**
 * The seconds to set a file's time with so that it reads as these milliseconds again. A fraction of a second as a
 * floating-point number often falls just short of its millisecond: the middle of it never does.
 */
export function secondsOfMs(atMs: number): number {
  return (Math.trunc(atMs) + 0.5) / 1_000
}
