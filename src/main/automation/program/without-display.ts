import { spawnSync } from 'node:child_process'
import { headlessSwitches } from '../../platform/pure/program-launch.ts'
import { withEnvironmentKeys } from '../../secrets/environment-keys.ts'
import { exitCodes } from './exit-codes.ts'

/**
 * Without a display on Linux, the program exits while Chromium starts, and the switch that prevents this is read before
 * any of our code runs. So the command line starts the same program again with that switch, and returns its exit code.
 */
export function runAgainWithoutDisplay(argv: readonly string[]): number {
  const { status, signal } = spawnSync(process.execPath, [...headlessSwitches, ...argv.slice(1)], {
    stdio: 'inherit',
    env: withEnvironmentKeys(process.env),
  })
  return status ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? exitCodes.canceled : exitCodes.failed)
}

/** Only Linux can lack one; a window would then end in a Chromium crash without an explanation. */
export function lacksDisplay(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  return platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']
}
