import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/updates.ts'

/** Left before the program quits for an update: what fails then has no window to say so. */
export interface InstallNote {
  write(version: string): Promise<void>
  /** Returns why the last update did not arrive; null = it did, or there was none. Forgets it. */
  take(current: string): Promise<AppError | null>
}

export function createInstallNote(path: string): InstallNote {
  return {
    async write(version) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, version)
    },
    async take(current) {
      const version = await readFile(path, 'utf8').catch(() => null)
      if (version === null) return null
      await rm(path, { force: true })
      if (version === current) return null
      return new AppError('update/failed', messages.notInstalled({ version, current }))
    },
  }
}
