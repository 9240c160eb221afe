import { exportOptionsSchema, type ExportOptions, type StoredExportPreset } from '../../shared/domain/export-options.ts'
import { defaultExportOptions } from '../../shared/domain/export-presets.ts'
import type { ExportSize } from '../../shared/domain/export-size.ts'
import { exportSidePxMax } from '../../shared/domain/export-side-px-max.ts'
import { optionGroup, type OptionValues } from './command.ts'
import { badInput, readNumberOption } from './read-options.ts'

const fields = exportOptionsSchema.shape
const oneOf = ({ options }: { readonly options: readonly string[] }) => `One of ${options.join(', ')}.`

export const exportFlags = {
  out: { value: 'path', isRequired: true, help: 'Folder, or for one image a file whose extension is the format.' },
  ...optionGroup('Format', {
    preset: { value: 'name', help: 'Export preset; other options change it.' },
    format: { value: 'format', help: oneOf(fields.format) },
    quality: { value: '1-100', help: 'Quality of JPEG, WebP and AVIF.' },
    lossless: { help: 'Lossless WebP or AVIF.' },
    profile: { value: 'profile', help: oneOf(fields.profile) },
    depth: { value: 'depth', help: oneOf(fields.bitDepth) },
    sharpen: { value: 'for', help: oneOf(fields.sharpening) },
  }),
  ...optionGroup('Size', {
    longest: { value: 'px', help: 'Longest side.' },
    width: { value: 'px', help: 'Width.' },
    height: { value: 'px', help: 'Height.' },
    percent: { value: 'n', help: 'Percentage of the original.' },
    megapixels: { value: 'n', help: 'Megapixels.' },
    enlarge: { help: 'Enlarge images that are smaller.' },
  }),
  ...optionGroup('Metadata', {
    metadata: { value: 'what', help: `${oneOf(fields.metadata)} Generation details, or only that AI was used.` },
    'publish-prompt': { help: 'Include the prompt.' },
    'prompt-writer': { value: 'name', help: 'Name the author of the prompt.' },
    'no-rights': { help: 'Leave out copyright and creator.' },
    'keep-location': { help: 'Include the location.' },
    'no-recipe': { help: 'Same as --metadata none.' },
    sign: { help: 'Sign with Content Credentials, with the certificate from Settings › Export.' },
  }),
  ...optionGroup('Files', {
    name: { value: 'template', help: 'File name template, such as {name}-{seed}.' },
    'on-conflict': { value: 'how', help: `${oneOf(fields.onConflict)} If the file exists; ask fails.` },
    force: { help: 'Same as --on-conflict replace.' },
  }),
} as const

export type ExportValues = Partial<OptionValues<typeof exportFlags>>

/** What the words say, over what the preset says. */
export function readExportOptions(values: ExportValues, presets: readonly StoredExportPreset[]): ExportOptions {
  const base = values.preset === undefined ? defaultExportOptions : requirePreset(values.preset, presets).options
  const quality = readNumberOption(values.quality, { name: '--quality', min: 1, max: 100, isWhole: true })
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
  throw badInput(`There is no preset “${wanted}”. Presets: ${known}.`)
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
    return { by, percent: readNumberOption(values[by], { name, min: 1, max: 400 }) ?? 100, mayEnlarge }
  }
  if (by === 'megapixels') {
    return { by, megapixels: readNumberOption(values[by], { name, min: 0.01, max: 268 }) ?? 1, mayEnlarge }
  }
  return {
    by,
    px: readNumberOption(values[by], { name, min: 1, max: exportSidePxMax, isWhole: true }) ?? 1,
    mayEnlarge,
  }
}
