import type { InputRule, ModelCard, NumberRange, PriceRule, SizeRule } from '../../shared/domain/model-card.ts'
import { formatBytes, formatCount, formatNumber, formatSize } from './format.ts'
import { formatDay, formatUsd } from './price-words.ts'

export interface Detail {
  readonly label: string
  readonly text: string
}

const maskDetails: Readonly<Record<ModelCard['mask'], string>> = {
  hard: 'Exact: only the masked area is repainted',
  soft: 'A guide: Atelier keeps only the masked area of the result',
  described: 'Sent as a second image: Atelier keeps only the masked area of the result',
  no: 'None: Atelier keeps only the masked area of the result',
}

const seedDetails: Readonly<Record<ModelCard['seed'], string>> = {
  yes: 'Repeatable',
  'best-effort': 'Accepted; results may differ',
  no: 'Not used',
}

/** Everything that a card says about its model, price and availability aside. In reading order. */
export function modelDetails(card: ModelCard): readonly Detail[] {
  const rows: readonly (readonly [string, string | null])[] = [
    ['Tasks', tasks(card)],
    ['Masks', masks(card)],
    ['Sizes', sizeDetail(card.sizes)],
    ['Images per request', card.imagesPerCall > 1 ? `Up to ${card.imagesPerCall}` : '1'],
    ['Reference images', references(card)],
    ['Input images', card.input === null ? null : inputDetail(card.input)],
    ['Prompt', prompt(card)],
    ['Negative prompt', card.prompt === 'none' ? null : card.hasNegativePrompt ? 'Yes' : 'Not used'],
    ['Seed', seedDetails[card.seed]],
    ['Guidance scale', rangeDetail(card.guidance)],
    ['Steps', rangeDetail(card.steps)],
    ['Denoising strength', rangeDetail(card.strength)],
    ['LoRAs', card.loras === null ? null : `Up to ${card.loras.max}`],
    ['Control image', card.control === undefined ? null : 'With a ControlNet'],
    ['Output formats', card.formats.length === 0 ? null : formatNames(card.formats)],
    ['While it works', card.hasPreviews ? 'Previews' : card.hasProgress ? 'Progress' : null],
  ]
  return rows.flatMap(([label, text]) => (text === null ? [] : [{ label, text }]))
}

function tasks({ canGenerate, edits, variations }: ModelCard): string {
  const words = [
    canGenerate && 'new images',
    edits === 'instruction' && 'edits by prompt',
    edits === 'strength' && 'edits by denoising strength',
    edits === 'own' && 'edits by its own method',
    variations === 'native' && 'variations',
    variations === 'emulated' && 'variations (by an edit)',
  ].filter((word) => word !== false)
  return capitalized(words.join(', '))
}

function masks({ edits, mask, needsMask }: ModelCard): string | null {
  if (edits === 'no') return null
  // What a method of its own (upscale, expand) returns has another extent: no part of it fits the original.
  if (mask === 'no' && edits === 'own') return 'None: works on the whole image'
  return needsMask ? `${maskDetails[mask]}. Required.` : maskDetails[mask]
}

function sizeDetail(rule: SizeRule): string {
  switch (rule.kind) {
    case 'list':
      return rule.sizes.map(formatSize).join(', ')
    case 'ratios': {
      const tiers = rule.tiers.map(({ megapixels }) => formatMegapixels(megapixels * 1_048_576))
      return `${rule.ratios.join(', ')} at about ${[...new Set(tiers)].join(', ')}`
    }
    case 'grid':
      return [
        `${formatNumber(rule.minSidePx)}–${formatNumber(rule.maxSidePx)} px per side in steps of ${rule.multiplePx}`,
        `up to ${formatMegapixels(rule.maxPixels)}`,
        ratioLimit(rule.maxRatio),
      ]
        .filter(Boolean)
        .join(', ')
    case 'source':
      return 'As the image sent'
  }
}

