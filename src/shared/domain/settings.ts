import { z } from 'zod'
import { agentSettingsSchema } from './agent-settings.ts'
import { blurredBackgroundSchema, plainBackgroundSchema, usualBlurPercent } from './background.ts'
import { facetFieldSchema, sortOrderSchema } from './catalogue.ts'
import { editIntents } from './edit.ts'
import {
  exportPresetSchema,
  presetOptionsSchema,
  storedExportPresetSchema,
  storedPresetOptionsSchema,
  defaultExportOptions,
} from './export-options.ts'
import {
  defaultGalleryOptions,
  defaultSheetOptions,
  sheetOptionsSchema,
  webGalleryOptionsSchema,
} from './export-pages.ts'
import { pickedFolderSchema } from './file-handles.ts'
import { safetySchema } from './generation.ts'
import { modelFolderSchema, programPathSchema, serviceAddressSchema } from './guarded-values.ts'
import { assetIdSchema, collectionIdSchema, documentIdSchema } from './ids.ts'
import { capsSchema } from './ledger.ts'
import { languages } from '../messages/languages.ts'
import { rewriterSettingsSchema } from './prompts.ts'
import { providerIdSchema } from './provider-id.ts'
import { fallbackSchema, modelRefSchema, type ModelRef } from './provider.ts'
import { presetTasks, type ModelPurpose, type PresetTask } from './model-value.ts'
import { tourSteps } from './tour.ts'
import { visionTasks } from './vision.ts'

/** A user's settings for one provider; absent fields use the defaults. */
export const providerSettingsSchema = z.object({
  isEnabled: z.boolean().nullish(),
  defaultModel: z.string().nullish(),
  defaultSize: z.string().nullish(),
  baseUrl: serviceAddressSchema.nullish(),
  /** Model ids added by hand. */
  addedModels: z.array(z.string()).max(500).nullish(),
})
export type ProviderSettings = z.output<typeof providerSettingsSchema>

/** The tasks of the Studio: the edits of an image, generating from a prompt alone, and variations. */
export const studioTasks = [...editIntents, 'generate', 'variations'] as const
export const studioTaskSchema = z.enum(studioTasks)
export type StudioTask = z.output<typeof studioTaskSchema>

/**
 * What does the work: this computer without any model (`local`) or with the model for removal that is in use
 * (`inpainting`), or a provider's model.
 */
export const modelChoiceSchema = z.union([
  z.literal('local'),
  z.literal('inpainting'),
  // As in a request.
  modelRefSchema.extend({ insteadOf: z.string().max(300).optional() }),
])
export type ModelChoice = z.output<typeof modelChoiceSchema>

/** The default models of a purpose, by task; `any` is used where the task has none of its own. */
export const purposeModelsSchema = z.partialRecord(z.enum(presetTasks), modelRefSchema)
export type PurposeModels = z.output<typeof purposeModelsSchema>

/** Key maps modeled on other programs; `atelier` is this program's own. */
export const keyPresets = ['atelier', 'photoshop', 'krita', 'invoke'] as const
export type KeyPreset = (typeof keyPresets)[number]

/** Key bindings: a preset, and the user's changes to it. */
export const keySettingsSchema = z.object({
  preset: z.enum(keyPresets).default('atelier'),
  /** Command id → its bindings, such as `Mod+Shift+Z`; empty = no key. Absent commands follow the preset. */
  overrides: z.record(z.string().min(1).max(80), z.array(z.string().min(1).max(40)).max(6)).default({}),
})
export type KeySettings = z.output<typeof keySettingsSchema>

/** Pressure response of a pen. */
export const tabletSettingsSchema = z.object({
  /** 1 = linear; below, light pressure is enough; above, it takes heavy pressure. */
  pressureGamma: z.number().min(0.25).max(4).default(1),
  /** Pressure below this counts as none; 0 to 1 is the full range of the pen. */
  pressureMin: z.number().min(0).max(0.5).default(0),
})
export type TabletSettings = z.output<typeof tabletSettingsSchema>

