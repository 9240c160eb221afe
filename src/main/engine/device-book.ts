import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { engineFactsSchema, type EngineFacts } from '../../shared/domain/local-setup.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'

const bookSchema = z.object({ libraryPath: z.string(), devices: engineFactsSchema.shape.devices })

/** Which devices the engine said last, so that a plan knows them without starting it. */
export interface DeviceBook {
  /** null = never said, or by another engine. */
  find(libraryPath: string): Promise<EngineFacts['devices'] | null>
  /** A book that cannot be written is no failure. */
  keep(libraryPath: string, devices: EngineFacts['devices']): Promise<void>
}

export function createDeviceBook(path: string): DeviceBook {
  return {
    async find(libraryPath) {
      try {
        const book = bookSchema.parse(JSON.parse(await readFile(path, 'utf8')))
        return book.libraryPath === libraryPath ? book.devices : null
      } catch {
        return null
      }
    },
    async keep(libraryPath, devices) {
      await mkdir(dirname(path), { recursive: true })
        .then(() => writeFileAtomic(path, JSON.stringify({ libraryPath, devices })))
        .catch(() => undefined)
    },
  }
}
