import { z } from 'zod'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { type ValueReport, type ValueScope, modelPurposes } from '../../../shared/domain/model-value.ts'
import type { ModelRef, ProviderView } from '../../../shared/domain/provider.ts'
import type { SpendRow } from '../../../shared/domain/ledger.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import type { ProviderManager } from '../../providers/provider-manager.ts'
import { ledgerRowSchema, toLedgerRow } from '../../ledger/index.ts'
import { stateName } from '../../providers/core/card-today.ts'
import { isLoopback } from '../../providers/core/wire/url-policy.ts'
import { reportedModel, reportedModelSchema } from '../reported-value.ts'
import { readProvider } from '../generate/request-options.ts'
import { defineTool, exampleOf } from './tool.ts'

const providerSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** `cloud` bills per image; `local` runs on your own computers. */
  kind: z.string(),
  is_ready: z.boolean(),
  is_enabled: z.boolean(),
  has_key: z.boolean(),
  health: z.string(),
  default_model: z.string().nullable(),
  models: z.int(),
})

export const listProvidersTool = defineTool({
  name: 'list_providers',
  title: messages.providersTitle,
  description: messages.providersDescription({ example: exampleOf({ only_ready: true }) }),
  input: z.strictObject({ only_ready: z.boolean().default(false).describe(messages.readyField) }),
  output: z.object({ default_provider: z.string().nullable(), providers: z.array(providerSchema) }),
  isReadOnly: true,
  async run({ only_ready: onlyReady }, { services }) {
    const { manager, defaultProvider } = await services.openProviders()
    const views = await manager.list()
    const ready = await readyProviders(manager, views)
    return {
      default_provider: defaultProvider(),
      providers: (onlyReady ? ready : views).map((view) => toProvider(view, ready.includes(view))),
    }
  },
})

/** Those that can be used now: enabled, with their key, and if they are servers, known to the user or running. */
async function readyProviders(
  manager: Pick<ProviderManager, 'findServers'>,
  views: readonly ProviderView[],
): Promise<ProviderView[]> {
  const usable = views.filter(
    ({ isEnabled, key, models }) => isEnabled && (key.need !== 'required' || key.source !== null) && models.length > 0,
  )
  if (!usable.some(isUnknownServer)) return usable
  const running = new Set((await manager.findServers()).map(({ provider }) => provider))
  return usable.filter((view) => !isUnknownServer(view) || running.has(view.id))
}

/** Expected on this computer, and never asked for its models: it may not exist. */
function isUnknownServer({ ownBaseUrl, baseUrl, modelsRefreshedAtMs }: ProviderView): boolean {
  const isServer = URL.canParse(ownBaseUrl) && isLoopback(new URL(ownBaseUrl))
  return isServer && baseUrl === null && modelsRefreshedAtMs === null
}

/** Neither the key nor its ending. */
function toProvider(view: ProviderView, isReady: boolean): z.output<typeof providerSchema> {
  return {
    id: view.id,
    label: view.label,
    kind: view.kind,
    is_ready: isReady,
    is_enabled: view.isEnabled,
    has_key: view.key.source !== null,
    health: view.health.state,
    default_model: view.defaultModel,
    models: currentModels(view).length,
  }
}

function currentModels({ models }: ProviderView): readonly ModelCard[] {
  return models.filter(({ state, aliasOf }) => state.type !== 'retired' && !aliasOf)
}

/** Beside the provider and the id of the model. */
const valueSchema = reportedModelSchema.omit({ provider: true, model: true })

