/** How another program starts this installation for this home, before the arguments of a command. */
export interface ProgramLaunch {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** How this process was started. */
export interface Installation {
  readonly executable: string
  /** The folder of the program's code, which Electron is started with; null = packaged. */
  readonly appFolder: string | null
  readonly hasSandbox: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/** What a command on Linux is started with: Chromium needs no display then, and prints its fatal errors only. */
export const headlessSwitches = ['--ozone-platform=headless', '--log-level=3'] as const

/** Programs are often started without the environment of a shell: a home of its own is named. */
export function launchOf({ executable, appFolder, hasSandbox, env, home }: Installation): ProgramLaunch {
  const hasOwnHome = Boolean(env['ATELIER_HOME']?.trim())
  return {
    // Where an AppImage is mounted changes with every start.
    command: env['APPIMAGE'] ?? executable,
    args: [...(hasSandbox ? [] : ['--no-sandbox']), ...(appFolder === null ? [] : [appFolder])],
    env: hasOwnHome ? { ATELIER_HOME: home } : {},
  }
}
