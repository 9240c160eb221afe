import { formatLocale, withDollars } from '../../../../shared/messages/formats.ts'
import type { FacetField } from '../../../../shared/domain/catalogue.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'

/** Facet titles, in display order. */
export const facetTitles: Readonly<Record<FacetField, string>> = {
  rating: messages.rating,
  flag: messages.flag,
  label: messages.label,
  tag: messages.tags,
  model: messages.model,
  provider: messages.provider,
  operation: messages.origin,
  month: messages.month,
  color: messages.color,
  shape: messages.shape,
  has: messages.has,
  cost: messages.price,
  format: messages.fileFormat,
  tool: messages.software,
}

const known: Partial<Record<FacetField, Readonly<Record<string, string>>>> = {
  flag: { pick: messages.picked, reject: messages.rejected, none: messages.noFlag },
  label: {
    red: messages.red,
    yellow: messages.yellow,
    green: messages.green,
    blue: messages.blue,
    purple: messages.purple,
    none: messages.noLabel,
  },
  operation: {
    import: messages.imported,
    fill: messages.filled,
    generate: messages.textToImage,
    edit: messages.edited,
    variations: messages.variations,
    compose: messages.composited,
    crop: messages.cropped,
    expand: messages.expanded,
    merge: messages.areaMerged,
    cutout: messages.backgroundRemoved,
    external: messages.editedExternally,
  },
  color: {
    red: messages.red,
    orange: messages.orange,
    yellow: messages.yellow,
    green: messages.green,
    cyan: messages.cyan,
    blue: messages.blue,
    purple: messages.purple,
    pink: messages.pink,
    brown: messages.brown,
    black: messages.black,
    gray: messages.gray,
    white: messages.white,
  },
  shape: { square: messages.square, landscape: messages.landscape, portrait: messages.portrait },
  has: {
    mask: messages.mask,
    answer: messages.rawResponse,
    parent: messages.sourceImage,
    children: messages.derivedImages,
    notes: messages.notes,
    prompt: messages.prompt,
    negative: messages.negativePrompt,
    seed: messages.seed,
    credentials: messages.contentCredentials,
    location: messages.location,
    workflow: messages.workflow,
    description: messages.description,
  },
  format: { png: 'PNG', jpeg: 'JPEG', webp: 'WebP', avif: 'AVIF', tiff: 'TIFF', gif: 'GIF' },
  tool: {
    atelier: 'Atelier',
    a1111: messages.a1111OrForge,
    comfyui: 'ComfyUI',
    invokeai: 'InvokeAI',
    swarmui: 'SwarmUI',
    fooocus: 'Fooocus',
    novelai: 'NovelAI',
    'krita-ai': 'Krita AI',
    text: messages.plainText,
    easydiffusion: 'Easy Diffusion',
    drawthings: 'Draw Things',
    ruinedfooocus: 'RuinedFooocus',
    huggingface: 'Hugging Face Space',
  },
}

const months = new Intl.DateTimeFormat(formatLocale, { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** Formats a facet value; models and providers are named by their cards. */
export function formatFacetValue(field: FacetField, value: string): string {
  const name = known[field]?.[value]
  if (name !== undefined) return name
  if (field === 'rating') return value === '0' ? messages.unrated : '★'.repeat(Number(value))
  if (field === 'month') return formatMonth(value)
  if (field === 'cost') return formatPriceRange(value)
  if (field === 'tag') return value
  return `${value.charAt(0).toUpperCase()}${value.slice(1)}`
}

function formatMonth(value: string): string {
  const at = Date.parse(`${value}-01T00:00:00Z`)
  return Number.isNaN(at) ? value : months.format(at)
}

/** `0` · `>0..<0.01` · `0.01..<0.05` · `>=1` */
function formatPriceRange(value: string): string {
  if (Number(value) === 0) return messages.free
  const [, from, to] = /^>?([\d.]+)\.\.<([\d.]+)$/.exec(value) ?? []
  if (to !== undefined)
    return Number(from) === 0
      ? messages.underPrice({ price: dollars(to) })
      : messages.priceRange({ from: dollars(from), to: dollars(to) })
  const [, least] = /^>=([\d.]+)$/.exec(value) ?? []
  return least === undefined ? value : messages.priceFrom({ price: dollars(least) })
}

const dollars = (text: string | undefined) => withDollars(Number(text).toFixed(2))