const modelSchema = z.object({
  provider: z.string(),
  id: z.string(),
  label: z.string(),
  state: z.string(),
  generate: z.boolean(),
  edit: z.string(),
  mask: z.string(),
  variations: z.string(),
  references_max: z.int(),
  negative_prompt: z.boolean(),
  seed: z.string(),
  qualities: z.array(z.string()),
  /** How it is billed, from the price list of that day. */
  price: z.record(z.string(), z.unknown()),
  /** Names and allowed values of the model's own fields. */
  options: z.array(z.record(z.string(), z.unknown())),
  upscaling: z.boolean(),
  /** ControlNets on this computer that fit it; null = it takes no control image. */
  control_nets: z.array(z.string()).nullable(),
  /** In the user's own work, of any task; null = nothing was made with it. */
  value: valueSchema.nullable(),
  /** What the user's own ratings and prices suggest it for. */
  suggested_for: z.array(z.enum(modelPurposes)),
})

export const listModelsTool = defineTool({
  name: 'list_models',
  title: messages.modelsTitle,
  description: messages.modelsDescription({ example: exampleOf({ provider: 'bfl' }) }),
  input: z.strictObject({ provider: z.string().max(40).optional().describe(messages.listedProviderField) }),
  output: z.object({ models: z.array(modelSchema) }),
  isReadOnly: true,
  async run({ provider }, { services }) {
    const { manager } = await services.openProviders()
    const id = readProvider(provider)
    const views = id === null ? await readyProviders(manager, await manager.list()) : [await manager.view(id)]
    const values = await services.modelValue.read(anyWork)
    return { models: views.flatMap((view) => currentModels(view).map((card) => toModel(view, card, values))) }
  },
})

const anyWork: ValueScope = { task: null, tag: null, sinceDay: null, untilDay: null, basis: null }

function toModel({ id: provider }: ProviderView, card: ModelCard, values: ValueReport): z.output<typeof modelSchema> {
  const isThis = (ref: ModelRef | null) => ref?.provider === provider && ref.model === card.id
  const found = values.models.find(isThis)
  return {
    provider,
    id: card.id,
    label: card.label,
    state: stateName(card),
    generate: card.canGenerate,
    edit: card.edits,
    mask: card.mask,
    variations: card.variations,
    references_max: card.referencesMax,
    negative_prompt: card.hasNegativePrompt,
    seed: card.seed,
    qualities: [...card.qualities],
    price: card.price,
    options: card.options.map((option) => ({ ...option })),
    upscaling: card.upscaling !== undefined,
    control_nets: card.control === undefined ? null : [...card.control.nets],
    value: found === undefined ? null : valueSchema.parse(reportedModel(found)),
    suggested_for: modelPurposes.filter((purpose) => isThis(values[purpose])),
  }
}

const totalSchema = z.object({
  /** Billed, USD. */
  usd: z.number(),
  /** May have been billed, or still running. */
  maybe_usd: z.number(),
  /** Number of attempts in neither amount: they were or may have been billed, at an unknown price. */
  unpriced: z.int(),
  attempts: z.int(),
  images: z.int(),
})

const attemptSchema = ledgerRowSchema.extend({ started_by: z.string() })

const daySchema = z.iso.date().optional()

export const ledgerTool = defineTool({
  name: 'ledger',
  title: messages.ledgerTitle,
  description: messages.ledgerDescription({ example: exampleOf({ limit: 10 }) }),
  input: z.strictObject({
    since: daySchema.describe(messages.sinceField),
    until: daySchema.describe(messages.untilField),
    limit: z.int().min(1).max(200).default(20).describe(messages.limitField),
  }),
  output: z.object({ today: totalSchema, this_month: totalSchema, attempts: z.array(attemptSchema) }),
  isReadOnly: true,
  async run({ since, until, limit }, { services }) {
    const { today, month } = await services.ledger.totals()
    const span = { sinceDay: since ?? null, untilDay: until ?? null }
    const { entries } = await services.ledger.list({ ...span, before: null, limit })
    return {
      today: toTotal(today),
      this_month: toTotal(month),
      attempts: entries.map((entry) => ({ ...toLedgerRow(entry), started_by: entry.startedBy })),
    }
  },
})

function toTotal({ usd, perhapsUsd, unpriced, attempts, pictures }: SpendRow): z.output<typeof totalSchema> {
  return { usd, maybe_usd: perhapsUsd, unpriced, attempts, images: pictures }
}
