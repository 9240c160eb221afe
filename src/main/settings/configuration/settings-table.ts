import { z } from 'zod'
import {
  storedExportPresetSchema,
  storedPresetOptionsSchema,
  type StoredExportPreset,
  defaultExportOptions,
  exportSizeSchema,
} from '../../../shared/domain/export-options.ts'
import { modelFolderSchema, serviceAddressSchema } from '../../../shared/domain/guarded-values.ts'
import { capsSchema } from '../../../shared/domain/ledger.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import {
  keySettingsSchema,
  modelFoldersMax,
  type PurposeModels,
  settingsSchema,
  tabletSettingsSchema,
  type Settings,
} from '../../../shared/domain/settings.ts'
import { presetTasks } from '../../../shared/domain/model-value.ts'
import { visionTasks } from '../../../shared/domain/vision.ts'
import * as help from '../../../shared/messages/en/configuration-help.ts'
import * as messages from '../../../shared/messages/en/configuration.ts'
import type { SettingsField } from './configuration.ts'
import { writtenModelSchema } from './provider-names.ts'

/** One line of the `settings` block. */
export interface FileSetting {
  /** In the block: `theme`, `brush.size`. */
  readonly name: string
  readonly field: SettingsField
  /** From what is written to the settings' value. */
  readonly schema: z.ZodType
  readonly help: string
  readonly isInitial: boolean
  /** Paths are resolved against the file's folder. */
  readonly isPath: boolean
  /** An address, checked like a provider's. */
  readonly isAddress: boolean
  /** From the settings' value to what is written; absent = as it is. */
  readonly write?: ((value: never) => unknown) | undefined
}

interface Traits {
  readonly isInitial?: true
  readonly isPath?: true
  readonly isAddress?: true
}

const usual = { isInitial: false, isPath: false, isAddress: false }

function whole<K extends keyof Settings>(
  name: string,
  field: K,
  schema: z.ZodType<Settings[K]>,
  text: string,
  traits: Traits & { readonly write?: (value: Settings[K]) => unknown } = {},
): FileSetting {
  return { name, field: [field], schema, help: text, ...usual, ...traits }
}

function part<K extends keyof Settings, L extends keyof Settings[K] & string>(
  name: string,
  field: readonly [K, L],
  schema: z.ZodType<Settings[K][L]>,
  text: string,
  traits: Traits = {},
): FileSetting {
  return { name, field, schema, help: text, ...usual, ...traits }
}

const { shape } = settingsSchema
const caps = capsSchema.shape
const keys = keySettingsSchema.shape
const tablet = tabletSettingsSchema.shape
const gallery = shape.gallery.unwrap().shape
const viewer = shape.viewer.unwrap().shape
const brush = shape.brush.unwrap().shape
const mask = shape.mask.unwrap().shape
const filled = <T>(schema: z.ZodType<T>) => schema.refine((value) => value !== '', messages.mustNotBeEmpty)
const initial = { isInitial: true } as const
const path = { isPath: true } as const

/** `mayEnlarge` → `may_enlarge`. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase())
}

type Rename = (name: string) => string

/** Renames the fields of a value at every depth. */
function renamed(value: unknown, rename: Rename): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [rename(name), renamed(inner, rename)]))
}

function snakeObject(object: z.ZodObject): z.ZodObject {
  const fields = Object.entries(object.shape).map(([name, field]) => [
    snakeCase(name),
    name === 'mayEnlarge' ? z.boolean().default(false) : (field as z.ZodType),
  ])
  return z.strictObject(Object.fromEntries(fields) as Record<string, z.ZodType>)
}

