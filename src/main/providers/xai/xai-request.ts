import type { Quality } from '../../../shared/domain/model-card.ts'
import type { AdapterInput, InputPicture } from '../core/adapter.ts'
import { toDataUri } from '../core/encode-picture.ts'
import { isGrok2 } from './xai-models.ts'

export interface XaiRequest {
  readonly path: '/images/generations' | '/images/edits'
  readonly json: Readonly<Record<string, unknown>>
}

/** There is a `high` in the vendor's lists, and it is refused. */
const qualityNames: Readonly<Record<Quality, string>> = { draft: 'low', standard: 'medium', hd: 'medium' }

const maskWords =
  'The last image is a mask for the first one: repaint only what is white in it, and keep what is black exactly as it is.'

export function buildXaiRequest(input: AdapterInput): XaiRequest {
  const pictures = [...(input.source ? [input.source] : []), ...input.references, ...(input.mask ? [input.mask] : [])]
  if (pictures.length === 0) return { path: '/images/generations', json: commonFields(input) }
  return { path: '/images/edits', json: { ...commonFields(input), ...pictureFields(pictures) } }
}

function commonFields(input: AdapterInput): XaiRequest['json'] {
  const { card, prompt, n, mask, aspectRatio, tier, quality } = input
  return {
    model: card.id,
    prompt: mask ? `${prompt}\n\n${maskWords}` : prompt,
    n,
    // Links are short-lived.
    response_format: 'b64_json',
    ...(!isGrok2(card.id) && {
      ...(aspectRatio && { aspect_ratio: toAspectRatio(aspectRatio) }),
      ...(tier && { resolution: tier }),
      ...(quality && { quality: qualityNames[quality] }),
    }),
  }
}

/** Exactly one of `image` and `images`. */
function pictureFields(pictures: readonly InputPicture[]): XaiRequest['json'] {
  const all = pictures.map((each) => ({ type: 'image_url', url: toDataUri(each) }))
  return all.length === 1 ? { image: all[0] } : { images: all }
}

/** The service writes two of its shapes with a half: 9:19.5. */
function toAspectRatio(ratio: string): string {
  if (ratio === '18:39') return '9:19.5'
  return ratio === '39:18' ? '19.5:9' : ratio
}
