import type { SizeRule } from '../../../../../shared/domain/model-card.ts'
import * as messages from '../../../../../shared/messages/en/form.ts'
import type { Size } from '../../../../../shared/util/geometry.ts'

/** Pixels, or an aspect ratio at one of the model’s resolutions (null = its default). */
export type SizeChoice =
  | { readonly type: 'pixels'; readonly widthPx: number; readonly heightPx: number }
  | { readonly type: 'ratio'; readonly ratio: string; readonly tier: string | null }

/** Aspect ratios for models that take any size, from square outward. */
export const commonRatios = ['1:1', '5:4', '4:5', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '21:9'] as const

/** 1 in a tier's `megapixels`. */
const tierPixels = 1024 * 1024
/** Aspect ratios closer than this look the same. */
const sameShape = 0.02

export function parseRatio(ratio: string): number {
  const [width = 1, height = 1] = ratio.split(':').map(Number)
  return width / height
}

function isSameShape(first: number, second: number): boolean {
  return Math.abs(Math.log(first / second)) < sameShape
}

/**
 * The closest choice for another model: from a list of sizes the one of that ratio, from a list of ratios the one of
 * that size. null = not supported.
 */
export function translateSize(rule: SizeRule, choice: SizeChoice): SizeChoice | null {
  switch (rule.kind) {
    case 'source':
      return null
    case 'list': {
      const found = rule.sizes.find((size) =>
        choice.type === 'pixels'
          ? size.widthPx === choice.widthPx && size.heightPx === choice.heightPx
          : isSameShape(size.widthPx / size.heightPx, parseRatio(choice.ratio)),
      )
      return found === undefined ? null : { type: 'pixels', ...found }
    }
    case 'ratios': {
      const shape = choice.type === 'ratio' ? parseRatio(choice.ratio) : choice.widthPx / choice.heightPx
      const ratio = rule.ratios.find((each) => isSameShape(parseRatio(each), shape))
      if (ratio === undefined) return null
      const tier = choice.type === 'ratio' ? rule.tiers.find(({ id }) => id === choice.tier)?.id : undefined
      return { type: 'ratio', ratio, tier: tier ?? null }
    }
    case 'grid':
      if (choice.type === 'ratio')
        return shapeProblem(rule, parseRatio(choice.ratio)) ? null : { ...choice, tier: null }
      return gridProblem(rule, choice) === null ? choice : null
  }
}

type GridRule = Extract<SizeRule, { kind: 'grid' }>

function shapeProblem({ maxRatio }: GridRule, ratio: number): boolean {
  return Math.max(ratio, 1 / ratio) > maxRatio * (1 + sameShape)
}

/** Why a model on a grid does not support this size; null if it does. */
export function gridProblem(rule: GridRule, { widthPx, heightPx }: Size): string | null {
  const sides = [widthPx, heightPx]
  if (sides.some((side) => side < rule.minSidePx || side > rule.maxSidePx)) {
    return messages.sideRange({ min: rule.minSidePx, max: rule.maxSidePx })
  }
  if (sides.some((side) => side % rule.multiplePx !== 0)) return messages.sideMultiples({ px: rule.multiplePx })
  if (shapeProblem(rule, widthPx / heightPx)) return messages.longestRatio({ ratio: rule.maxRatio })
  const pixels = widthPx * heightPx
  if (pixels < rule.minPixels) return messages.tooFewPixels
  return pixels > rule.maxPixels ? messages.tooManyPixels : null
}

/** The two size fields of a request, of which at most one is set. */
export function sizeFields(
  rule: SizeRule,
  choice: SizeChoice | null,
): { readonly size: Size | null; readonly aspectRatio: string | null } {
  if (choice === null) return { size: null, aspectRatio: null }
  if (choice.type === 'pixels')
    return { size: { widthPx: choice.widthPx, heightPx: choice.heightPx }, aspectRatio: null }
  const tier = rule.kind === 'ratios' ? rule.tiers.find(({ id }) => id === choice.tier) : undefined
  // A non-default resolution is requested by a size of that many pixels.
  if (tier === undefined) return { size: null, aspectRatio: choice.ratio }
  const widthPx = Math.max(1, Math.round(Math.sqrt(tier.megapixels * tierPixels * parseRatio(choice.ratio))))
  return { size: { widthPx, heightPx: Math.max(1, Math.round(widthPx / parseRatio(choice.ratio))) }, aspectRatio: null }
}

/** Parses `1024x1024` or `16:9`, the stored form of a provider's default size. */
export function parseSize(text: string | null): SizeChoice | null {
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(text ?? '') ?? []
  if (width !== undefined && height !== undefined) {
    return { type: 'pixels', widthPx: Number(width), heightPx: Number(height) }
  }
  return text !== null && /^\d{1,4}:\d{1,4}$/.test(text) ? { type: 'ratio', ratio: text, tier: null } : null
}
