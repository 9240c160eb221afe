import { z } from 'zod'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as marketplaceMessages from '../../../../shared/messages/en/marketplaces.ts'
import * as messages from '../../../../shared/messages/en/replicate.ts'
import type { Call } from '../../core/call.ts'
import { blockerOf, shapeInput, type InputShape } from '../shared/input-shape.ts'
import { modelFromInput } from '../shared/model-from-input.ts'
import { readInputSchema } from '../shared/read-input-schema.ts'
import { knownOf, untoldPrice } from './replicate-models.ts'

/** `owner/name`, or `owner/name:version`. */
export interface ReplicateModelName {
  readonly owner: string
  readonly name: string
  readonly version: string | null
}

export interface LoadedModel extends ReplicateModelName {
  readonly shape: InputShape
  /** Official models are requested by name, others by a version. null = Replicate did not say. */
  readonly isOfficial: boolean | null
  readonly latestVersion: string | null
  readonly description: string | null
}

const versionSchema = z.looseObject({ id: z.string(), openapi_schema: z.unknown().optional() })
const modelSchema = z.looseObject({
  description: z.string().nullish(),
  is_official: z.boolean().nullish(),
  latest_version: versionSchema.nullish(),
})

/** @throws provider/unknown-model */
export function parseModelName(id: string): ReplicateModelName {
  const [, owner, name, version] = /^([\w.-]+)\/([\w.-]+)(?::([\w.-]+))?$/.exec(id.trim()) ?? []
  const isPath = [owner, name, version].every((part) => part === undefined || !/^\.+$/.test(part))
  if (owner !== undefined && name !== undefined && isPath) return { owner, name, version: version ?? null }
  throw new AppError('provider/unknown-model', messages.modelInvalid({ id }))
}

/** Loads the current description of the model. @throws provider/unknown-model, provider/unsupported */
export async function loadModel(name: ReplicateModelName, call: Call): Promise<LoadedModel> {
  const path = modelPath(name)
  if (name.version !== null) {
    const version = await call.json({ method: 'GET', path: `${path}/versions/${name.version}` }, versionSchema)
    const facts = { isOfficial: false, latestVersion: version.id, description: null }
    return { ...name, ...facts, shape: shapeOf(name, version.openapi_schema) }
  }
  return toModel(name, await call.json({ method: 'GET', path }, modelSchema))
}

/** Returns a card for a list: null if the model is gone or does not make images. */
export async function findCard(id: string, call: Call): Promise<ModelCard | null> {
  const name = parseModelName(id)
  const response = await call.response({ method: 'GET', path: modelPath(name), alsoAccept: [403, 404] })
  if (response.status !== 200) return null
  const description = modelSchema.parse(JSON.parse(response.text()))
  return problemOf(name, description.latest_version?.openapi_schema) === null
    ? toReplicateCard(id, toModel(name, description), 'live')
    : null
}

export function toReplicateCard(id: string, model: LoadedModel, origin: ModelCard['origin']): ModelCard {
  const label = model.version === null ? model.name : `${model.name}:${model.version.slice(0, 8)}`
  return modelFromInput(model.shape, {
    label,
    note: model.description?.slice(0, 300) ?? null,
    price: untoldPrice,
    ...knownOf(id),
    id,
    hasProgress: true,
    origin,
  })
}

export function modelPath({ owner, name }: ReplicateModelName): string {
  return `/models/${owner}/${name}`
}

function toModel(name: ReplicateModelName, description: z.output<typeof modelSchema>): LoadedModel {
  const latest = description.latest_version
  return {
    ...name,
    isOfficial: description.is_official ?? null,
    latestVersion: latest?.id ?? null,
    description: description.description ?? null,
    shape: shapeOf(name, latest?.openapi_schema),
  }
}

function shapeOf(name: ReplicateModelName, document: unknown): InputShape {
  const problem = problemOf(name, document)
  if (problem !== null) throw new AppError('provider/unsupported', problem)
  return shapeInput(fieldsOf(document))
}

const documentSchema = z.looseObject({
  components: z.looseObject({ schemas: z.looseObject({ Input: z.unknown(), Output: z.unknown().optional() }) }),
})

function fieldsOf(document: unknown) {
  const { schemas } = documentSchema.parse(document).components
  return readInputSchema(schemas.Input, document)
}

/** Returns why Atelier cannot use a model; null = it makes images. */
function problemOf({ owner, name }: ReplicateModelName, document: unknown): string | null {
  const model = `${owner}/${name}`
  const parsed = documentSchema.safeParse(document)
  if (!parsed.success) return marketplaceMessages.noDescription({ model })
  const fields = fieldsOf(document)
  if (fields.some((field) => /^(fps|num_frames|frames|duration|video|input_video)$/.test(field.name))) {
    return marketplaceMessages.makesVideos({ model })
  }
  if (isText(parsed.data.components.schemas.Output)) return marketplaceMessages.returnsText({ model })
  return blockerOf(shapeInput(fields), model)
}

/** Images are addresses (`format: uri`); plain text, or a list of it, is from a language model. */
function isText(output: unknown): boolean {
  const itemSchema = z.looseObject({ type: z.string(), format: z.string().optional(), items: z.unknown().optional() })
  const parsed = itemSchema.safeParse(output)
  if (!parsed.success) return false
  if (parsed.data.type === 'array') return isText(parsed.data.items)
  return parsed.data.type === 'string' && parsed.data.format !== 'uri'
}
