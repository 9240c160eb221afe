import { z } from 'zod'
import { wildcardNamePattern } from '../util/wildcard-name.ts'
import { serviceAddressSchema } from './guarded-values.ts'
import { assetIdSchema } from './ids.ts'

/** Prompts that were sent, once for each different pair. */
export const promptMemorySchema = z.object({
  id: z.int(),
  /** When they were last sent. */
  atMs: z.int(),
  uses: z.int().min(1),
  prompt: z.string(),
  negativePrompt: z.string(),
})
export type PromptMemory = z.output<typeof promptMemorySchema>

/** Reusable text: `{name}` in a menu, `text` in the prompt. */
export const snippetSchema = z.object({
  id: z.string().min(1).max(60),
  name: z.string().min(1).max(80),
  text: z.string().min(1).max(10_000),
})
export type Snippet = z.output<typeof snippetSchema>

/** The style of an image as words around the prompt. */
export const styleSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  name: z.string().min(1).max(80),
  /** Group in the list of styles: photograph, painting, drawing … */
  group: z.string().min(1).max(40),
  /** `{prompt}` stands for the subject; without it the words are appended. */
  prompt: z.string().max(4_000),
  negativePrompt: z.string().max(4_000),
  /** `sample`: an image made by Atelier’s own engines; `icon`: a drawn icon; `picture`: the user's own image. */
  shown: z.discriminatedUnion('as', [
    z.object({ as: z.literal('icon'), icon: z.string() }),
    z.object({ as: z.literal('sample'), file: z.string() }),
    z.object({ as: z.literal('picture'), assetId: assetIdSchema }),
  ]),
  isOwn: z.boolean(),
})
export type Style = z.output<typeof styleSchema>

/** A list from which `__name__` picks a line: a plain text file of that name. */
export const wildcardFileSchema = z.object({
  name: z.string().regex(wildcardNamePattern),
  lines: z.array(z.string().max(2_000)).max(100_000),
})
export type WildcardFile = z.output<typeof wildcardFileSchema>

/** The prompting style that a model prefers. */
export const dialects = ['sentence', 'tags', 'weights'] as const
export const dialectSchema = z.enum(dialects)
export type Dialect = z.output<typeof dialectSchema>

/** Input of the prompt compiler. Everything but the base may be empty. */
export const promptPartsSchema = z.object({
  base: z.string().max(20_000),
  style: z.string().max(1_000).default(''),
  mood: z.string().max(1_000).default(''),
  lighting: z.string().max(1_000).default(''),
  composition: z.string().max(1_000).default(''),
  camera: z.string().max(1_000).default(''),
  palette: z.string().max(1_000).default(''),
  medium: z.string().max(1_000).default(''),
  /** What the image is not to show. */
  negative: z.string().max(4_000).default(''),
})
export type PromptParts = z.output<typeof promptPartsSchema>

export const compiledPromptSchema = z.object({
  prompt: z.string(),
  /** null where the model has no field for it: then it is part of the prompt. */
  negativePrompt: z.string().nullable(),
  dialect: dialectSchema,
  /** For display: what was done, in order. */
  notes: z.array(z.string()),
})
export type CompiledPrompt = z.output<typeof compiledPromptSchema>

/** The language model that rewrites prompts: any endpoint compatible with OpenAI's chat completions. */
export const rewriterSettingsSchema = z.object({
  baseUrl: serviceAddressSchema.nullable(),
  model: z.string().max(300),
})
export type RewriterSettings = z.output<typeof rewriterSettingsSchema>
