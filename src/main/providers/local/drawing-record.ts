import type { LocalRecord, MemorySaving, UsedFile, ModelSlot } from '../../../shared/domain/local-record.ts'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import type { EngineModel, EngineRequest } from '../../engine/engine.ts'
import type { LocalNeeds, LocalModelSupply } from './local-supply.ts'
import type { Warning } from '../../../shared/domain/generation.ts'
import { upscalerIdOf } from '../../../shared/domain/upscaling.ts'
import * as messages from '../../../shared/messages/en/local-provider.ts'

interface Sources {
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
export function createRecorder({ hashes, usedFiles }: Recorder, sources: Sources, signal: AbortSignal) {
  let hashing: Promise<UsedFile[]> | null = null

  async function hashAll(): Promise<UsedFile[]> {
    const files: (Pick<UsedFile, 'part' | 'name'> & { readonly path: string })[] = [
      ...(await usedFiles(sources.files)),
      ...sources.loras.map(({ path }) => ({ part: 'lora' as const, path, name: baseName(path) })),
      ...(sources.upscaler === null
        ? []
        : [{ part: 'upscaler' as const, path: sources.upscaler, name: baseName(sources.upscaler) }]),
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
    files: start,
    async record(facts: EngineFacts, saving: MemorySaving | null): Promise<LocalRecord> {
      const { version, commit } = facts
      return { engine: { version, commit }, device: drawingDevice(facts), saving, files: await start() }
    },
  }
}

const baseName = (path: string) => path.split(/[\\/]/).at(-1) ?? path

type Files = LocalModelSupply['files']
type Found = Pick<LocalNeeds['hashes'], 'found'>

/** Returns the files of a model; those that an image was drawn with are used wherever they are now. */
export function filesAsDrawn(files: Files, record: LocalRecord | null, hashes: Found): Files {
  const paths = singleParts(record).flatMap(({ part, sha256 }) => {
    const path = hashes.found(sha256) ?? null
    return path === null ? [] : [[part, path] as const]
  })
  return { ...files, ...Object.fromEntries(paths) }
}

/** Returns the path of the LoRA used under this name; null = unknown, so the name decides. */
export function loraAsDrawn(name: string, record: LocalRecord | null, hashes: Found): string | null {
  return pathAsDrawn('lora', name, record, hashes)
}

/** Like `loraAsDrawn`. */
export function controlNetAsDrawn(name: string, record: LocalRecord | null, hashes: Found): string | null {
  return pathAsDrawn('controlNet', name, record, hashes)
}

/** Like `loraAsDrawn`, by the id of its card. */
export function upscalerAsDrawn(id: string, record: LocalRecord | null, hashes: Found): string | null {
  return pathAsDrawn('upscaler', id, record, hashes)
}

function pathAsDrawn(part: UsedFile['part'], name: string, record: LocalRecord | null, hashes: Found): string | null {
  const nameOf = part === 'upscaler' ? upscalerIdOf : stemOf
  const isNamed = (file: UsedFile) => file.part === part && nameOf(file.name).toLowerCase() === name.toLowerCase()
  const used = record?.files.find(isNamed)
  return used === undefined ? null : (hashes.found(used.sha256) ?? null)
}

/** Reports what has changed since the image was drawn. Files that have not been looked for are not reported. */
export function differences(record: LocalRecord, facts: EngineFacts | null, hashes: Found): readonly Warning[] {
  const missing = record.files.filter(({ sha256 }) => hashes.found(sha256) === null)
  return [
    ...(facts === null ? [] : engineDifferences(record, facts)),
    ...(missing.length === 0 ? [] : [{ code: 'model-file-missing' as const, message: describeMissing(missing) }]),
  ]
}

/** Returns the device the engine uses by default: the first GPU, or else the CPU. */
export function drawingDevice({ devices }: EngineFacts): string | null {
  const device = devices.find(({ kind }) => kind === 'gpu') ?? devices.find(({ kind }) => kind === 'cpu') ?? devices[0]
  return device?.label ?? null
}

const releaseOf = ({ version, commit }: LocalRecord['engine']) => [version, commit].filter(Boolean).join(' ')

function engineDifferences({ engine, device }: LocalRecord, facts: EngineFacts): Warning[] {
  const [original, current] = [releaseOf(engine), releaseOf(facts)]
  const drawing = drawingDevice(facts)
  return [
    ...(original === current
      ? []
      : [
          {
            code: 'engine-differs' as const,
            message: messages.engineDiffers({ original, current }),
          },
        ]),
    ...(device === null || drawing === null || device === drawing
      ? []
      : [
          {
            code: 'device-differs' as const,
            message: messages.deviceDiffers({ original: device, current: drawing }),
          },
        ]),
  ]
}

function describeMissing(files: readonly UsedFile[]): string {
  const named = files.map(({ name, sha256 }) => `${name}, sha256 ${sha256}`).join('; ')
  return files.length === 1 ? messages.modelFileMissing({ file: named }) : messages.modelFilesReplaced({ files: named })
}

/** In a folder in diffusers format several files form one part: it is used as it is. Adapters go by their names. */
function singleParts(record: LocalRecord | null): readonly (UsedFile & { readonly part: ModelSlot })[] {
  const files = record?.files ?? []
  return files.flatMap((file) => {
    const { part } = file
    if (
      part === 'lora' ||
      part === 'upscaler' ||
      part === 'controlNet' ||
      files.filter((each) => each.part === part).length > 1
    )
      return []
    return [{ ...file, part }]
  })
}

const stemOf = (name: string) => name.replace(/\.[^.]+$/, '')
