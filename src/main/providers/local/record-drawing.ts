import type { LocalRecord, MemorySaving, UsedFile } from '../../../shared/domain/local-record.ts'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import type { EngineModel, EngineRequest } from '../../engine/engine.ts'
import type { LocalNeeds } from './local-supply.ts'
import { drawingDevice } from './repeat-drawing.ts'

interface Drawn {
  readonly files: EngineModel['files']
  readonly loras: EngineRequest['loras']
  /** Of an upscaled image, or of a second pass. */
  readonly upscaler: string | null
}

type Recorder = Pick<LocalNeeds, 'hashes' | 'usedFiles'>

/**
 * Hashes the files an image is drawn with, for its record. Starts once the model is loaded, when the files are in the
 * system's cache, and runs alongside the drawing: only the remainder is waited for at the end, and only the first time.
 * A file that is gone or unreadable is left out: the image exists all the same.
 */
export function createRecorder({ hashes, usedFiles }: Recorder, drawn: Drawn, signal: AbortSignal) {
  let hashing: Promise<UsedFile[]> | null = null

  async function hashAll(): Promise<UsedFile[]> {
    const files: (Pick<UsedFile, 'part' | 'name'> & { readonly path: string })[] = [
      ...(await usedFiles(drawn.files)),
      ...drawn.loras.map(({ path }) => ({ part: 'lora' as const, path, name: nameOf(path) })),
      ...(drawn.upscaler === null
        ? []
        : [{ part: 'upscaler' as const, path: drawn.upscaler, name: nameOf(drawn.upscaler) }]),
    ]
    const used: UsedFile[] = []
    for (const { part, path, name } of files) {
      const hashed = await hashes.of(path, signal).catch((thrown: unknown) => {
        if (signal.aborted) throw thrown
        return null
      })
      if (hashed !== null) used.push({ part, name, ...hashed })
    }
    return used
  }

  function start(): Promise<UsedFile[]> {
    if (hashing === null) {
      hashing = hashAll()
      // The error reaches the caller that awaits the record.
      hashing.catch(() => undefined)
    }
    return hashing
  }

  return {
    loaded: () => void start(),
    async record(facts: EngineFacts, saving: MemorySaving | null): Promise<LocalRecord> {
      const { version, commit } = facts
      return { engine: { version, commit }, device: drawingDevice(facts), saving, files: await start() }
    },
  }
}

const nameOf = (path: string) => path.split(/[\\/]/).at(-1) ?? path
