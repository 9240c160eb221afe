import { app } from 'electron'
import { join } from 'node:path'
import { headlessSwitches, launchOf, type ProgramLaunch } from './pure/program-launch.ts'

export function launchOfThisProgram(home: string): ProgramLaunch {
  return launchOf({
    executable: process.execPath,
    appFolder: app.isPackaged ? null : app.getAppPath(),
    hasSandbox: !app.commandLine.hasSwitch('no-sandbox'),
    env: process.env,
    home,
  })
}

/** Likewise for a command: no display is needed. */
export function launchOfThisCommand(home: string): ProgramLaunch {
  const { args, ...launch } = launchOfThisProgram(home)
  return { ...launch, args: [...(process.platform === 'linux' ? headlessSwitches : []), ...args] }
}

/** The built client library (src/client). */
export function clientLibraryFolder(): string {
  return join(app.getAppPath(), 'out', 'client')
}