/**
 * `grid`: square tiles. `justified`: rows as wide as the window, images uncropped. `list`: one line each. `map`: by what
 * they show.
 */
export const galleryLayouts = ['grid', 'justified', 'list', 'map'] as const
export type GalleryLayout = (typeof galleryLayouts)[number]

/** Panels of the Studio that can be collapsed to a bar: the task with its form, the tool options, the results. */
export const foldablePanels = ['task', 'options', 'results'] as const
export type FoldablePanel = (typeof foldablePanels)[number]

const tourLeftSchema = z.object({
  step: z.enum(tourSteps),
  documentId: documentIdSchema,
  /** What was made in the document, which may be closed since. */
  resultId: assetIdSchema.nullable(),
})
export type TourLeft = z.output<typeof tourLeftSchema>

/** The oldest are dropped. */
export const workflowFilesMax = 500
export const modelFoldersMax = 100

/**
 * Security-sensitive settings: programs to launch, hosts that get keys and images, folders that programs may use,
 * spending limits. Main changes them,
 * after the user chose or confirmed the change in a dialog shown by main; the window only reads them.
 */
const guardedFields = {
  providers: z.partialRecord(providerIdSchema, providerSettingsSchema).default({}),
  rewriter: rewriterSettingsSchema.default({ baseUrl: null, model: '' }),
  /** The program that images are edited in; null = the system's default. */
  externalEditor: programPathSchema.nullable().default(null),
  caps: capsSchema.default({ perRunUsd: null, perDayUsd: null, perMonthUsd: null, onOver: 'ask' }),
  /**
   * The limits could not be read, and have not been set again: until then, nothing that may cost money is sent. `copy`:
   * where the file is kept as it was found; null = it could not be kept.
   */
  capsProblem: z.object({ copy: z.string().nullable() }).nullable().default(null),
  /** ComfyUI workflow files chosen in a dialog: no other file is read as one while the window runs. */
  workflowFiles: z.array(z.string()).max(workflowFilesMax).default([]),
  /** The shared library that runs local models; null = none chosen. */
  enginePath: programPathSchema.nullable().default(null),
  /** Absolute paths of local folders with models, in the order they were added. */
  modelFolders: z.array(modelFolderSchema).max(modelFoldersMax).default([]),
  /** The one of them that models are downloaded to; null = Atelier’s own folder. */
  downloadFolder: modelFolderSchema.nullable().default(null),
  /** What programs may read, write and spend. */
  agents: agentSettingsSchema.prefault({}),
}

