import { z } from 'zod'
import { exportFormats } from '../util/media-type.ts'
import { operationSchema, safetySchema } from './generation.ts'
import { fallbackSchema, modelRefSchema } from './provider.ts'
import { providerIdSchema } from './provider-id.ts'

export const exportOptionsSchema = z.object({
  format: z.enum(exportFormats),
  /** 1 to 100; ignored by PNG, and by TIFF (written lossless). */
  quality: z.int().min(1).max(100),
  /** Longest side in pixels; null = as it is. Never enlarges. */
  longestSidePx: z.int().min(1).max(16_384).nullable(),
  /** File name without extension; `{name}`, `{date}`, `{time}`, `{engine}`, `{model}`, `{prompt}`, `{seed}`, `{width}`, `{height}`, `{id}`, `{n}`. */
  template: z.string().min(1).max(200),
  /** Write how the picture was made into the file. */
  includeRecipe: z.boolean(),
})
export type ExportOptions = z.output<typeof exportOptionsSchema>

/** What a person decides about one provider; what is absent is as the program has it. */
export const providerSettingsSchema = z.object({
  isEnabled: z.boolean().nullish(),
  defaultModel: z.string().nullish(),
  defaultSize: z.string().nullish(),
  baseUrl: z.string().nullish(),
  /** Model ids added by hand. */
  addedModels: z.array(z.string()).max(500).nullish(),
})
export type ProviderSettings = z.output<typeof providerSettingsSchema>

/** Preferences kept in `settings.json`. Every field has a default, so an older or damaged file still opens. */
export const settingsSchema = z.object({
  version: z.literal(1).default(1),
  theme: z.enum(['system', 'dark', 'light']).default('dark'),
  /** Panel id → size in per cent of its group. */
  panelSizes: z.record(z.string(), z.number()).default({}),
  arePanelsHidden: z.boolean().default(false),
  place: z.enum(['studio', 'gallery', 'models']).default('studio'),
  thumbnailPx: z.int().min(96).max(512).default(176),
  hasSeenFirstStart: z.boolean().default(false),
  brush: z
    .object({
      sizePx: z.number().min(1).max(2_000).default(48),
      hardness: z.number().min(0).max(1).default(0.8),
      strength: z.number().min(0.01).max(1).default(1),
      pressure: z.enum(['size', 'strength', 'both', 'none']).default('size'),
    })
    .prefault({}),
  mask: z
    .object({ growPx: z.number().min(0).max(512).default(4), featherPx: z.number().min(0).max(512).default(4) })
    .prefault({}),
  fill: z.object({ colourAdaptation: z.number().min(0).max(1).default(0.5) }).prefault({}),
  exportOptions: exportOptionsSchema.default({
    format: 'png',
    quality: 90,
    longestSidePx: null,
    template: '{name}',
    includeRecipe: true,
  }),
  exportFolder: z.string().nullable().default(null),
  providers: z.partialRecord(providerIdSchema, providerSettingsSchema).default({}),
  favouriteModels: z.array(modelRefSchema).max(200).default([]),
  fallback: fallbackSchema.default({ generate: [], edit: [], variations: [] }),
  safety: safetySchema.default({ blockNsfw: false, contentFilter: 'moderate' }),
  /** What the Studio's form was last set to. */
  studio: z
    .object({
      task: z.enum(['fill', ...operationSchema.options]).default('fill'),
      model: modelRefSchema.nullable().default(null),
      n: z.int().min(1).max(4).default(1),
    })
    .prefault({}),
})
export type Settings = z.output<typeof settingsSchema>
const fields = settingsSchema.shape
/**
 * What a caller may change: any subset of the fields, each whole. Without the defaults, which would fill in, and so
 * reset, every field a caller leaves out.
 */
export const settingsPatchSchema = z
  .object({
    theme: fields.theme.unwrap(),
    panelSizes: fields.panelSizes.unwrap(),
    arePanelsHidden: fields.arePanelsHidden.unwrap(),
    place: fields.place.unwrap(),
    thumbnailPx: fields.thumbnailPx.unwrap(),
    hasSeenFirstStart: fields.hasSeenFirstStart.unwrap(),
    brush: fields.brush.unwrap(),
    mask: fields.mask.unwrap(),
    fill: fields.fill.unwrap(),
    exportOptions: fields.exportOptions.unwrap(),
    exportFolder: fields.exportFolder.unwrap(),
    providers: fields.providers.unwrap(),
    favouriteModels: fields.favouriteModels.unwrap(),
    fallback: fields.fallback.unwrap(),
    safety: fields.safety.unwrap(),
    studio: fields.studio.unwrap(),
  } satisfies Record<Exclude<keyof typeof fields, 'version'>, z.ZodType>)
  .partial()
export type SettingsPatch = z.output<typeof settingsPatchSchema>
