import type { Warning } from '../../../shared/domain/generation.ts'
import type { LocalRecord, ModelSlot, UsedFile } from '../../../shared/domain/local-record.ts'
import { upscalerIdOf } from '../../../shared/domain/upscaler-id.ts'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import type { LocalModelSupply, LocalNeeds } from './local-supply.ts'

type Files = LocalModelSupply['files']
type Found = Pick<LocalNeeds['hashes'], 'found'>

/** The files of a model; those that an image was drawn with are used wherever they lie now. */
export function filesAsDrawn(files: Files, record: LocalRecord | null, hashes: Found): Files {
  const places = singleParts(record).flatMap(({ part, sha256 }) => {
    const path = hashes.found(sha256) ?? null
    return path === null ? [] : [[part, path] as const]
  })
  return { ...files, ...Object.fromEntries(places) }
}

/** Where the LoRA is that was used by this name; null = nobody knows better than the name. */
export function loraAsDrawn(name: string, record: LocalRecord | null, hashes: Found): string | null {
  return placeOf('lora', name, record, hashes)
}

/** As with a LoRA. */
export function controlNetAsDrawn(name: string, record: LocalRecord | null, hashes: Found): string | null {
  return placeOf('controlNet', name, record, hashes)
}

/** As with a LoRA, by the id of its card. */
export function upscalerAsDrawn(id: string, record: LocalRecord | null, hashes: Found): string | null {
  return placeOf('upscaler', id, record, hashes)
}

function placeOf(part: UsedFile['part'], name: string, record: LocalRecord | null, hashes: Found): string | null {
  const nameOf = part === 'upscaler' ? upscalerIdOf : stemOf
  const isNamed = (file: UsedFile) => file.part === part && nameOf(file.name).toLowerCase() === name.toLowerCase()
  const used = record?.files.find(isNamed)
  return used === undefined ? null : (hashes.found(used.sha256) ?? null)
}

/** What is not as it was when the image was drawn. Nothing is said of a file that nobody has looked for. */
export function differences(record: LocalRecord, facts: EngineFacts | null, hashes: Found): readonly Warning[] {
  const missing = record.files.filter(({ sha256 }) => hashes.found(sha256) === null)
  return [
    ...(facts === null ? [] : engineDifferences(record, facts)),
    ...(missing.length === 0 ? [] : [{ code: 'model-file-missing' as const, message: missingWords(missing) }]),
  ]
}

/** What draws, as the engine chooses it by itself: the first graphics processor, or else the computer's own. */
export function drawingDevice({ devices }: EngineFacts): string | null {
  const device = devices.find(({ kind }) => kind === 'gpu') ?? devices.find(({ kind }) => kind === 'cpu') ?? devices[0]
  return device?.label ?? null
}

function engineDifferences({ engine, device }: LocalRecord, facts: EngineFacts): Warning[] {
  const [then, now] = [engine, facts].map(({ version, commit }) => [version, commit].filter(Boolean).join(' '))
  const drawing = drawingDevice(facts)
  return [
    ...(then === now
      ? []
      : [
          {
            code: 'engine-differs' as const,
            message: `Another engine release than the one that drew this (${now}; then: ${then}). The image may differ.`,
          },
        ]),
    ...(device === null || drawing === null || device === drawing
      ? []
      : [
          {
            code: 'device-differs' as const,
            message: `Another device than the one that drew this (${drawing}; then: ${device}). The image may differ.`,
          },
        ]),
  ]
}

function missingWords(files: readonly UsedFile[]): string {
  const named = files.map(({ name, sha256 }) => `${name}, sha256 ${sha256}`).join('; ')
  return files.length === 1
    ? `This model file is not on this computer: ${named}. Another takes its place, so the image will differ.`
    : `These model files are not on this computer: ${named}. Others take their places, so the image will differ.`
}

/** Of a folder that diffusers wrote several files are one part: it is used as it is. Adapters go by their names. */
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
