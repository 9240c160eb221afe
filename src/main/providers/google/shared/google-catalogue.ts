import { z } from 'zod'
import type { ModelCard, ModelState } from '../../../../shared/domain/model-card.ts'
import type { Call } from '../../core/call.ts'
import { vertexCataloguePath } from './google-address.ts'
import { versionedPath } from '../../core/wire/url-policy.ts'

const geminiListSchema = z.object({
  models: z
    .array(
      z.object({
        name: z.string(),
        displayName: z.string().optional(),
        supportedGenerationMethods: z.array(z.string()).default([]),
      }),
    )
    .default([]),
})
/**
 * UNCONFIRMED: that Vertex names them like this. Entries that do not match are skipped, and the built-in cards stay.
 */
const vertexListSchema = z.object({ publisherModels: z.array(z.object({ name: z.string() })).default([]) })

export interface CatalogueEntry {
  readonly id: string
  readonly label: string | null
}

/**
 * Lists the models Google offers this account that support `method`. Vertex does not report methods: all are listed
 * there.
 */
export async function listGoogleModels(call: Call, method: string, homeRegion: string): Promise<CatalogueEntry[]> {
  if (call.project !== undefined) {
    const path = vertexCataloguePath(call.project, homeRegion)
    const list = await call.json({ method: 'GET', path, query: { pageSize: '300' } }, vertexListSchema)
    return list.publisherModels.map((model) => ({ id: lastPart(model.name), label: null }))
  }
  const path = versionedPath(call, '/models', '/v1beta')
  const request = { method: 'GET', path, query: { pageSize: '1000' } } as const
  const list = await call.json(request, geminiListSchema)
  return list.models
    .filter((model) => model.supportedGenerationMethods.includes(method))
    .map((model) => ({ id: lastPart(model.name), label: model.displayName ?? null }))
}

/**
 * Google announces an end, but gives no date, or moves it: an account has a model for as long as its list does. Dates
 * also differ between Google's two APIs.
 */
export function deprecated(successor: string | null): ModelState {
  return { type: 'current', deprecated: { successor } }
}

/** Marks a listed model as served, whatever the built-in card says. */
export function asServed(card: ModelCard): ModelCard {
  const { state } = card
  return { ...card, origin: 'live', ...(state.type === 'retired' && { state: deprecated(state.successor) }) }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
