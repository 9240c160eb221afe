import { z } from 'zod'
import { wildcardNamePattern } from '../util/wildcard-name.ts'
import { serviceAddressSchema } from './guarded-values.ts'
import { assetIdSchema } from './ids.ts'

/** Words that were sent, once for each different pair. */
export const promptMemorySchema = z.object({
  id: z.int(),
  /** When they were sent last. */
  atMs: z.int(),
  uses: z.int().min(1),
  prompt: z.string(),
  negativePrompt: z.string(),
})
export type PromptMemory = z.output<typeof promptMemorySchema>

/** A piece of text to put in again: `{name}` in a menu, `text` in the prompt. */
export const snippetSchema = z.object({
  id: z.string().min(1).max(60),
  name: z.string().min(1).max(80),
  text: z.string().min(1).max(10_000),
})
export type Snippet = z.output<typeof snippetSchema>

/** The look of a picture as words around the prompt. */
export const styleSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  name: z.string().min(1).max(80),
  /** Photograph, painting, drawing … : how styles are grouped. */
  group: z.string().min(1).max(40),
  /** `{prompt}` stands for what is drawn; without it the words come after. */
  prompt: z.string().max(4_000),
  negativePrompt: z.string().max(4_000),
  /** `sample`: a picture that Atelier’s own engines drew; `icon`: a drawn sign; `picture`: one of the person's own. */
  shown: z.discriminatedUnion('as', [
    z.object({ as: z.literal('icon'), icon: z.string() }),
    z.object({ as: z.literal('sample'), file: z.string() }),
    z.object({ as: z.literal('picture'), assetId: assetIdSchema }),
  ]),
  isOwn: z.boolean(),
})
export type Style = z.output<typeof styleSchema>

/** A list that `__name__` draws a line of: a plain text file of that name. */
export const wildcardFileSchema = z.object({
  name: z.string().regex(wildcardNamePattern),
  lines: z.array(z.string().max(2_000)).max(100_000),
})
export type WildcardFile = z.output<typeof wildcardFileSchema>

/** How a model likes to be spoken to. */
export const dialects = ['sentence', 'tags', 'weights'] as const
export const dialectSchema = z.enum(dialects)
export type Dialect = z.output<typeof dialectSchema>

/** What the prompt compiler puts together. Everything but the base may be empty. */
export const promptPartsSchema = z.object({
  base: z.string().max(20_000),
  style: z.string().max(1_000).default(''),
  mood: z.string().max(1_000).default(''),
  lighting: z.string().max(1_000).default(''),
  composition: z.string().max(1_000).default(''),
  camera: z.string().max(1_000).default(''),
  palette: z.string().max(1_000).default(''),
  medium: z.string().max(1_000).default(''),
  /** What is to be left out. */
  negative: z.string().max(4_000).default(''),
})
export type PromptParts = z.output<typeof promptPartsSchema>

export const compiledPromptSchema = z.object({
  prompt: z.string(),
  /** null where the model has no field for it: then it is in the prompt. */
  negativePrompt: z.string().nullable(),
  dialect: dialectSchema,
  /** For people: what was done, in order. */
  notes: z.array(z.string()),
})
export type CompiledPrompt = z.output<typeof compiledPromptSchema>

/** Which language model rewrites prompts: any address that speaks like OpenAI's chat completions. */
export const rewriterSettingsSchema = z.object({
  baseUrl: serviceAddressSchema.nullable(),
  model: z.string().max(300),
})
export type RewriterSettings = z.output<typeof rewriterSettingsSchema>