/** Preferences stored in `settings.json`. Every field has a default, so an older or damaged file still opens. */
export const settingsSchema = z.object({
  version: z.literal(1).default(1),
  ...guardedFields,
  /** Of the texts, from the next start on; `system` = the first of the system's languages that Atelier has. */
  language: z.enum(['system', ...languages]).default('system'),
  theme: z.enum(['system', 'dark', 'light']).default('dark'),
  /** `high`: strong lines and texts, outlined selections; `system` = as the system asks. */
  contrast: z.enum(['system', 'high']).default('system'),
  /** Scale of the whole window; 1 = the system's. */
  uiScale: z.number().min(0.8).max(2).default(1),
  /** Background around the image on the canvas; `theme` = the theme's own. */
  canvasGray: z.enum(['theme', 'black', 'dark', 'middle', 'light', 'white']).default('theme'),
  /** Panel id → size in percent of its group. */
  panelSizes: z.record(z.string(), z.number()).default({}),
  arePanelsHidden: z.boolean().default(false),
  /** Collapsed to a bar, out of the way of the canvas. */
  foldedPanels: z.array(z.enum(foldablePanels)).default([]),
  place: z.enum(['studio', 'gallery', 'compare', 'models', 'settings']).default('studio'),
  thumbnailPx: z.int().min(96).max(512).default(176),
  /** How the Gallery shows its images. */
  gallery: z
    .object({
      layout: z.enum(galleryLayouts).default('grid'),
      sort: sortOrderSchema.default('newest'),
      /** Whether siblings are stacked. */
      isStacked: z.boolean().default(false),
    })
    .prefault({}),
  /** What is expanded beside the Gallery's images. */
  shelves: z
    .object({
      openFacets: z.array(facetFieldSchema).default(['rating', 'flag', 'tag', 'model']),
      openCollections: z.array(collectionIdSchema).max(5_000).default([]),
    })
    .prefault({}),
  hasSeenFirstStart: z.boolean().default(false),
  /** Where the tour was left; null = it was not begun, or finished. */
  tour: tourLeftSchema.nullable().catch(null).default(null),
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
  /** What was last put behind a subject; an image is chosen each time. */
  background: z
    .object({
      type: z.enum(['color', 'image', 'blur']).default('color'),
      color: plainBackgroundSchema.shape.color.default('#ffffff'),
      radiusPercent: blurredBackgroundSchema.shape.radiusPercent.default(usualBlurPercent),
    })
    .prefault({}),
  /** The options of the last export; they need not match a preset. */
  exportOptions: z.preprocess(upgradeExportOptions, storedPresetOptionsSchema).default(defaultExportOptions),
  /** The preset chosen last; null = none. */
  exportPresetId: z.string().nullable().default(null),
  /** The user's own, in their order. */
  exportPresets: z
    .array(storedExportPresetSchema.extend({ options: z.preprocess(upgradeExportOptions, storedPresetOptionsSchema) }))
    .max(100)
    .default([]),
  exportFolder: z.string().nullable().default(null),
  /** The options of the last contact sheet and the last web gallery, except their titles. */
  exportSheet: sheetOptionsSchema.catch(defaultSheetOptions).default(defaultSheetOptions),
  exportGallery: webGalleryOptionsSchema.catch(defaultGalleryOptions).default(defaultGalleryOptions),
  favouriteModels: z.array(modelRefSchema).max(200).default([]),
  /** Default models for drafts and for finals. */
  draftModels: purposeModelsSchema.catch({}).default({}),
  finalModels: purposeModelsSchema.catch({}).default({}),
  /** The last upscaler used. */
  upscaler: modelRefSchema.nullable().default(null),
  fallback: fallbackSchema.default({ generate: [], edit: [], variations: [] }),
  safety: safetySchema.default({ blockNsfw: false, contentFilter: 'moderate' }),
  /** Whether Atelier looks for newer versions by itself: the only request that it makes without being asked. */
  updates: z.enum(['never', 'check', 'download']).default('never'),
  /** Started last with this home; null = none that noted it. */
  lastVersion: z.string().max(100).nullable().default(null),
  /** System notifications of finished work while the window is not in front. */
  hasNotifications: z.boolean().default(true),
  /** Images are embedded in the background once a model for it is installed. */
  indexesByMeaning: z.boolean().default(true),
  /** Local vision uses the GPU where there is one; turned off when it crashed. */
  usesGpuForVision: z.boolean().default(true),
  /** ID of the model chosen for a task of local vision; absent = the first by name. */
  visionModels: z.partialRecord(z.enum(visionTasks), z.string().max(300)).catch({}).default({}),
  keys: keySettingsSchema.prefault({}),
  tablet: tabletSettingsSchema.prefault({}),
  /** How the live canvas was last set; `model`: its ID on this computer, null = the fastest. */
  live: z
    .object({
      model: z.string().max(300).nullable().default(null),
      strength: z.number().min(0).max(1).default(0.6),
      view: z.enum(['beside', 'over']).default('beside'),
      opacity: z.number().min(0).max(1).default(0.8),
    })
    .prefault({}),
  /** View settings of a single image. */
  viewer: z
    .object({
      background: z.enum(['theme', 'black', 'grey', 'white']).default('theme'),
      isFilmstripShown: z.boolean().default(true),
    })
    .prefault({}),
  /** Last settings of the Studio's form. */
  studio: z
    .object({
      /** For an open image its own intent applies instead. Values of older versions fall back to the first. */
      task: studioTaskSchema.catch('fill').default('fill'),
      /** The last model chosen, for any task. */
      model: modelRefSchema.nullable().default(null),
      /** The models selected for a task; the form is built from the first. */
      engines: z.partialRecord(studioTaskSchema, z.array(modelChoiceSchema).max(20)).default({}),
      n: z.int().min(1).max(4).default(1),
    })
    .prefault({}),
})
export type Settings = z.output<typeof settingsSchema>

