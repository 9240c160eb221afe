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
 * Reads through what an image is drawn with, for its record. It starts once the model is loaded, when the files are in the
 * system's cache, and goes on beside the drawing: only what is left at its end is waited for, and only the first time.
 * A file that is gone or cannot be read is left out: the image is there all the same.
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
      // Whoever wants the record hears of it.
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
