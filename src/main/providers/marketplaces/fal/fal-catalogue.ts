import { z } from 'zod'
import type { ModelCard, PriceRule } from '../../../../shared/domain/model-card.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Call, CallRequest } from '../../core/call.ts'
import { perImage } from '../../core/define-model.ts'
import { obstacleIn, shapeInput, type InputShape } from '../shared/input-shape.ts'
import { modelFromInput } from '../shared/model-from-input.ts'
import { readInputSchema } from '../shared/read-input-schema.ts'
import { readMaskPolarity } from '../shared/read-mask-polarity.ts'

/** fal's platform API: what models there are, what they take and what they cost. */
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
type Found = z.output<typeof modelsSchema>['models'][number]

interface Described {
  readonly found: Found
  readonly shape: InputShape
}

/** What fal says of an endpoint. @throws provider/unknown-model, provider/unsupported */
export async function loadEndpoint(id: string, call: Call): Promise<Described> {
  const { models } = await call.json(describing(id), modelsSchema)
  const found = models.find(({ endpoint_id: one }) => one === id)
  if (found === undefined) {
    throw new AppError('provider/unknown-model', `fal.ai knows no endpoint “${id}”. Write it as on its page there.`)
  }
  const read = readEndpoint(found)
  if (typeof read === 'string') throw new AppError('provider/unsupported', `${id} ${read}`)
  return read
}

/** The cards of those endpoints that fal still offers and that make pictures. */
export async function findCards(ids: readonly string[], call: Call): Promise<readonly ModelCard[]> {
  const all = await Promise.all(ids.map((id) => findEndpoint(id, call)))
  const described = all.filter((each) => each !== null)
  const prices = await loadPrices(
    described.map(({ found }) => found.endpoint_id),
    call,
  )
  return described.map((each) => ({ ...toFalCard(each, prices.get(each.found.endpoint_id)), origin: 'live' }))
}

async function findEndpoint(id: string, call: Call): Promise<Described | null> {
  const reply = await call.reply({ ...describing(id), alsoAccept: noAnswer })
  if (reply.status !== 200) return null
  const { models } = modelsSchema.parse(JSON.parse(reply.text()))
  const found = models.find(({ endpoint_id: one, metadata }) => one === id && metadata?.status !== 'deprecated')
  const read = found === undefined ? null : readEndpoint(found)
  return typeof read === 'string' ? null : read
}

function describing(id: string): CallRequest {
  return { method: 'GET', path: `${platformUrl}/models`, query: { endpoint_id: id, expand: 'openapi-3.0' } }
}

/** Words: why it is none for Atelier. */
function readEndpoint(found: Found): Described | string {
  // Videos, sounds and trainings are fal's too, and cost a lot more.
  const category = found.metadata?.category
  if (category && !category.endsWith('-to-image')) return `makes no images: fal.ai lists it under “${category}”.`
  const schema = inputSchemaOf(found)
  if (schema === undefined) return 'has no description at fal.ai of what it takes.'
  const shape = shapeInput(readInputSchema(schema, found.openapi))
  const obstacle = obstacleIn(shape)
  return obstacle === null ? { found, shape } : `${obstacle}.`
}

export function toFalCard({ found, shape }: Described, price: PriceRule | undefined): ModelCard {
  const { metadata, endpoint_id: id } = found
  const retired = metadata?.status === 'deprecated' ? 'fal.ai has marked it as deprecated.' : ''
  const note = [retired, maskNote(shape), metadata?.description ?? ''].join(' ').trim().slice(0, 300)
  const card = modelFromInput(shape, {
    id,
    label: metadata?.display_name ?? id,
    note: note === '' ? null : note,
    price: { per: 'unknown', note: 'fal.ai tells this price on the model’s own page only.' },
    origin: 'added',
  })
  return price === undefined ? card : { ...card, price: fitPrice(card, price) }
}

/** UNCONFIRMED of many: FLUX repaints what is white; Ideogram, by itself, what is black. */
function maskNote({ roles: { mask } }: InputShape): string {
  const isTold = mask === null || readMaskPolarity(mask.hint) !== null
  return isTold ? '' : 'fal.ai does not say which part of a mask it repaints: the white one is assumed.'
}

/** The body of the endpoint's own POST; the document describes the queue's routes too. */
function inputSchemaOf({ endpoint_id: id, openapi }: Found): unknown {
  const paths = z.record(z.string(), z.looseObject({ post: postSchema.nullish() })).safeParse(openapi?.['paths'])
  const posts = Object.entries(paths.data ?? {}).flatMap(([path, { post }]) => (post ? [{ path, post }] : []))
  const own = posts.find(({ path }) => path === `/${id}`) ?? posts[0]
  return own?.post.requestBody.content['application/json']?.schema
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

/** fal answers for 50 ids at once. */
const pricesMax = 50
/** Prices and further models are good to have: whatever this is, nothing else waits for it. */
const noAnswer = [400, 401, 402, 403, 404, 422, 429, 500, 501, 502, 503, 504]

export async function loadPrices(ids: readonly string[], call: Call): Promise<ReadonlyMap<string, PriceRule>> {
  if (ids.length === 0) return new Map()
  const query = { endpoint_id: ids.slice(0, pricesMax).join(',') }
  const reply = await call.reply({ method: 'GET', path: `${platformUrl}/models/pricing`, query, alsoAccept: noAnswer })
  if (reply.status !== 200) return new Map()
  const sentAt = new Date(reply.headers['date'] ?? Date.now())
  const { prices } = pricesSchema.parse(JSON.parse(reply.text()))
  return new Map(prices.map((price) => [price.endpoint_id, toPriceRule(price, sentAt.toISOString().slice(0, 10))]))
}

/** Units are words: image, megapixels, seconds of a machine. */
function toPriceRule({ unit_price: usd, unit, currency }: Price, asOf: string): PriceRule {
  const isUsd = (currency ?? 'USD').toUpperCase() === 'USD'
  if (isUsd && /^images?$/i.test(unit)) return perImage(usd, asOf)
  if (isUsd && /megapixel/i.test(unit)) {
    // UNCONFIRMED: "processed" megapixels are taken to count what goes in as well.
    const inputUsd = /processed|input/i.test(unit) ? usd : 0
    return { per: 'megapixel', asOf, isSure: true, firstUsd: usd, nextUsd: usd, inputUsd }
  }
  return { per: 'unknown', note: `${usd} ${currency ?? 'USD'} per ${unit}` }
}

/** Of a model with several resolutions or qualities fal tells one figure, which is the smallest's or the usual one's. */
function fitPrice({ sizes, qualities }: ModelCard, price: PriceRule): PriceRule {
  const isOneOfSeveral = qualities.length > 0 || (sizes.kind === 'ratios' && sizes.tiers.length > 1)
  return price.per === 'image' && isOneOfSeveral ? { ...price, isSure: false } : price
}

/** One figure cannot say that the first megapixel costs more than the next: such a price stays as it is built in. */
export function withPrice(card: ModelCard, live: PriceRule | undefined): ModelCard {
  const { price } = card
  const isFiner = price.per === 'megapixel' && (price.firstUsd !== price.nextUsd || price.inputUsd > 0)
  return { ...card, origin: 'live', price: live === undefined || isFiner ? price : fitPrice(card, live) }
}
