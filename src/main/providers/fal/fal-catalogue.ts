import { z } from 'zod'
import type { ModelCard, PriceRule } from '../../../shared/domain/model-card.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Call } from '../core/call.ts'
import { perImage } from '../core/define-model.ts'
import { obstacleIn, shapeInput, type InputShape } from '../core/input-shape.ts'
import { modelFromInput } from '../core/model-from-input.ts'
import { readInputSchema } from '../core/read-input-schema.ts'

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
  const query = { endpoint_id: id, expand: 'openapi-3.0' }
  const { models } = await call.json({ method: 'GET', path: `${platformUrl}/models`, query }, modelsSchema)
  const found = models.find(({ endpoint_id: one }) => one === id)
  if (found === undefined) {
    throw new AppError('provider/unknown-model', `fal.ai knows no endpoint “${id}”. Write it as on its page there.`)
  }
  requirePictures(found)
  const shape = shapeInput(readInputSchema(inputSchemaOf(found), found.openapi))
  const obstacle = obstacleIn(shape)
  if (obstacle !== null) throw new AppError('provider/unsupported', `${id} ${obstacle}.`)
  return { found, shape }
}

export function toCard({ found, shape }: Described, price: PriceRule | undefined): ModelCard {
  const { metadata, endpoint_id: id } = found
  const retired = metadata?.status === 'deprecated' ? 'fal.ai has marked it as deprecated. ' : ''
  const note = `${retired}${metadata?.description ?? ''}`.trim().slice(0, 300)
  return modelFromInput(shape, {
    id,
    label: metadata?.display_name ?? id,
    note: note === '' ? null : note,
    price: price ?? { per: 'unknown', note: 'fal.ai tells this price on the model’s own page only.' },
    origin: 'added',
  })
}

/** Videos, sounds and trainings are fal's too, and cost a lot more. */
function requirePictures({ endpoint_id: id, metadata }: Found): void {
  const category = metadata?.category
  if (!category || category.endsWith('-to-image')) return
  throw new AppError('provider/unsupported', `${id} makes no pictures: fal.ai lists it under “${category}”.`)
}

/** The body of the endpoint's own POST; the document describes the queue's routes too. */
function inputSchemaOf({ endpoint_id: id, openapi }: Found): unknown {
  const paths = z.record(z.string(), z.looseObject({ post: postSchema.nullish() })).safeParse(openapi?.['paths'])
  const posts = Object.entries(paths.data ?? {}).flatMap(([path, { post }]) => (post ? [{ path, post }] : []))
  const own = posts.find(({ path }) => path === `/${id}`) ?? posts[0]
  const schema = own?.post.requestBody.content['application/json']?.schema
  if (schema === undefined) {
    throw new AppError('provider/unsupported', `fal.ai has no description of what “${id}” takes.`)
  }
  return schema
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
/** Prices are good to have: whatever this is, the picture does not wait for it. */
const noPrice = [400, 401, 402, 403, 404, 422, 429, 500, 501, 502, 503, 504]

export async function loadPrices(ids: readonly string[], call: Call): Promise<ReadonlyMap<string, PriceRule>> {
  const query = { endpoint_id: ids.slice(0, pricesMax).join(',') }
  const reply = await call.reply({ method: 'GET', path: `${platformUrl}/models/pricing`, query, alsoAccept: noPrice })
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

/** One figure cannot say that the first megapixel costs more than the next: such a price stays as it is built in. */
export function withPrice(card: ModelCard, live: PriceRule | undefined): ModelCard {
  const { price } = card
  const isFiner = price.per === 'megapixel' && (price.firstUsd !== price.nextUsd || price.inputUsd > 0)
  return { ...card, origin: 'live', price: live === undefined || isFiner ? price : live }
}
