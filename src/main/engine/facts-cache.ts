import { mkdir, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { engineFactsSchema, type EngineFacts } from '../../shared/domain/local-setup.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'

const entrySchema = z.object({ libraryPath: z.string(), changedMs: z.number(), facts: engineFactsSchema })

/** What the engine last reported about itself and its devices, so that planning needs no engine start. */
export interface EngineFactsCache {
  /** null = never reported, reported by another engine, or the library file has changed since. */
  find(libraryPath: string): Promise<EngineFacts | null>
  /** Failing to write the file is not an error. */
  keep(libraryPath: string, facts: EngineFacts): Promise<void>
}

export function createEngineFactsCache(path: string): EngineFactsCache {
  return {
    async find(libraryPath) {
      try {
        const entry = entrySchema.parse(JSON.parse(await readFile(path, 'utf8')))
        const isIt = entry.libraryPath === libraryPath && entry.changedMs === (await changedMsOf(libraryPath))
        return isIt ? entry.facts : null
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
        // The engine is asked again at the next start.
      }
    },
  }
}

const changedMsOf = async (path: string) => (await stat(path)).mtimeMs
