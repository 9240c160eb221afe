import { spawnSync } from 'node:child_process'

/**
 * On Linux a program that has no display ends while Chromium starts, and what it may do instead is read before any of
 * our code runs. So the command line starts the same program once more, told to do without, and passes its answer on.
 */
export function runAgainWithoutDisplay(argv: readonly string[]): number {
  // Only failures that end the program are worth a line of Chromium's own.
  const flags = ['--ozone-platform=headless', '--log-level=3']
  const { status, signal } = spawnSync(process.execPath, [...flags, ...argv.slice(1)], { stdio: 'inherit' })
  return status ?? (signal === null ? 1 : 130)
}

/** Only Linux can be without one; a window would then end in a crash of Chromium's that explains nothing. */
export function lacksDisplay(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  return platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']
}
