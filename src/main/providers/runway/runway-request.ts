import type { ModelCard, Quality } from '../../../shared/domain/model-card.ts'
import type { AdapterInput } from '../core/adapter.ts'

export interface RunwayRequest {
  readonly path: '/text_to_image' | '/image_upscale'
  readonly json: Readonly<Record<string, unknown>>
}

const qualityNames: Readonly<Record<Quality, string>> = { draft: 'low', standard: 'medium', hd: 'high' }

/** `uris`: of the source and the references, in this order: data URIs, or the addresses of uploads. */
export function buildRunwayRequest(input: AdapterInput, uris: readonly string[]): RunwayRequest {
  const { card, options } = input
  if (card.edits === 'own') {
    const json = { model: card.id, imageUri: uris[0], scaleFactor: 2, ...options }
    return { path: '/image_upscale', json }
  }
  return { path: '/text_to_image', json: { ...drawingFields(input, uris), ...options } }
}

function drawingFields(input: AdapterInput, uris: readonly string[]): RunwayRequest['json'] {
  const { card, n, seed, quality, format } = input
  const tags = takesTags(card) ? tagsFor(input) : []
  return {
    model: card.id,
    promptText: nameAll(input.prompt, tags),
    ratio: ratioFor(input),
    ...(uris.length > 0 && {
      referenceImages: uris.map((uri, at) => ({ uri, ...(tags[at] !== undefined && { tag: tags[at] }) })),
    }),
    ...(seed !== null && { seed }),
    ...(n > 1 && { outputCount: n }),
    ...(quality && { quality: qualityNames[quality] }),
    ...(format && card.formats.length > 0 && { outputFormat: format }),
    ...moderation(input),
  }
}

/** Returns exact pixels in the form `1920:1080`; the first of the list if none were requested. */
function ratioFor({ size, card: { sizes } }: AdapterInput): string {
  const chosen = size ?? (sizes.kind === 'list' ? sizes.sizes[0] : undefined)
  return chosen ? `${chosen.widthPx}:${chosen.heightPx}` : '1024:1024'
}

/** The Seedream models take images without names. */
function takesTags({ referenceForm }: ModelCard): boolean {
  return referenceForm === 'tags'
}

/** Returns `source`, then the references' own tags or `image1`, `image2` …: a prompt names them as in `@image1`. */
function tagsFor({ source, references, referenceTags = [] }: AdapterInput): string[] {
  return [...(source ? ['source'] : []), ...references.map((_, at) => referenceTags[at] ?? `image${at + 1}`)]
}

/** Appends missing names, since an image the prompt does not name is ignored. */
function nameAll(prompt: string, tags: readonly string[]): string {
  const missing = tags.filter((tag) => !new RegExp(`@${tag}\\b`).test(prompt))
  return [prompt, ...missing.map((tag) => `@${tag}`)].join(' ')
}

/** `auto` is the service's default and is not sent. */
function moderation({ card, safety }: AdapterInput): RunwayRequest['json'] {
  const isLow = !safety.blockNsfw && (safety.contentFilter === 'off' || safety.contentFilter === 'low')
  return card.hasSafetySetting && isLow ? { contentModeration: { publicFigureThreshold: 'low' } } : {}
}
