import { z } from 'zod'
import { operationSchema } from './generation.ts'
import { modelCardSchema } from './model-card.ts'
import { providerIdSchema } from './provider-id.ts'

export const keyViewSchema = z.object({
  need: z.enum(['required', 'optional', 'none']),
  /** What the person has to give: one word, `user:password`, or a service account's file named by the environment. */
  form: z.enum(['key', 'login']),
  /** Where the key in use comes from; null = there is none. */
  source: z.enum(['keychain', 'session', 'environment', 'service-account']).nullable(),
  /** The last four characters; null where there is no key, or one too short to show any of it. */
  ending: z.string().nullable(),
  /** The environment variable that is read where nothing else is set. */
  variable: z.string().nullable(),
  /** Why the keychain could not be asked, for people. Then a key can be kept for the session only. */
  keychainProblem: z.string().nullable(),
  /** Where to get one. */
  pageUrl: z.url().nullable(),
})
export type KeyView = z.output<typeof keyViewSchema>

export const healthSchema = z.object({
  state: z.enum(['unknown', 'ok', 'degraded', 'down', 'key-rejected', 'out-of-credit']),
  /** The vendor's last words where it is not well. */
  note: z.string().nullable(),
  lastAnswerAtMs: z.int().nullable(),
  /** Median of the last answers of the free test call and of submissions. */
  latencyMs: z.number().nullable(),
  /** Median time from sending to a finished picture. */
  pictureMs: z.number().nullable(),
  /** Of the last 100 requests. */
  calls: z.int(),
  failures: z.int(),
  /** Until then the service has asked to be left alone. */
  limitedUntilMs: z.int().nullable(),
  /** What is left on the account, where the service tells. */
  balance: z.object({ amount: z.number(), unit: z.string() }).nullable(),
})
export type Health = z.output<typeof healthSchema>

/** Where the vendor describes its service, and what it costs. */
export const providerPagesSchema = z.object({ docs: z.url(), prices: z.url() })
export type ProviderPages = z.output<typeof providerPagesSchema>

/** A provider as the Models page shows it. Holds no secret. */
export const providerViewSchema = z.object({
  id: providerIdSchema,
  label: z.string(),
  kind: z.enum(['cloud', 'local', 'demo']),
  key: keyViewSchema,
  health: healthSchema,
  isEnabled: z.boolean(),
  defaultModel: z.string().nullable(),
  /** `1024x1024` or `16:9`. */
  defaultSize: z.string().nullable(),
  /** Where requests go; null = the service's own address. */
  baseUrl: z.string().nullable(),
  ownBaseUrl: z.string(),
  /** Fields that `atelier.yaml`, the environment or the command line decides, and what decides them. */
  decidedElsewhere: z.partialRecord(z.enum(['isEnabled', 'defaultModel', 'defaultSize', 'baseUrl']), z.string()),
  /** What leaves this computer, and how long it is kept there. */
  privacy: z.string(),
  pages: providerPagesSchema.nullable(),
  models: z.array(modelCardSchema),
  modelsRefreshedAtMs: z.int().nullable(),
  /** Whether any model id can be added by hand, and how one is written. */
  addModelHint: z.string().nullable(),
})
export type ProviderView = z.output<typeof providerViewSchema>

/** A server that answered on this computer. */
export const foundServerSchema = z.object({
  provider: providerIdSchema,
  label: z.string(),
  baseUrl: z.url(),
  /** null = it wants a login before it says. */
  models: z.int().nonnegative().nullable(),
})
export type FoundServer = z.output<typeof foundServerSchema>

/** What the free test call said. */
export const checkOutcomeSchema = z.object({
  isOk: z.boolean(),
  /** For people: whose account, how much is left, or what is wrong and what to do. */
  message: z.string(),
  latencyMs: z.number(),
})
export type CheckOutcome = z.output<typeof checkOutcomeSchema>

export const modelRefSchema = z.object({ provider: providerIdSchema, model: z.string().min(1).max(300) })
export type ModelRef = z.output<typeof modelRefSchema>

/** Who is asked next, in order, where a service failed and nothing was billed. */
export const fallbackSchema = z.record(operationSchema, z.array(modelRefSchema).max(10))
export type Fallback = z.output<typeof fallbackSchema>