type WithoutDefaults<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends z.ZodDefault<infer Inner> | z.ZodPrefault<infer Inner> ? Inner : Shape[Key]
}

function withoutDefaults<Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape): WithoutDefaults<Shape> {
  const bare = Object.entries(shape).map(([name, field]) => [
    name,
    field instanceof z.ZodDefault || field instanceof z.ZodPrefault ? field.unwrap() : field,
  ])
  return Object.fromEntries(bare) as WithoutDefaults<Shape>
}

/**
 * What main may change: any subset of the fields, each replaced as a whole. Without the defaults, which would fill in,
 * and so reset, every field a caller omits; and without what makes damaged or older settings readable.
 */
export const settingsPatchSchema = z
  .object({
    ...withoutDefaults(settingsSchema.omit({ version: true }).shape),
    exportOptions: storedPresetOptionsSchema,
    exportPresets: z.array(storedExportPresetSchema).max(100),
    exportSheet: sheetOptionsSchema,
    exportGallery: webGalleryOptionsSchema,
    /** The user has set the limits again. */
    capsProblem: z.null(),
  })
  .partial()
export type SettingsPatch = z.output<typeof settingsPatchSchema>

/** Fields whose shape differs between the window and `settings.json`: the window gets handles for folders. */
const windowFields = {
  exportOptions: presetOptionsSchema,
  exportPresets: z.array(exportPresetSchema).max(100),
  exportFolder: pickedFolderSchema.nullable(),
}
const onlyMain = {
  providers: true,
  rewriter: true,
  externalEditor: true,
  workflowFiles: true,
  enginePath: true,
  modelFolders: true,
  downloadFolder: true,
  caps: true,
  capsProblem: true,
  agents: true,
} as const satisfies Record<keyof typeof guardedFields, true>

export const windowSettingsSchema = settingsSchema
  .omit({
    workflowFiles: true,
    enginePath: true,
    modelFolders: true,
    downloadFolder: true,
  })
  .extend({
    ...windowFields,
    /** What only the configuration file can change, by its names there, such as `settings.theme`. */
    setInFile: z.object({ file: z.string(), names: z.array(z.string()) }),
  })
export type WindowSettings = z.output<typeof windowSettingsSchema>

/** What the window may change on its own. Anything else in a patch is rejected. */
export const windowSettingsPatchSchema = settingsPatchSchema
  .omit(onlyMain)
  .extend(z.object(windowFields).partial().shape)
  .strict()
export type WindowSettingsPatch = z.output<typeof windowSettingsPatchSchema>

/** Upgrades options stored by an older version: keeps its fields, uses defaults for the others. */
export function upgradeExportOptions(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null) return stored
  const { longestSidePx, includeRecipe, ...known } = stored as Record<string, unknown>
  const size = typeof longestSidePx === 'number' && { size: { by: 'longest', px: longestSidePx, mayEnlarge: false } }
  const metadata = includeRecipe === false && { metadata: 'none' }
  return { ...defaultExportOptions, ...size, ...metadata, ...known }
}

/** Returns the default model for drafts or finals: the task's own, otherwise the one for any task. */
export function purposeModel(
  { draftModels, finalModels }: Pick<Settings, 'draftModels' | 'finalModels'>,
  purpose: ModelPurpose,
  task: PresetTask,
): ModelRef | null {
  const models = purpose === 'draft' ? draftModels : finalModels
  return models[task] ?? models.any ?? null
}
