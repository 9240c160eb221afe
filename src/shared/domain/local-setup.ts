import { z } from 'zod'
import { fits } from './fit.ts'
import { precisions } from './precision.ts'

export const engineFactsSchema = z.object({
  /** As the library calls itself; empty where it does not say. */
  version: z.string(),
  commit: z.string(),
  /** The release whose interface Atelier works with. A library of another may not fit. */
  fits: z.string(),
  devices: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      /** null = the library does not say. */
      kind: z.enum(['cpu', 'gpu', 'other']).nullable(),
      freeBytes: z.number().nullable(),
      totalBytes: z.number().nullable(),
    }),
  ),
})
export type EngineFacts = z.output<typeof engineFactsSchema>

export const fitSchema = z.enum(fits)

export const localModelViewSchema = z.object({
  id: z.string(),
  label: z.string(),
  family: z.string(),
  quantization: z.string(),
  /** Of all its files; those that several models share count for each. */
  bytes: z.int().nonnegative(),
  /** In words, such as “needs a FLUX VAE (ae.safetensors)”. */
  missing: z.array(z.string()),
  isReady: z.boolean(),
  /** At its usual size; null = the engine has not said what is free. */
  fit: fitSchema.nullable(),
  /** When an image was drawn with it last, as `Date.now()`; null = not since this is remembered. */
  lastUsedMs: z.number().nullable(),
})
export type LocalModelView = z.output<typeof localModelViewSchema>

export const precisionSchema = z.enum(precisions)

/** What a model can be converted to. */
export const conversionPlanSchema = z.object({
  /** Of the file that would be converted. */
  bytes: z.int().nonnegative(),
  /** From the largest on. */
  choices: z.array(z.object({ precision: precisionSchema, bytes: z.int().nonnegative() })),
})
export type ConversionPlanView = z.output<typeof conversionPlanSchema>

/** What draws on this computer: the engine, and the models in the folders that were named. */
export const localSetupSchema = z.object({
  /** null = none was chosen. */
  engine: z
    .object({
      /** The shared library. */
      path: z.string(),
      /** null = it has not been loaded since the start. */
      facts: engineFactsSchema.nullable(),
      /** It says that it is of another release than the one Atelier works with, or does not say. */
      isOfAnotherRelease: z.boolean(),
    })
    .nullable(),
  folders: z.array(
    z.object({
      path: z.string(),
      models: z.int().nonnegative(),
      /** Why it cannot be looked through, in words. */
      problem: z.string().nullable(),
      /** Atelier’s own. */
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
      /** What it was made for; null = nobody knows. */
      family: z.string().nullable(),
      /** Why the engine cannot load it; null = it can. */
      problem: z.string().nullable(),
    }),
  ),
  /** Files that are named like models and cannot be used. */
  refused: z.array(z.object({ path: z.string(), reason: z.string() })),
})
export type LocalSetup = z.output<typeof localSetupSchema>
