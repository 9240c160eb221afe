import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createOpeningLines, type CommandProgram, type Invocation, type OpenProgram } from './automation/index.ts'
import type { SharedParts } from './open-services.ts'
import type { LibraryReading } from './read-library.ts'

export interface CommandParts extends Pick<CommandProgram, 'appVersion' | 'logger' | 'whenReady' | 'installed'> {
  /** Of the built entries. */
  readonly builtFolder: string
  /** Bundled files that are not code. */
  readonly resources: string
  readonly shared?: SharedParts
}

/** Prepares what one command is run by; nothing is opened before the command asks for it. */
export function createCommandProgram(invocation: Invocation, parts: CommandParts): CommandProgram {
  const { configPath, env, cwd, paths, stderr } = invocation
  const places = configPath === undefined ? {} : { configPath: resolve(cwd, configPath) }
  const say = (line: string) => void stderr.write(`${line}\n`)

  async function open(): Promise<OpenProgram> {
    const { openProgram } = await import('./open-program.ts')
    return openProgram({
      ...parts,
      env,
      paths,
      places,
      databaseWorker: null,
      startedBy: 'command-line',
      onNoticed: ({ message }) => say(message),
      onOpening: createOpeningLines(say),
    })
  }

  async function readLibrary(openOnce: () => Promise<OpenProgram>): Promise<LibraryReading> {
    return (await import('./read-library.ts')).readLibrary({
      databaseFile: paths.databaseFile,
      isConfigured: places.configPath !== undefined || existsSync(join(paths.root, 'atelier.yaml')),
      covering: async () => (await openOnce()).covering(),
      open: async () => (await (await openOnce()).services()).assets,
    })
  }

  return {
    ...parts,
    open,
    readLibrary,
  }
}
