import { z } from 'zod'
import { operationSchema } from './generation.ts'
import { modelCardSchema, type ModelCard } from './model-card.ts'
import { providerIdSchema } from './provider-id.ts'

export const keyViewSchema = z.object({
  need: z.enum(['required', 'optional', 'none']),
  /** Type of credentials: one key, `user:password`, or a service account's file named by the environment. */
  form: z.enum(['key', 'login']),
  /** Source of the key in use; null = none. */
  source: z.enum(['keychain', 'session', 'environment', 'service-account']).nullable(),
  /** The last four characters; null where there is no key, or one too short to reveal any of it. */
  ending: z.string().nullable(),
  /** The environment variable that is read if nothing else is set. */
  variable: z.string().nullable(),
  /** Why the keychain was unavailable, for display. Then a key can be kept for the session only. */
  keychainProblem: z.string().nullable(),
  /** Where to get one. */
  pageUrl: z.url().nullable(),
})
export type KeyView = z.output<typeof keyViewSchema>

export const healthSchema = z.object({
  state: z.enum(['unknown', 'ok', 'degraded', 'down', 'key-rejected', 'out-of-credit']),
  /** The vendor's latest status message during an outage. */
  note: z.string().nullable(),
  lastAnswerAtMs: z.int().nullable(),
  /** Median latency of recent free test calls and submissions. */
  latencyMs: z.number().nullable(),
  /** Median time from sending to a finished image. */
  imageMs: z.number().nullable(),
  /** Within the last 100 requests. */
  calls: z.int(),
  failures: z.int(),
  /** When the service's rate limit ends. */
  limitedUntilMs: z.int().nullable(),
  /** The account's remaining balance, where the service reports it. */
  balance: z.object({ amount: z.number(), unit: z.string() }).nullable(),
})
export type Health = z.output<typeof healthSchema>

/** The vendor's pages on its service and on its prices. */
export const providerPagesSchema = z.object({ docs: z.url(), prices: z.url() })
export type ProviderPages = z.output<typeof providerPagesSchema>

/** A provider as shown on the Models page. Holds no secret. */
export const providerViewSchema = z.object({
  id: providerIdSchema,
  label: z.string(),
  kind: z.enum(['cloud', 'local', 'demo']),
  key: keyViewSchema,
  health: healthSchema,
  isEnabled: z.boolean(),
  defaultModel: z.string().nullable(),
  /** The saved default that is retired, in whose place `defaultModel` is used; absent = there is none. */
  insteadOf: z.string().optional(),
  /** `1024x1024` or `16:9`. */
  defaultSize: z.string().nullable(),
  /** Where requests go; null = the service's own URL. */
  baseUrl: z.string().nullable(),
  ownBaseUrl: z.string(),
  /** Fields that are set by `atelier.yaml`, the environment or the command line, and by which of them. */
  decidedElsewhere: z.partialRecord(z.enum(['isEnabled', 'defaultModel', 'defaultSize', 'baseUrl']), z.string()),
  /** What leaves this computer, and how long the service keeps it. */
  privacy: z.string(),
  pages: providerPagesSchema.nullable(),
  models: z.array(modelCardSchema),
  modelsRefreshedAtMs: z.int().nullable(),
  /** How to write a model id added by hand; null = not supported. */
  addModelHint: z.string().nullable(),
})
export type ProviderView = z.output<typeof providerViewSchema>

/** A server found on this computer. */
export const foundServerSchema = z.object({
  provider: providerIdSchema,
  label: z.string(),
  baseUrl: z.url(),
  /** null = it requires a login first. */
  models: z.int().nonnegative().nullable(),
})
export type FoundServer = z.output<typeof foundServerSchema>

/** Result of the free test call. */
export const checkOutcomeSchema = z.object({
  isOk: z.boolean(),
  /** For display: whose account, how much is left, or what is wrong and what to do. */
  message: z.string(),
  latencyMs: z.number(),
})
export type CheckOutcome = z.output<typeof checkOutcomeSchema>

export const modelRefSchema = z.object({ provider: providerIdSchema, model: z.string().min(1).max(300) })
export type ModelRef = z.output<typeof modelRefSchema>

/** Providers to try next, in order, where a service failed and nothing was billed. */
export const fallbackSchema = z.record(operationSchema, z.array(modelRefSchema).max(10))
export type Fallback = z.output<typeof fallbackSchema>

type Address = Pick<ProviderView, 'baseUrl' | 'ownBaseUrl'>

/** Whether requests go to an address that the user chose: a model may be served there that the vendor has retired. */
export function isElsewhere({ baseUrl, ownBaseUrl }: Address): boolean {
  return baseUrl !== null && baseUrl !== ownBaseUrl
}

/** Whether requests to it are refused: it is retired, and neither the account nor that address may still have it. */
export function isWithdrawn({ state }: ModelCard, isAtOwnAddress: boolean): boolean {
  return state.type === 'retired' && state.toldBy !== 'pages' && !(isAtOwnAddress && state.isServedElsewhere)
}

/** Follows a retired model's successors to one that is not; null = it is not retired, or no such one is listed. */
export function currentSuccessor(
  { models, ...address }: Address & { readonly models: readonly ModelCard[] },
  id: string | null,
): ModelCard | null {
  const find = (wanted: string | null) => models.find((card) => card.id === wanted)
  let card = find(id)
  if (card?.state.type !== 'retired' || (isElsewhere(address) && card.state.isServedElsewhere)) return null
  // No more often than there are models: two could name each other.
  for (let left = models.length; card?.state.type === 'retired' && left > 0; left--) card = find(card.state.successor)
  return card === undefined || card.state.type === 'retired' ? null : card
}

const prefix = 'workflow:'

/** Returns the model id of a user's own ComfyUI workflow. */
export const workflowModelId = (path: string) => `${prefix}${path}`

/** Returns the file named by a model id; null = it names none. */
export function workflowPathOf(modelId: string): string | null {
  return modelId.startsWith(prefix) ? modelId.slice(prefix.length) : null
}
