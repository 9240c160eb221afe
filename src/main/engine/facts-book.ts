import { mkdir, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { engineFactsSchema, type EngineFacts } from '../../shared/domain/local-setup.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'

const bookSchema = z.object({ libraryPath: z.string(), changedMs: z.number(), facts: engineFactsSchema })

/** What the engine said last of itself and its devices, so that a plan knows it without starting it. */
export interface FactsBook {
  /** null = never said, or by another engine, or another one lies there now. */
  find(libraryPath: string): Promise<EngineFacts | null>
  /** A book that cannot be written is no failure. */
  keep(libraryPath: string, facts: EngineFacts): Promise<void>
}

export function createFactsBook(path: string): FactsBook {
  return {
    async find(libraryPath) {
      try {
        const book = bookSchema.parse(JSON.parse(await readFile(path, 'utf8')))
        const isIt = book.libraryPath === libraryPath && book.changedMs === (await changedMsOf(libraryPath))
        return isIt ? book.facts : null
      } catch {
        return null
      }
    },
    async keep(libraryPath, facts) {
      try {
        const changedMs = await changedMsOf(libraryPath)
        await mkdir(dirname(path), { recursive: true })
        await writeFileAtomic(path, JSON.stringify({ libraryPath, changedMs, facts }))
      } catch {
        // It is asked again at the next start.
      }
    },
  }
}

const changedMsOf = async (path: string) => (await stat(path)).mtimeMs
