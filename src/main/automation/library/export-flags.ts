import {
  exportOptionsSchema,
  type ExportOptions,
  type StoredExportPreset,
  defaultExportOptions,
  type ExportSize,
  exportSidePxMax,
  nameTokenNames,
  writtenToken,
} from '../../../shared/domain/export-options.ts'
import { notOneOf, optionConflict } from '../../../shared/messages/en/cli.ts'
import * as messages from '../../../shared/messages/en/cli-export.ts'
import { oneOf, optionGroup, type OptionValues } from '../program/command.ts'
import { badInput, readNumberOption } from '../read-options.ts'

const fields = exportOptionsSchema.shape
const valuesOf = ({ options }: { readonly options: readonly string[] }) => options.join(', ')

const placeholders = nameTokenNames.map(writtenToken)

/** Of a file name's template. Completed in a shell are whole placeholders, as a name most often is one. */
const nameOption = {
  value: 'template',
  suggestions: placeholders,
  help: messages.fileName({
    example: '{name}-{seed}',
    placeholders: placeholders.join(', '),
    dates: messages.nameDates({
      date: writtenToken('date'),
      time: writtenToken('time'),
      imported: writtenToken('imported'),
    }),
  }),
} as const

export const exportFlags = {
  out: { value: 'path', isRequired: true, help: messages.out },
  ...optionGroup(messages.formatHeading, {
    preset: { value: 'name', help: messages.preset },
    format: { value: 'format', ...oneOf(fields.format.options) },
    quality: { value: '1-100', help: messages.quality },
    lossless: { help: messages.lossless },
    profile: { value: 'profile', ...oneOf(fields.profile.options) },
    depth: { value: 'depth', ...oneOf(fields.bitDepth.options) },
    sharpen: { value: 'for', ...oneOf(fields.sharpening.options) },
  }),
  ...optionGroup(messages.sizeHeading, {
    longest: { value: 'px', help: messages.longestSide },
    width: { value: 'px', help: messages.width },
    height: { value: 'px', help: messages.height },
    percent: { value: 'n', help: messages.percent },
    megapixels: { value: 'n', help: messages.megapixels },
    enlarge: { help: messages.enlarge },
  }),
  ...optionGroup(messages.metadataHeading, {
    metadata: {
      value: 'what',
      choices: fields.metadata.options,
      help: messages.metadata({ values: valuesOf(fields.metadata) }),
    },
    'publish-prompt': { help: messages.includePrompt },
    'prompt-writer': { value: 'name', help: messages.promptWriter },
    'no-rights': { help: messages.noRights },
    'keep-location': { help: messages.keepLocation },
    'no-recipe': { help: messages.noMetadata },
    sign: { help: messages.sign },
  }),
  ...optionGroup(messages.filesHeading, {
    name: nameOption,
    'on-conflict': {
      value: 'how',
      choices: fields.onConflict.options,
      help: messages.onConflict({ values: valuesOf(fields.onConflict) }),
    },
    force: { help: messages.replace },
  }),
} as const

export type ExportValues = Partial<OptionValues<typeof exportFlags>>

/** Returns the preset's options, overridden by those given. */
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

function requirePreset(idOrName: string, presets: readonly StoredExportPreset[]): StoredExportPreset {
  const preset =
    presets.find(({ id }) => id === idOrName) ??
    presets.find(({ name }) => name.toLowerCase() === idOrName.trim().toLowerCase())
  if (preset !== undefined) return preset
  const available = presets.map(({ id, name }) => (id === name ? name : `“${name}”`)).join(', ')
  throw badInput(messages.presetUnknown({ name: idOrName, known: available }))
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
  throw badInput(notOneOf({ option: flagNames[field], values: valuesOf(schema), value }))
}

function readSize(values: ExportValues): ExportSize | null {
  const ways = (['longest', 'width', 'height', 'percent', 'megapixels'] as const).filter(
    (way) => values[way] !== undefined,
  )
  const [by, second] = ways
  if (second !== undefined) throw badInput(optionConflict({ option: `--${by}`, other: `--${second}` }))
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
