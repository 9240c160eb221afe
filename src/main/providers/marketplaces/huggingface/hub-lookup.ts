import { z } from 'zod'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/huggingface.ts'
import type { Call } from '../../core/call.ts'
import { providerNames, type ProviderName, type Served } from './via.ts'

export const hubUrl = 'https://huggingface.co/api'

const entrySchema = z.looseObject({
  providerId: z.string(),
  status: z.string(),
  task: z.string(),
  adapter: z.string().nullish(),
  adapterWeightsPath: z.string().nullish(),
})
const listedEntrySchema = entrySchema.extend({ provider: z.string() })

/** Older responses are an object by provider, newer ones a list. */
const mappingSchema = z
  .union([
    z.array(listedEntrySchema),
    z
      .record(z.string(), entrySchema)
      .transform((mapping) => Object.entries(mapping).map(([provider, entry]) => ({ ...entry, provider }))),
  ])
  .nullish()
  .transform((mapping) => mapping ?? [])
type Entry = z.output<typeof listedEntrySchema>

const modelSchema = z.looseObject({ id: z.string(), inferenceProviderMapping: mappingSchema })

export type HubTask = 'text-to-image' | 'image-to-image'

/** `org/model`, or `org/model:provider` to choose a provider. */
export interface HubName {
  readonly modelId: string
  readonly provider: string | null
}

/** @throws provider/unknown-model */
export function parseHubName(id: string): HubName {
  const [, modelId, provider] = /^([\w-][\w.-]*\/[\w-][\w.-]*)(?::([\w-]+))?$/.exec(id.trim()) ?? []
  if (modelId !== undefined) return { modelId, provider: provider ?? null }
  throw new AppError('provider/unknown-model', messages.modelInvalid({ id }))
}

/** Returns the provider currently running the model, by the account's preferences. @throws provider/unknown-model */
export async function loadServed(name: HubName, task: HubTask, call: Call): Promise<Served> {
  const entries = await loadEntries(name, call)
  const fitting = entries.filter((entry) => isFor(entry, task) && (name.provider ?? entry.provider) === entry.provider)
  const served = fitting.map((entry) => toServed(name.modelId, entry)).find((each) => each !== null)
  if (served) return served
  throw new AppError('provider/unknown-model', whyNot(name, task, entries))
}

/** Returns the tasks the model supports with any provider known to Atelier. */
export function tasksOf(entries: readonly Entry[]): ReadonlySet<HubTask> {
  const known = entries.filter((entry) => toServed('', entry) !== null)
  return new Set(
    (['text-to-image', 'image-to-image'] as const).filter((task) => known.some((each) => isFor(each, task))),
  )
}

export async function loadEntries({ modelId }: HubName, call: Call): Promise<readonly Entry[]> {
  const query = { 'expand[]': 'inferenceProviderMapping' }
  const path = `${hubUrl}/models/${modelId}`
  const model = await call.json({ method: 'GET', path, query }, modelSchema)
  return model.inferenceProviderMapping.filter(({ status }) => status === 'live')
}

/** Lists the models served for a task, most popular first. */
export async function listServed(
  task: HubTask,
  call: Call,
): Promise<readonly { id: string; entries: readonly Entry[] }[]> {
  const query = {
    inference_provider: providerNames.join(','),
    pipeline_tag: task,
    limit: '60',
    'expand[]': 'inferenceProviderMapping',
  }
  const models = await call.json({ method: 'GET', path: `${hubUrl}/models`, query }, z.array(modelSchema))
  return models.map(({ id, inferenceProviderMapping }) => ({
    id,
    entries: inferenceProviderMapping.filter(({ status }) => status === 'live'),
  }))
}

/** A model for text and images together supports both tasks. */
function isFor({ task }: Entry, wanted: HubTask): boolean {
  return task === wanted || task === 'image-text-to-image'
}

function toServed(modelId: string, entry: Entry): Served | null {
  const provider = providerNames.find((name): name is ProviderName => name === entry.provider)
  if (provider === undefined) return null
  const { providerId, adapter, adapterWeightsPath } = entry
  // Replicate and WaveSpeed find the file by themselves; fal needs its name.
  const isLora = adapter === 'lora'
  if (isLora && provider === 'fal-ai' && !adapterWeightsPath) return null
  return { modelId, provider, providerId, loraFile: isLora ? (adapterWeightsPath ?? '') : null }
}

function whyNot({ modelId, provider }: HubName, task: HubTask, entries: readonly Entry[]): string {
  const isEdit = task === 'image-to-image'
  const model = modelId
  if (provider !== null) {
    return (isEdit ? messages.providerDoesNotEdit : messages.providerDoesNotGenerate)({ provider, model })
  }
  const providers = [...new Set(entries.filter((entry) => isFor(entry, task)).map((entry) => entry.provider))]
  if (providers.length === 0) return (isEdit ? messages.noProviderEdits : messages.noProviderGenerates)({ model })
  return (isEdit ? messages.unsupportedEdit : messages.unsupportedGenerate)({ model, providers: providers.join(', ') })
}
