import { formatPlain, joinList, joinSentences } from '../../../shared/messages/formats.ts'
import type { InputRule, ModelCard, NumberRange, PriceRule, SizeRule } from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/model-details.ts'
import { formatBytes, formatNumber, formatSize } from '../format.ts'
import { formatDay, formatUsd } from './price-labels.ts'
import { numberSettingNames } from '../../../shared/domain/number-settings.ts'

export interface Detail {
  readonly label: string
  readonly text: string
}

const maskDetails: Readonly<Record<ModelCard['mask'], string>> = {
  hard: messages.maskExact,
  soft: messages.maskGuide,
  described: messages.maskAsImage,
  no: messages.maskNone,
}

const seedDetails: Readonly<Record<ModelCard['seed'], string>> = {
  yes: messages.seedRepeatable,
  'best-effort': messages.seedBestEffort,
  no: messages.notUsed,
}

/** Returns everything a card says about its model, except price and availability. In reading order. */
export function modelDetails(card: ModelCard): readonly Detail[] {
  const rows: readonly (readonly [string, string | null])[] = [
    [messages.tasks, tasks(card)],
    [messages.masks, masks(card)],
    [messages.sizes, sizeDetail(card.sizes)],
    [messages.imagesPerRequest, card.imagesPerCall > 1 ? messages.upTo({ limit: card.imagesPerCall }) : '1'],
    [messages.referenceImages, references(card)],
    [messages.inputImages, card.input === null ? null : inputDetail(card.input)],
    [messages.prompt, prompt(card)],
    [
      messages.negativePromptField,
      card.prompt === 'none' ? null : card.hasNegativePrompt ? messages.yes : messages.notUsed,
    ],
    [messages.seed, seedDetails[card.seed]],
    ...numberSettingNames.map((name) => [messages.numberSettings[name], rangeDetail(card[name])] as const),
    [messages.loras, card.loras === null ? null : messages.upTo({ limit: card.loras.max })],
    [messages.controlImageField, card.control === undefined ? null : messages.withControlNet],
    [messages.outputFormats, card.formats.length === 0 ? null : formatNames(card.formats)],
    [messages.whileGenerating, card.hasPreviews ? messages.previews : card.hasProgress ? messages.progress : null],
  ]
  return rows.flatMap(([label, text]) => (text === null ? [] : [{ label, text }]))
}

function tasks({ canGenerate, edits, variations }: ModelCard): string {
  const labels = [
    canGenerate && messages.newImages,
    edits === 'instruction' && messages.editsByPrompt,
    edits === 'strength' && messages.editsByStrength,
    edits === 'own' && messages.editsByOwnMethod,
    variations === 'native' && messages.variations,
    variations === 'emulated' && messages.variationsByEdit,
  ].filter((label) => label !== false)
  return capitalized(joinList(labels))
}

function masks({ edits, mask, needsMask }: ModelCard): string | null {
  if (edits === 'no') return null
  // A dedicated method (upscale, expand) returns another extent: no part of it fits the original.
  if (mask === 'no' && edits === 'own') return messages.maskWholeImage
  return needsMask ? messages.maskRequired({ mask: maskDetails[mask] }) : maskDetails[mask]
}

function sizeDetail(rule: SizeRule): string {
  switch (rule.kind) {
    case 'list':
      return joinList(rule.sizes.map(formatSize))
    case 'ratios': {
      const tiers = rule.tiers.map(({ megapixels }) => formatMegapixels(megapixels * 1_048_576))
      return messages.ratiosAtSizes({ ratios: joinList(rule.ratios), sizes: joinList([...new Set(tiers)]) })
    }
    case 'grid':
      return joinList(
        [
          messages.sideRange({
            min: formatNumber(rule.minSidePx),
            max: formatNumber(rule.maxSidePx),
            step: rule.multiplePx,
          }),
          messages.upToSize({ size: formatMegapixels(rule.maxPixels) }),
          ratioLimit(rule.maxRatio),
        ].filter(Boolean),
      )
    case 'source':
      return messages.sizeOfInput
  }
}