function inputDetail({ maxSidePx, maxPixels, maxBytes, formats, sizes, isFile }: InputRule): string {
  if (isFile === true) return `Up to ${formatNumber(maxSidePx)} px per side`
  const pixels =
    sizes === null
      ? `up to ${formatNumber(maxSidePx)} px per side and ${formatMegapixels(maxPixels)}`
      : sizes.map(formatSize).join(', ')
  return `${capitalized(pixels)}, ${formatBytes(maxBytes)}, ${formatNames(formats)}. Atelier scales and converts them.`
}

function references({ referencesMax, picturesMin }: ModelCard): string {
  if (referencesMax === 0) return 'None'
  return picturesMin > 0 ? `${picturesMin}–${referencesMax}` : `Up to ${referencesMax}`
}

function prompt({ prompt: need, promptCharsMax }: ModelCard): string {
  if (need === 'none') return 'Not used'
  const limit = promptCharsMax === null ? [] : [`up to ${formatCount(promptCharsMax, 'character')}`]
  return capitalized([...(need === 'optional' ? ['optional'] : []), ...limit].join(', ') || 'required')
}

function rangeDetail(range: NumberRange | null): string | null {
  if (range === null) return null
  const normal = range.default === null ? '' : ` (default ${range.default})`
  return `${range.min}–${range.max}${normal}`
}

/** Very wide limits mean none in practice. */
function ratioLimit(maxRatio: number): string {
  return maxRatio > 20 ? '' : `${Number(maxRatio.toFixed(2))}:1 at most`
}

/** 1 MP = 1,000,000 pixels. */
function formatMegapixels(pixels: number): string {
  const megapixels = pixels / 1e6
  return `${megapixels < 10 ? Number(megapixels.toFixed(1)) : Math.round(megapixels)} MP`
}

function formatNames(formats: readonly string[]): string {
  return formats.map((format) => (format === 'webp' ? 'WebP' : format.toUpperCase())).join(', ')
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export interface PriceLine {
  /** "Standard, up to 1 MP" */
  readonly what: string
  readonly usd: string
}

export interface PriceTable {
  readonly lines: readonly PriceLine[]
  /** What the lines rest on, in a sentence. */
  readonly note: string
}

/** All that is known of what a model costs. */
export function priceTable(price: PriceRule): PriceTable {
  switch (price.per) {
    case 'free':
      return { lines: [{ what: 'Image', usd: 'free' }], note: 'Nothing is billed.' }
    case 'unknown':
      return { lines: [], note: price.note }
    case 'image': {
      const rows = price.rows.map(({ quality, maxPixels, usd }) => ({
        what: rowWords(quality, maxPixels),
        usd: formatUsd(usd),
      }))
      const inputs = price.inputs ? [{ what: 'Each image sent', usd: formatUsd(price.inputs.squareUsd) }] : []
      return { lines: [...rows, ...inputs], note: priceSource(price) }
    }
    case 'megapixel': {
      const lines = [
        { what: 'First megapixel', usd: price.firstUsd },
        { what: 'Each further megapixel', usd: price.nextUsd },
        { what: 'Each megapixel sent', usd: price.inputUsd },
      ]
      return {
        lines: lines.filter(({ usd }) => usd > 0).map(({ what, usd }) => ({ what, usd: formatUsd(usd) })),
        note: priceSource(price),
      }
    }
  }
}

const qualityNames = { draft: 'Draft', standard: 'Standard', hd: 'HD' } as const

function rowWords(quality: keyof typeof qualityNames | null, maxPixels: number | null): string {
  const size = maxPixels === null ? [] : [`up to ${formatMegapixels(maxPixels)}`]
  return capitalized([...(quality === null ? [] : [qualityNames[quality]]), ...size].join(', ') || 'image')
}

function priceSource({ asOf, isSure, note }: Extract<PriceRule, { readonly asOf: string }>): string {
  const source = isSure ? 'From the vendor’s price list' : 'An estimate, not from the vendor’s price list'
  return [`${source}, ${formatDay(asOf)}, excluding tax.`, note].filter(Boolean).join(' ')
}
