import { z } from 'zod'
import type { ModelCard, PriceRule } from '../../../../shared/domain/model-card.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/fal.ts'
import * as marketplaceMessages from '../../../../shared/messages/en/marketplaces.ts'
import type { Call, CallRequest } from '../../core/call.ts'
import { perImage } from '../../core/define-model.ts'
import { blockerOf, shapeInput, type InputShape } from '../shared/input-shape.ts'
import { modelFromInput } from '../shared/model-from-input.ts'
import { readInputSchema } from '../shared/read-input-schema.ts'
import { readMaskPolarity } from '../shared/read-mask-polarity.ts'

/** fal's platform API: its models, their inputs and their prices. */
export const platformUrl = 'https://api.fal.ai/v1'

const modelsSchema = z.looseObject({
  models: z.array(
    z.looseObject({
      endpoint_id: z.string(),
      metadata: z
        .looseObject({
          display_name: z.string().nullish(),
          category: z.string().nullish(),
          description: z.string().nullish(),
          status: z.string().nullish(),
        })
        .nullish(),
      openapi: z.looseObject({}).nullish(),
    }),
  ),
})
type Endpoint = z.output<typeof modelsSchema>['models'][number]

interface Described {
  readonly endpoint: Endpoint
  readonly shape: InputShape
}

/** Loads fal's description of an endpoint. @throws provider/unknown-model, provider/unsupported */
export async function loadEndpoint(id: string, call: Call): Promise<Described> {
  const { models } = await call.json(describing(id), modelsSchema)
  const endpoint = models.find(({ endpoint_id: endpointId }) => endpointId === id)
  if (endpoint === undefined) {
    throw new AppError('provider/unknown-model', messages.modelUnknown({ id }))
  }
  const read = readEndpoint(endpoint)
  if (typeof read === 'string') throw new AppError('provider/unsupported', read)
  return read
}

/** Returns the cards of those endpoints that fal still offers and that make images. */
export async function findCards(ids: readonly string[], call: Call): Promise<readonly ModelCard[]> {
  const results = await Promise.all(ids.map((id) => findEndpoint(id, call)))
  const described = results.filter((each) => each !== null)
  const prices = await loadPrices(
    described.map(({ endpoint }) => endpoint.endpoint_id),
    call,
  )
  return described.map((each) => ({ ...toFalCard(each, prices.get(each.endpoint.endpoint_id)), origin: 'live' }))
}

async function findEndpoint(id: string, call: Call): Promise<Described | null> {
  const response = await call.response({ ...describing(id), alsoAccept: noAnswer })
  if (response.status !== 200) return null
  const { models } = modelsSchema.parse(JSON.parse(response.text()))
  const endpoint = models.find(
    ({ endpoint_id: endpointId, metadata }) => endpointId === id && metadata?.status !== 'deprecated',
  )
  const read = endpoint === undefined ? null : readEndpoint(endpoint)
  return typeof read === 'string' ? null : read
}

function describing(id: string): CallRequest {
  return { method: 'GET', path: `${platformUrl}/models`, query: { endpoint_id: id, expand: 'openapi-3.0' } }
}

/** A string says why Atelier cannot use it. */
function readEndpoint(endpoint: Endpoint): Described | string {
  const { endpoint_id: model } = endpoint
  // fal also offers videos, audio and training, which cost a lot more.
  const category = endpoint.metadata?.category
  if (category && !category.endsWith('-to-image')) return marketplaceMessages.notListedAsImage({ model, category })
  const schema = inputSchemaOf(endpoint)
  if (schema === undefined) return marketplaceMessages.noDescription({ model })
  const shape = shapeInput(readInputSchema(schema, endpoint.openapi))
  return blockerOf(shape, model) ?? { endpoint, shape }
}

export function toFalCard({ endpoint, shape }: Described, price: PriceRule | undefined): ModelCard {
  const { metadata, endpoint_id: id } = endpoint
  const retired = metadata?.status === 'deprecated' ? messages.deprecated : ''
  const note = [retired, maskNote(shape), metadata?.description ?? ''].join(' ').trim().slice(0, 300)
  const card = modelFromInput(shape, {
    id,
    label: metadata?.display_name ?? id,
    note: note === '' ? null : note,
    price: { per: 'unknown', note: messages.priceOnPage },
    origin: 'added',
  })
  return price === undefined ? card : { ...card, price: fitPrice(card, price) }
}

