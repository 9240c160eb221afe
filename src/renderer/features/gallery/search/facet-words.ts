import type { FacetField } from '../../../../shared/domain/catalogue.ts'

/** The headings, in the order in which they stand. */
export const facetTitles: Readonly<Record<FacetField, string>> = {
  rating: 'Stars',
  flag: 'Flag',
  label: 'Label',
  tag: 'Tags',
  model: 'Model',
  provider: 'Provider',
  operation: 'Origin',
  month: 'Month',
  color: 'Color',
  shape: 'Shape',
  has: 'Has',
  cost: 'Price',
  format: 'File format',
  tool: 'Made with',
}

const known: Partial<Record<FacetField, Readonly<Record<string, string>>>> = {
  flag: { pick: 'Picked', reject: 'Rejected', none: 'No flag' },
  label: { none: 'No label' },
  operation: {
    import: 'Imported',
    fill: 'Filled',
    generate: 'From words',
    edit: 'Edited',
    variations: 'Variations',
    compose: 'Layers in one',
    crop: 'Cropped',
    expand: 'Expanded',
    merge: 'Merged areas',
    external: 'Other programs',
  },
  has: {
    mask: 'A mask',
    answer: 'The raw answer',
    parent: 'A parent',
    children: 'Children',
    notes: 'Notes',
    prompt: 'A prompt',
    negative: 'A negative prompt',
    seed: 'A seed',
    credentials: 'Content Credentials',
    location: 'A location',
    workflow: 'A workflow',
  },
  format: { png: 'PNG', jpeg: 'JPEG', webp: 'WebP', avif: 'AVIF', tiff: 'TIFF', gif: 'GIF' },
  tool: {
    atelier: 'Atelier',
    a1111: 'A1111 or Forge',
    comfyui: 'ComfyUI',
    invokeai: 'InvokeAI',
    swarmui: 'SwarmUI',
    fooocus: 'Fooocus',
    novelai: 'NovelAI',
    'krita-ai': 'Krita AI',
    text: 'Plain words',
    easydiffusion: 'Easy Diffusion',
    drawthings: 'Draw Things',
    ruinedfooocus: 'RuinedFooocus',
    huggingface: 'Hugging Face Space',
  },
}

const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** How a value of a field is called, but for models and providers: their cards know. */
export function facetWords(field: FacetField, value: string): string {
  const word = known[field]?.[value]
  if (word !== undefined) return word
  if (field === 'rating') return value === '0' ? 'No stars' : '★'.repeat(Number(value))
  if (field === 'month') return monthWords(value)
  if (field === 'cost') return costWords(value)
  if (field === 'tag') return value
  return `${value.charAt(0).toUpperCase()}${value.slice(1)}`
}

function monthWords(value: string): string {
  const at = Date.parse(`${value}-01T00:00:00Z`)
  return Number.isNaN(at) ? value : months.format(at)
}

/** `0` · `>0..<0.01` · `0.01..<0.05` · `>=1` */
function costWords(value: string): string {
  if (Number(value) === 0) return 'Free'
  const [, from, to] = /^>?([\d.]+)\.\.<([\d.]+)$/.exec(value) ?? []
  if (to !== undefined) return Number(from) === 0 ? `Under ${dollars(to)}` : `${dollars(from)} to ${dollars(to)}`
  const [, least] = /^>=([\d.]+)$/.exec(value) ?? []
  return least === undefined ? value : `${dollars(least)} and more`
}

const dollars = (text: string | undefined) => `$${Number(text).toFixed(2)}`