const [originalSize, sideSize, percentSize, megapixelSize] = exportSizeSchema.options
const { size: _size, folder, ...plainOptions } = storedPresetOptionsSchema.shape
const writtenPresetSchema = snakeObject(z.object(plainOptions))
  .partial()
  .extend({
    id: storedExportPresetSchema.shape.id.optional(),
    name: storedExportPresetSchema.shape.name,
    size: z
      .discriminatedUnion('by', [
        snakeObject(originalSize),
        snakeObject(sideSize),
        snakeObject(percentSize),
        snakeObject(megapixelSize),
      ] as unknown as readonly [typeof originalSize, typeof sideSize, typeof percentSize, typeof megapixelSize])
      .optional(),
    folder: folder.optional(),
  })
  .transform((written): StoredExportPreset => {
    const { id, name, ...options } = written as { readonly id?: string; readonly name: string }
    const given = renamed(options, camelCase) as Partial<StoredExportPreset['options']>
    return { id: id ?? presetId(name), name, options: { ...defaultExportOptions, ...given } }
  })

/** Stable between starts, so that the preset chosen last is found again. */
function presetId(name: string): string {
  return `file-${name.toLowerCase().replaceAll(/\s+/g, '-')}`.slice(0, 40)
}

function writePresets(presets: readonly StoredExportPreset[]): unknown {
  return presets.map(({ name, options }) => ({
    name,
    ...(renamed(Object.fromEntries(Object.entries(options).filter(isNotUsual)), snakeCase) as object),
  }))
}

function isNotUsual([field, value]: readonly [string, unknown]): boolean {
  return JSON.stringify(value) !== JSON.stringify(defaultExportOptions[field as keyof typeof defaultExportOptions])
}

export function writeModel({ provider, model }: ModelRef): string {
  return `${provider}/${model}`
}

const writtenPurposeSchema = z.partialRecord(z.enum(presetTasks), writtenModelSchema)

function writePurpose(models: PurposeModels): unknown {
  return Object.fromEntries(Object.entries(models).map(([task, model]) => [task, writeModel(model)]))
}

/**
 * The `settings` block, line by line: everything a person may want to write by hand. What the window remembers by itself
 * (sizes of panels, open sections, the options of the last export) stays out, and so do keys.
 */