/** UNCONFIRMED for many: FLUX repaints what is white; Ideogram's own API, what is black. */
function maskNote({ roles: { mask } }: InputShape): string {
  const isStated = mask === null || readMaskPolarity(mask.hint) !== null
  return isStated ? '' : messages.maskPolarityUnknown
}

/** Returns the body schema of the endpoint's own POST; the document describes the queue's routes too. */
function inputSchemaOf({ endpoint_id: id, openapi }: Endpoint): unknown {
  const paths = z.record(z.string(), z.looseObject({ post: postSchema.nullish() })).safeParse(openapi?.['paths'])
  const posts = Object.entries(paths.data ?? {}).flatMap(([path, { post }]) => (post ? [{ path, post }] : []))
  const entry = posts.find(({ path }) => path === `/${id}`) ?? posts[0]
  return entry?.post.requestBody.content['application/json']?.schema
}

const postSchema = z.looseObject({
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) }),
})

const pricesSchema = z.looseObject({
  prices: z.array(
    z.looseObject({
      endpoint_id: z.string(),
      unit_price: z.number(),
      unit: z.string(),
      currency: z.string().nullish(),
    }),
  ),
})
type Price = z.output<typeof pricesSchema>['prices'][number]

/** fal accepts up to 50 ids at once. */
const pricesMax = 50
/** Prices and further models are optional: after any of these statuses, the rest continues without them. */
const noAnswer = [400, 401, 402, 403, 404, 422, 429, 500, 501, 502, 503, 504]

export async function loadPrices(ids: readonly string[], call: Call): Promise<ReadonlyMap<string, PriceRule>> {
  if (ids.length === 0) return new Map()
  const query = { endpoint_id: ids.slice(0, pricesMax).join(',') }
  const response = await call.response({
    method: 'GET',
    path: `${platformUrl}/models/pricing`,
    query,
    alsoAccept: noAnswer,
  })
  if (response.status !== 200) return new Map()
  const sentAt = new Date(response.headers['date'] ?? Date.now())
  const { prices } = pricesSchema.parse(JSON.parse(response.text()))
  return new Map(prices.map((price) => [price.endpoint_id, toPriceRule(price, sentAt.toISOString().slice(0, 10))]))
}

/** Units are words: image, megapixels, seconds of machine time. */
function toPriceRule({ unit_price: usd, unit, currency }: Price, asOf: string): PriceRule {
  const isUsd = (currency ?? 'USD').toUpperCase() === 'USD'
  if (isUsd && /^images?$/i.test(unit)) return perImage(usd, asOf)
  if (isUsd && /megapixel/i.test(unit)) {
    // UNCONFIRMED: "processed" megapixels are assumed to include the input.
    const inputUsd = /processed|input/i.test(unit) ? usd : 0
    return { per: 'megapixel', asOf, isSure: true, firstUsd: usd, nextUsd: usd, inputUsd }
  }
  return { per: 'unknown', note: messages.pricePerUnit({ amount: usd, currency: currency ?? 'USD', unit }) }
}

/** For a model with several resolutions or qualities fal lists one price, for the smallest or the usual one. */
function fitPrice({ sizes, qualities }: ModelCard, price: PriceRule): PriceRule {
  const isOneOfSeveral = qualities.length > 0 || (sizes.kind === 'ratios' && sizes.tiers.length > 1)
  return price.per === 'image' && isOneOfSeveral ? { ...price, isSure: false } : price
}

/** A single price cannot express that the first megapixel costs more than the next: such prices stay as built in. */
export function withPrice(card: ModelCard, live: PriceRule | undefined): ModelCard {
  const { price } = card
  const isFiner = price.per === 'megapixel' && (price.firstUsd !== price.nextUsd || price.inputUsd > 0)
  return { ...card, origin: 'live', price: live === undefined || isFiner ? price : fitPrice(card, live) }
}
