import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { CallName } from '../../../shared/contract/index.ts'
import { lazy } from '../../../shared/util/lazy.ts'
import type { Emit, HandlerContext } from '../../ipc/index.ts'
import { createNetTransport } from '../../platform/network/net-transport.ts'
import { lendEnvironmentKeys } from '../../secrets/index.ts'
import type { Updates } from '../../updates/index.ts'
import type { Agents } from '../agents.ts'
import { readWork } from '../closing/under-way.ts'
import type { WindowProgram } from './window-program.ts'

/** Updates of the program while its window is open. Loaded when they are looked at or due: a start needs nothing of them. */
export interface WindowUpdates {
  readonly access: HandlerContext['updates']
  /** Looks for updates from now on, where the settings say so. */
  begin(): Promise<void>
  /** Puts a downloaded version in place, where the program quits for that. Everything has been saved and closed. */
  finish(): Promise<void>
}

interface Surroundings {
  readonly emit: Emit
  readonly agents: Pick<Agents, 'isWorking'>
  readonly pendingCommands: () => readonly CallName[]
}

/** In a program that is not packaged, tests name a server on this computer. */
const sourceVariable = 'ATELIER_UPDATE_SOURCE'

export function createWindowUpdates(program: WindowProgram, surroundings: Surroundings): WindowUpdates {
  const { settings, about } = program
  let opened: Updates | null = null

  const open = lazy(async () => (opened = await load(program, surroundings)))

  async function begin(): Promise<void> {
    const updates = await open()
    updates.begin()
  }

  return {
    access: {
      view: async () => (await open()).view(),
      check: async () => (await open()).check(),
      download: async () => (await open()).download(),
      install: async () => (await open()).install(),
      takeWhatsNew: async () => {
        const { takeWhatsNew } = await import('../../updates/index.ts')
        return takeWhatsNew(about.version, settings)
      },
    },
    async begin() {
      // The last start quit for an update: whether it has arrived is said now.
      if (existsSync(noteFileOf(program))) await open()
      if ((await settings.load()).updates !== 'never') return begin()
      const stop = settings.onChanged((changed) => {
        if (changed.updates === 'never') return
        stop()
        void begin()
      })
    },
    async finish() {
      opened?.dispose()
      await opened?.finish()
    },
  }
}

const noteFileOf = ({ paths }: WindowProgram) => join(paths.root, 'cache', 'updates', 'installing')

async function load(program: WindowProgram, { emit, agents, pendingCommands }: Surroundings): Promise<Updates> {
  const { about, settings, logger, folders, paths, notices, services } = program
  const { openUpdates } = await import('../../updates/index.ts')
  const named = app.isPackaged ? undefined : process.env[sourceVariable]
  const updates = await openUpdates({
    version: about.version,
    isPackaged: app.isPackaged,
    // Beside the pages, in the program's archive.
    sourceFile: named ?? join(folders.pages, '..', 'updates.json'),
    cacheFolder: join(paths.root, 'cache'),
    noteFile: noteFileOf(program),
    transport: createNetTransport(),
    preference: () => settings.get().updates,
    work: async () => readWork(await services(), agents, pendingCommands()),
    quit: () => app.quit(),
    startAgain: (start) => lendEnvironmentKeys(process.env, start),
    onNotInstalled: (error) => notices.emit({ level: 'error', error: { code: error.code, message: error.message } }),
    logger,
  })
  updates.onChanged((view) => emit('updates.changed', view))
  return updates
}