export const fileSettings: readonly FileSetting[] = [
  whole('language', 'language', shape.language.unwrap(), help.language),
  whole('theme', 'theme', shape.theme.unwrap(), help.theme),
  whole('contrast', 'contrast', shape.contrast.unwrap(), help.contrast),
  whole('ui_scale', 'uiScale', shape.uiScale.unwrap(), help.uiScale),
  whole('canvas_background', 'canvasGray', shape.canvasGray.unwrap(), help.canvasBackground),
  whole('notifications', 'hasNotifications', shape.hasNotifications.unwrap(), help.notifications),
  whole('updates', 'updates', shape.updates.unwrap(), help.updates),
  part('keyboard.preset', ['keys', 'preset'], keys.preset.unwrap(), help.keyboardPreset),
  part('keyboard.overrides', ['keys', 'overrides'], keys.overrides.unwrap(), help.keyboardOverrides),
  part('pen.pressure_gamma', ['tablet', 'pressureGamma'], tablet.pressureGamma.unwrap(), help.pressureGamma),
  part('pen.pressure_min', ['tablet', 'pressureMin'], tablet.pressureMin.unwrap(), help.pressureMin),
  part('spending_limits.per_run_usd', ['caps', 'perRunUsd'], caps.perRunUsd, help.perRun),
  part('spending_limits.per_day_usd', ['caps', 'perDayUsd'], caps.perDayUsd, help.perDay),
  part('spending_limits.per_month_usd', ['caps', 'perMonthUsd'], caps.perMonthUsd, help.perMonth),
  part('spending_limits.over_limit', ['caps', 'onOver'], caps.onOver, help.overLimit),
  part('gallery.layout', ['gallery', 'layout'], gallery.layout.unwrap(), help.galleryLayout, initial),
  part('gallery.sort', ['gallery', 'sort'], gallery.sort.unwrap(), help.gallerySort, initial),
  part('gallery.stacked', ['gallery', 'isStacked'], gallery.isStacked.unwrap(), help.galleryStacked, initial),
  whole('gallery.thumbnail_size', 'thumbnailPx', shape.thumbnailPx.unwrap(), help.thumbnailSize, initial),
  part('viewer.background', ['viewer', 'background'], viewer.background.unwrap(), help.viewerBackground, initial),
  part('viewer.filmstrip', ['viewer', 'isFilmstripShown'], viewer.isFilmstripShown.unwrap(), help.filmstrip, initial),
  part('brush.size', ['brush', 'sizePx'], brush.sizePx.unwrap(), help.brushSize, initial),
  part('brush.hardness', ['brush', 'hardness'], brush.hardness.unwrap(), help.brushHardness, initial),
  part('brush.strength', ['brush', 'strength'], brush.strength.unwrap(), help.brushStrength, initial),
  part('brush.pressure', ['brush', 'pressure'], brush.pressure.unwrap(), help.brushPressure, initial),
  part('mask.grow', ['mask', 'growPx'], mask.growPx.unwrap(), help.maskGrow, initial),
  part('mask.feather', ['mask', 'featherPx'], mask.featherPx.unwrap(), help.maskFeather, initial),
  part(
    'fill.color_adaptation',
    ['fill', 'colourAdaptation'],
    shape.fill.unwrap().shape.colourAdaptation.unwrap(),
    help.colorAdaptation,
    initial,
  ),
  whole('export.folder', 'exportFolder', z.string().min(1).max(4_096), help.exportFolder, { ...initial, ...path }),
  whole('export.presets', 'exportPresets', z.array(writtenPresetSchema).max(100), help.exportPresets, {
    ...path,
    write: writePresets,
  }),
  whole('favorite_models', 'favouriteModels', z.array(writtenModelSchema).max(200), help.favoriteModels, {
    write: (models) => models.map(writeModel),
  }),
  whole('draft_models', 'draftModels', writtenPurposeSchema, help.draftModels, { write: writePurpose }),
  whole('final_models', 'finalModels', writtenPurposeSchema, help.finalModels, { write: writePurpose }),
  whole('models.folders', 'modelFolders', z.array(modelFolderSchema).max(modelFoldersMax), help.modelFolders, path),
  whole('models.download_folder', 'downloadFolder', filled(shape.downloadFolder.unwrap()), help.downloadFolder, path),
  whole('engine_path', 'enginePath', filled(shape.enginePath.unwrap()), help.enginePath, path),
  whole('external_editor', 'externalEditor', filled(shape.externalEditor.unwrap()), help.externalEditor, path),
  part('rewriter.base_url', ['rewriter', 'baseUrl'], filled(serviceAddressSchema.nullable()), help.rewriterUrl, {
    isAddress: true,
  }),
  part('rewriter.model', ['rewriter', 'model'], z.string().max(300), help.rewriterModel),
  whole('vision.gpu', 'usesGpuForVision', shape.usesGpuForVision.unwrap(), help.visionGpu, initial),
  whole('vision.index_library', 'indexesByMeaning', shape.indexesByMeaning.unwrap(), help.indexLibrary),
  whole('vision.models', 'visionModels', z.partialRecord(z.enum(visionTasks), z.string().max(300)), help.visionModels),
]

type Branch = Map<string, Branch | FileSetting>

function toSchema(branch: Branch): z.ZodType {
  const fields = [...branch].map(([name, inner]) => [
    name,
    inner instanceof Map ? toSchema(inner).nullish() : inner.schema.nullish().meta({ description: inner.help }),
  ])
  return z.strictObject(Object.fromEntries(fields) as Record<string, z.ZodType>, messages.mustBeBlock)
}

/** The schema of the block, from the table. */
export const settingsBlockSchema: z.ZodType = toSchema(
  fileSettings.reduce<Branch>((root, setting) => {
    const steps = setting.name.split('.')
    const last = steps.pop() ?? ''
    const parent = steps.reduce<Branch>((branch, step) => {
      const next = branch.get(step)
      if (next instanceof Map) return next
      const created: Branch = new Map()
      branch.set(step, created)
      return created
    }, root)
    parent.set(last, setting)
    return root
  }, new Map()),
)

/** Returns what is at a path such as `brush.size`; undefined = nothing. */
export function valueAt(block: unknown, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>((value, step) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[step], block)
}
