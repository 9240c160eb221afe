import { exportOptionsSchema, type ExportOptions, type StoredExportPreset } from '../../shared/domain/export-options.ts'
import { defaultExportOptions } from '../../shared/domain/export-presets.ts'
import type { ExportSize } from '../../shared/domain/export-size.ts'
import { exportSidePxMax } from '../../shared/domain/export-side-px-max.ts'
import { badInput, readNumber } from './read-options.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

export const exportFlags = {
  out: text,
  preset: text,
  format: text,
  quality: text,
  lossless: flag,
  longest: text,
  width: text,
  height: text,
  percent: text,
  megapixels: text,
  enlarge: flag,
  sharpen: text,
  profile: text,
  depth: text,
  metadata: text,
  'publish-prompt': flag,
  'prompt-writer': text,
  'no-rights': flag,
  'keep-location': flag,
  sign: flag,
  name: text,
  'on-conflict': text,
  'no-recipe': flag,
  force: flag,
  json: flag,
} as const

type Flags = typeof exportFlags
export type ExportValues = {
  readonly [K in keyof Flags]?: (Flags[K] extends typeof text ? string : boolean) | undefined
}

/** What the words say, over what the preset says. */
export function readExportOptions(values: ExportValues, presets: readonly StoredExportPreset[]): ExportOptions {
  const base = values.preset === undefined ? defaultExportOptions : requirePreset(values.preset, presets).options
  const quality = readNumber(values.quality, { name: '--quality', min: 1, max: 100, isWhole: true })
  const metadata = values['no-recipe'] ? 'none' : readOne('metadata', values.metadata)
  const onConflict = values.force ? 'replace' : readOne('onConflict', values['on-conflict'])
  return {
    ...base,
    format: readOne('format', values.format) ?? base.format,
    quality: quality ?? base.quality,
    isLossless: values.lossless ?? base.isLossless,
    size: readSize(values) ?? base.size,
    sharpening: readOne('sharpening', values.sharpen) ?? base.sharpening,
    profile: readOne('profile', values.profile) ?? base.profile,
    bitDepth: readOne('bitDepth', values.depth) ?? base.bitDepth,
    metadata: metadata ?? base.metadata,
    includePrompt: values['publish-prompt'] ?? base.includePrompt,
    promptWriter: values['prompt-writer']?.slice(0, 200) ?? base.promptWriter,
    keepRights: values['no-rights'] ? false : base.keepRights,
    keepLocation: values['keep-location'] ?? base.keepLocation,
    credentials: values.sign ? 'sign' : base.credentials,
    template: values.name ?? base.template,
    onConflict: onConflict ?? base.onConflict,
  }
}

function requirePreset(wanted: string, presets: readonly StoredExportPreset[]): StoredExportPreset {
  const found =
    presets.find(({ id }) => id === wanted) ??
    presets.find(({ name }) => name.toLowerCase() === wanted.trim().toLowerCase())
  if (found !== undefined) return found
  const known = presets.map(({ id, name }) => (id === name ? name : `“${name}”`)).join(', ')
  throw badInput(`There is no preset “${wanted}”. There are ${known}.`)
}

const flagNames = {
  format: '--format',
  sharpening: '--sharpen',
  profile: '--profile',
  bitDepth: '--depth',
  metadata: '--metadata',
  onConflict: '--on-conflict',
} as const

function readOne<K extends keyof typeof flagNames>(field: K, value: string | undefined): ExportOptions[K] | undefined {
  if (value === undefined) return undefined
  const schema = exportOptionsSchema.shape[field]
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data as ExportOptions[K]
  throw badInput(`${flagNames[field]} must be one of ${schema.options.join(', ')}, not “${value}”.`)
}

function readSize(values: ExportValues): ExportSize | null {
  const ways = (['longest', 'width', 'height', 'percent', 'megapixels'] as const).filter(
    (way) => values[way] !== undefined,
  )
  const [by, second] = ways
  if (second !== undefined) throw badInput(`--${by} and --${second} cannot both be the size.`)
  const mayEnlarge = values.enlarge ?? false
  if (by === undefined) return null
  const name = `--${by}`
  if (by === 'percent') {
    return { by, percent: readNumber(values[by], { name, min: 1, max: 400 }) ?? 100, mayEnlarge }
  }
  if (by === 'megapixels') {
    return { by, megapixels: readNumber(values[by], { name, min: 0.01, max: 268 }) ?? 1, mayEnlarge }
  }
  return { by, px: readNumber(values[by], { name, min: 1, max: exportSidePxMax, isWhole: true }) ?? 1, mayEnlarge }
}