function inputDetail({ maxSidePx, maxPixels, maxBytes, formats, sizes, isFile }: InputRule): string {
  if (isFile === true) return messages.upToSide({ side: formatNumber(maxSidePx) })
  const pixels =
    sizes === null
      ? messages.upToSideAndSize({ side: formatNumber(maxSidePx), size: formatMegapixels(maxPixels) })
      : joinList(sizes.map(formatSize))
  return messages.inputLimits({ size: pixels, bytes: formatBytes(maxBytes), formats: formatNames(formats) })
}

function references({ referencesMax, picturesMin: imagesMin }: ModelCard): string {
  if (referencesMax === 0) return messages.none
  return imagesMin > 0 ? `${imagesMin}–${referencesMax}` : messages.upTo({ limit: referencesMax })
}

function prompt({ prompt: need, promptCharsMax }: ModelCard): string {
  if (need === 'none') return messages.notUsed
  const limit = promptCharsMax === null ? [] : [messages.upToCharacters({ count: promptCharsMax })]
  return capitalized(joinList([...(need === 'optional' ? [messages.optional] : []), ...limit]) || messages.required)
}

function rangeDetail(range: NumberRange | null): string | null {
  if (range === null) return null
  const { min, max } = range
  return range.default === null ? `${min}–${max}` : messages.rangeWithDefault({ min, max, normal: range.default })
}

/** Very wide limits amount to none in practice. */
function ratioLimit(maxRatio: number): string {
  return maxRatio > 20 ? '' : messages.maxRatio({ ratio: formatPlain(Number(maxRatio.toFixed(2))) })
}

/** 1 MP = 1,000,000 pixels. */
function formatMegapixels(pixels: number): string {
  const megapixels = pixels / 1e6
  return `${formatPlain(megapixels < 10 ? Number(megapixels.toFixed(1)) : Math.round(megapixels))} MP`
}

function formatNames(formats: readonly string[]): string {
  return joinList(formats.map((format) => (format === 'webp' ? 'WebP' : format.toUpperCase())))
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
  /** The source of the prices, in a sentence. */
  readonly note: string
}

/** Returns what a model costs. */
export function priceTable(price: PriceRule): PriceTable {
  switch (price.per) {
    case 'free':
      return { lines: [{ what: messages.image, usd: messages.free }], note: messages.notBilled }
    case 'unknown':
      return { lines: [], note: price.note }
    case 'image': {
      const rows = price.rows.map(({ quality, maxPixels, usd }) => ({
        what: rowLabel(quality, maxPixels),
        usd: formatUsd(usd),
      }))
      const inputs = price.inputs ? [{ what: messages.eachInputImage, usd: formatUsd(price.inputs.squareUsd) }] : []
      return { lines: [...rows, ...inputs], note: priceSource(price) }
    }
    case 'megapixel': {
      const lines = [
        { what: messages.firstMegapixel, usd: price.firstUsd },
        { what: messages.additionalMegapixel, usd: price.nextUsd },
        { what: messages.inputMegapixel, usd: price.inputUsd },
      ]
      return {
        lines: lines.filter(({ usd }) => usd > 0).map(({ what, usd }) => ({ what, usd: formatUsd(usd) })),
        note: priceSource(price),
      }
    }
  }
}

const qualityNames = { draft: messages.draft, standard: messages.standard, hd: messages.hd } as const

function rowLabel(quality: keyof typeof qualityNames | null, maxPixels: number | null): string {
  const size = maxPixels === null ? [] : [messages.upToSize({ size: formatMegapixels(maxPixels) })]
  return capitalized(joinList([...(quality === null ? [] : [qualityNames[quality]]), ...size]) || messages.image)
}

function priceSource({ asOf, isSure, note }: Extract<PriceRule, { readonly asOf: string }>): string {
  const source = isSure ? messages.priceList : messages.priceEstimate
  return joinSentences(source({ day: formatDay(asOf) }), note)
}
