import { z } from 'zod'
import * as messages from '../messages/en/memory.ts'

/** Whether a model fits into device memory: entirely, with weights offloaded to main memory, or not at all. */
export const fits = ['fits', 'fits-with-offload', 'does-not-fit'] as const
export type Fit = (typeof fits)[number]

export const fitLabels: Readonly<Record<Fit, string>> = {
  fits: messages.fits,
  'fits-with-offload': messages.fitsWithOffload,
  'does-not-fit': messages.doesNotFit,
}

/** Precisions a model can be converted to, by ggml's names, most exact first. */
export const precisions = ['f16', 'q8_0', 'q6_K', 'q5_K', 'q5_0', 'q4_K', 'q4_0'] as const
export type Precision = (typeof precisions)[number]

/** The usual effect on images. */
export const precisionLabels: Readonly<Record<Precision, string>> = {
  f16: messages.noVisibleDifference,
  q8_0: messages.hardlyVisible,
  q6_K: messages.slightDifferences,
  q5_K: messages.smallDifferences,
  q5_0: messages.smallDifferences,
  q4_K: messages.visibleDifferences,
  q4_0: messages.visibleDifferences,
}

export interface ConversionChoice {
  readonly precision: Precision
  /** Size of the resulting file. */
  readonly bytes: number
}

export const engineFactsSchema = z.object({
  /** As reported by the library; empty where it reports none. */
  version: z.string(),
  commit: z.string(),
  /** The release whose interface Atelier works with. Libraries of other releases may be incompatible. */
  fits: z.string(),
  devices: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      /** null = the library does not report it. */
      kind: z.enum(['cpu', 'gpu', 'other']).nullable(),
      freeBytes: z.number().nullable(),
      totalBytes: z.number().nullable(),
    }),
  ),
})
export type EngineFacts = z.output<typeof engineFactsSchema>

export const fitSchema = z.enum(fits)

export const localModelViewSchema = z.object({
  /** Derived from the name of its main file; unique. */
  id: z.string(),
  label: z.string(),
  family: z.string(),
  quantization: z.string(),
  /** Total of all its files; files shared by several models count for each. */
  bytes: z.int().nonnegative(),
  /** For display, such as “needs a FLUX VAE (ae.safetensors)”. */
  missing: z.array(z.string()),
  isReady: z.boolean(),
  /** At its usual size; null = the engine has not reported free memory. */
  fit: fitSchema.nullable(),
  /** When it last generated an image, as `Date.now()`; null = not since this has been recorded. */
  lastUsedMs: z.number().nullable(),
})
export type LocalModelView = z.output<typeof localModelViewSchema>

export const precisionSchema = z.enum(precisions)

/** What a model can be converted to. */
export const conversionPlanSchema = z.object({
  /** Size of the file to convert. */
  bytes: z.int().nonnegative(),
  /** Largest first. */
  choices: z.array(z.object({ precision: precisionSchema, bytes: z.int().nonnegative() })),
})
export type ConversionPlanView = z.output<typeof conversionPlanSchema>

/** Local generation: the engine, and the models in the configured folders. */
export const localSetupSchema = z.object({
  /** null = none chosen. */
  engine: z
    .object({
      /** Path of the shared library. */
      path: z.string(),
      /** null = not loaded since the start. */
      facts: engineFactsSchema.nullable(),
      /** It reports another release than the one Atelier works with, or none. */
      isOfAnotherRelease: z.boolean(),
    })
    .nullable(),
  folders: z.array(
    z.object({
      path: z.string(),
      models: z.int().nonnegative(),
      /** Why it cannot be scanned, for display. */
      problem: z.string().nullable(),
      /** Atelier’s own folder. */
      isOwn: z.boolean(),
    }),
  ),
  /** Where models are downloaded to. */
  downloads: z.object({ path: z.string(), isOwn: z.boolean() }),
  models: z.array(localModelViewSchema),
  loras: z.int().nonnegative(),
  upscalers: z.int().nonnegative(),
  controlNets: z.array(
    z.object({
      name: z.string(),
      /** The family it was made for; null = unknown. */
      family: z.string().nullable(),
      /** Why the engine cannot load it; null = it can. */
      problem: z.string().nullable(),
    }),
  ),
  /** Files that are named like models but are unusable. */
  refused: z.array(z.object({ path: z.string(), reason: z.string() })),
})
export type LocalSetup = z.output<typeof localSetupSchema>
