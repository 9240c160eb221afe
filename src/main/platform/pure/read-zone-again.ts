/**
 * Makes dates follow the system's time zone, which V8 reads once in each thread. A program that was given a zone keeps it. In
 * a worker thread only with `SHARE_ENV`: setting this variable is the one signal that Node passes on to V8.
 */
export function readZoneAgain(): void {
  if (process.env['TZ'] !== undefined) return
  process.env['TZ'] = Intl.DateTimeFormat().resolvedOptions().timeZone
  delete process.env['TZ']
}
