import type { ContentFilter, Safety } from '../../../../shared/domain/generation.ts'
import type { OptionField, ImageFormat } from '../../../../shared/domain/model-card.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { AdapterInput } from '../../core/adapter.ts'
import { matchValue, qualityValues, textsOf, type InputRoles, type InputShape } from './input-shape.ts'

/** The request's images as sent to the service: addresses or data URIs. */
export interface SentImages {
  readonly source: string | null
  readonly references: readonly string[]
  readonly mask: string | null
}

type Fields = Record<string, unknown>

/** Writes a request in a model's own fields. Only fields the model has are written: some services refuse any other. */
export function writeInput(shape: InputShape, input: AdapterInput, sent: SentImages): Fields {
  const { roles } = shape
  const known: [{ name: string } | null, unknown][] = [
    [roles.prompt, input.prompt === '' && roles.prompt?.isRequired !== true ? null : input.prompt],
    [roles.negativePrompt, input.negativePrompt],
    [roles.seed, input.seed],
    [roles.count, input.n],
    [roles.steps, input.steps],
    [roles.guidance, input.guidance],
    [roles.strength, input.strength],
    [roles.style, input.stylePreset],
    [roles.quality, roles.quality && qualityOf(roles.quality, input)],
    [roles.format, roles.format && formatOf(roles.format, input.format)],
    [roles.mask, sent.mask],
  ]
  return {
    ...writeKnown(known),
    ...writeSize(roles, input),
    ...writeImages(shape, sent),
    ...writeLoras(roles, input),
    ...writeSafety(roles, input.safety),
    ...writeOptions(shape, input),
  }
}

function writeKnown(known: readonly [{ name: string } | null, unknown][]): Fields {
  return Object.fromEntries(
    known.flatMap(([field, value]) =>
      field === null || value === null || value === undefined ? [] : [[field.name, value]],
    ),
  )
}

/** Writes the options, including the shape if a model that only edits takes one. */
function writeOptions({ roles, options }: InputShape, input: AdapterInput): Fields {
  const names = new Set([...options, ...(roles.ratio ? [roles.ratio] : [])].map(({ name }) => name))
  return Object.fromEntries(Object.entries(input.options).filter(([name]) => names.has(name)))
}

function writeSize(roles: InputRoles, input: AdapterInput): Fields {
  const size = input.size ?? sourceSize(input)
  const { ratio, tier } = roles
  // The image is sent in the requested shape: "same as the image" keeps every pixel in place.
  const match = (field: typeof ratio) => (field && input.source ? matchValue(field) : null)
  const ratioValue = ratio && (match(ratio) ?? input.aspectRatio)
  // If a model is given a shape, its width and height are for shapes that are not listed.
  const sides = ratioValue === null ? size : null
  return writeKnown([
    [ratio, ratioValue],
    [tier, tier && (match(tier) ?? valueIn(tier, input.tier))],
    [roles.size, size && { width: size.widthPx, height: size.heightPx }],
    [roles.width, sides?.widthPx],
    [roles.height, sides?.heightPx],
    [roles.sizeName, size && roles.sizeName && valueIn(roles.sizeName, `${size.widthPx}x${size.heightPx}`)],
  ])
}

/** Returns the source's size if the result is to have it: the models' default is another. */
function sourceSize({ card, source }: AdapterInput): Size | null {
  return card.sizes.kind === 'source' ? source : null
}

function writeImages({ roles, furtherImages }: InputShape, { source, references }: SentImages): Fields {
  const images = [...(source === null ? [] : [source]), ...references]
  if (images.length === 0) return {}
  if (roles.images && roles.image === null) return { [roles.images.name]: images }
  if (roles.image === null) return roles.reference ? { [roles.reference.name]: images[0] } : {}
  const [first, ...others] = images
  const single = { [roles.image.name]: first }
  if (others.length === 0) return single
  if (roles.reference) return { ...single, [roles.reference.name]: others[0] }
  if (roles.images) return { ...single, [roles.images.name]: others }
  return {
    ...single,
    ...Object.fromEntries(furtherImages.slice(0, others.length).map((name, at) => [name, others[at]])),
  }
}

function writeLoras(roles: InputRoles, { loras }: AdapterInput): Fields {
  if (loras.length === 0) return {}
  if (roles.loras) return { [roles.loras.name]: loras.map(({ path, scale }) => ({ path, scale })) }
  const [first, second] = loras
  return writeKnown([
    [roles.lora, first?.path],
    [roles.loraScale, first?.scale],
    [roles.extraLora, second?.path],
    [roles.extraLoraScale, second?.scale],
  ])
}

function writeSafety(roles: InputRoles, safety: Safety): Fields {
  const isOff = safety.contentFilter === 'off' && !safety.blockNsfw
  return writeKnown([
    [roles.checker, !isOff],
    [roles.noChecker, isOff],
    [roles.toleranceName, roles.toleranceName && toleranceName(roles.toleranceName, safety)],
    [roles.tolerance, roles.tolerance && tolerance(roles.tolerance.min ?? 1, roles.tolerance.max ?? 6, safety)],
  ])
}

/** From 1 (strict) to 6 (permissive); 2 is the services' default. */
const tolerances: Record<ContentFilter, number> = { strict: 1, moderate: 2, low: 4, off: 6 }

function tolerance(min: number, max: number, { blockNsfw, contentFilter }: Safety): number {
  const level = tolerances[contentFilter]
  return Math.min(max, Math.max(min, blockNsfw ? Math.min(2, level) : level))
}

function toleranceName(field: Extract<OptionField, { kind: 'choice' }>, safety: Safety): string | number | null {
  const levels = field.choices.map(({ value }) => Number(value)).filter(Number.isFinite)
  const level = tolerance(Math.min(...levels), Math.max(...levels), safety)
  return field.choices.find(({ value }) => Number(value) === level)?.value ?? null
}

type Choice = Extract<OptionField, { kind: 'choice' }>

function qualityOf(field: Choice, { quality }: AdapterInput): string | null {
  return qualityValues(field).find((each) => each.quality === quality)?.value ?? null
}

/** Lossless unless another format was requested: services often default to JPEG or WebP. */
function formatOf(field: Choice, format: ImageFormat | null): string | null {
  const wanted = format ?? 'png'
  return textsOf(field).find((text) => text.toLowerCase().replace(/^jpg$/, 'jpeg') === wanted) ?? null
}

function valueIn(field: Choice, text: string | null): string | number | null {
  return field.choices.find(({ value }) => String(value) === text)?.value ?? null
}
