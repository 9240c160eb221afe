import { assetUrl } from '../../../shared/domain/image-url.ts'
import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import { withoutLoraTags, listedReferenceIds, reportedOnlyOptions } from '../../../shared/domain/recalled-recipe.ts'
import { type EditRecord, usualColorAdaptation } from '../../../shared/domain/edit.ts'
import type { Control } from '../../../shared/domain/generation.ts'
import { contentAwareFillId } from '../../../shared/domain/import-recipe.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { numberSettingNames } from '../../../shared/domain/number-settings.ts'
import { programNames } from '../../../shared/domain/number-setting-names.ts'
import { formatToMime } from '../../../shared/util/media-type.ts'
import type { MaskEdge } from '../../../shared/util/mask/effective-mask.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { usualBlend } from '../edit/edit-options.ts'
import { blendChanges } from '../tools/blend-field.ts'

/** What is known of an image and of what it was made from. */
export interface RepeatableImage {
  readonly asset: Asset
  /** The image it was made from; null = gone, or there was none. */
  readonly source: Asset | null
  /** Which mask was kept: as painted, or with its edge applied. */
  readonly mask: 'painted' | 'mask' | null
  /** Of its reference, control and background images, those that are still in the library. */
  readonly inputIds: readonly string[]
  /** Of the model, where it is available. */
  readonly card: ModelCard | null
}

interface NamedParameters {
  readonly tool: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** Returns the tool call that makes such an image; null = no tool makes one. */
export function toolCallOf(made: RepeatableImage): NamedParameters | null {
  const { asset } = made
  switch (asset.recipe.operation) {
    case 'generate':
    case 'import':
      return asset.recipe.generation ? generateCall(made) : null
    case 'variations':
      return call('image_variations', { ...sourceOf(made), ...promptOf(asset.recipe), ...settingsOf(made) })
    case 'edit':
      return isUpscaling(made) ? upscaleCall(made) : editCall(made)
    case 'fill':
      return fillCall(made)
    case 'expand':
      return expandCall(made)
    case 'cutout':
      return cutoutCall(made)
    case 'compose':
    case 'crop':
    case 'merge':
    case 'external':
    case 'depth':
    case 'pose':
      return null
  }
}

/** Leaves out what is unknown or was not set. */
function call(tool: string, parameters: Readonly<Record<string, unknown>>): NamedParameters {
  const known = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined)
  return { tool, parameters: Object.fromEntries(known) }
}

function generateCall(made: RepeatableImage): NamedParameters | null {
  const { recipe } = made.asset
  if (!recipe.prompt) return null
  const prompt = recipe.operation === 'import' ? withoutLoraTags(recipe.prompt) : recipe.prompt
  return call('generate_image', { ...promptOf(recipe), prompt, ...settingsOf(made), ...shapeOf(made) })
}

function editCall(made: RepeatableImage): NamedParameters {
  const { recipe } = made.asset
  return call('edit_image', {
    ...promptOf(recipe),
    ...sourceOf(made),
    continue: (recipe.generation?.threadId ?? null) === null ? null : true,
    ...(recipe.edit && maskedCall(made, recipe.edit)),
    markup: recipe.generation?.markup?.map(({ id: _id, ...mark }) => mark),
    ...settingsOf(made),
    ...shapeOf(made),
  })
}

/** A mask of marks is made from them again. */
function maskedCall(made: RepeatableImage, edit: EditRecord) {
  if (made.asset.recipe.generation?.isMaskOfMarks) return edit.intent === 'fill' ? {} : { intent: edit.intent }
  return { ...maskOf(made), intent: edit.intent, blend: blendOf(made, edit) }
}

function upscaleCall(made: RepeatableImage): NamedParameters {
  const { model, generation } = made.asset.recipe
  const scale = Number(generation?.options['scale'])
  return call('upscale_image', { ...sourceOf(made), model, scale: scale === 2 || scale === 4 ? scale : null })
}

function fillCall(made: RepeatableImage): NamedParameters {
  const { provider, model, seed, colourAdaptation } = made.asset.recipe
  const isByContent = provider === contentAwareFillId
  const how = isByContent ? { color_adaptation: notUsual(colourAdaptation, usualColorAdaptation) } : { model }
  return call('fill_image', { ...sourceOf(made), ...maskOf(made), ...how, seed })
}

function expandCall(made: RepeatableImage): NamedParameters {
  const { asset, source } = made
  const { parentAt, seed } = asset.recipe
  return call('expand_image', { ...sourceOf(made), ...(source && parentAt && sidesOf(asset, source, parentAt)), seed })
}

function cutoutCall(made: RepeatableImage): NamedParameters {
  const { model, background, takenFromId } = made.asset.recipe
  return call('remove_background', { ...sourceOf(made), ...behindOf(background, usable(takenFromId, made)), model })
}

function behindOf(background: Recipe['background'], imageId: string | null) {
  switch (background?.type) {
    case 'color':
      return { color: background.color }
    case 'blur':
      return { blur: background.radiusPercent }
    case 'image':
      return { background_image: imageId }
    case undefined:
      return {}
  }
}

function usable(id: string | null | undefined, { inputIds }: Pick<RepeatableImage, 'inputIds'>): string | null {
  return id !== null && id !== undefined && inputIds.includes(id) ? id : null
}

function notUsual<T>(value: T, usual: T): T | null {
  return value === usual ? null : value
}

function sidesOf(image: Size, source: Size, at: { readonly x: number; readonly y: number }) {
  const right = image.widthPx - source.widthPx - at.x
  const bottom = image.heightPx - source.heightPx - at.y
  return { left: at.x, top: at.y, right, bottom }
}

/** Whether an upscaler of this computer made it, for which there is a tool of its own. */
export function isUpscaling({ asset, card }: Pick<RepeatableImage, 'asset' | 'card'>): boolean {
  const { provider, generation } = asset.recipe
  return provider === 'local' && (card?.upscaling !== undefined || generation?.options['scale'] !== undefined)
}

function promptOf({ prompt, provider, model }: Recipe) {
  return { prompt, provider, model, n: 1 }
}

function sourceOf({ source }: RepeatableImage) {
  return { input_image: source?.id }
}

function maskOf(made: RepeatableImage) {
  const { asset, mask } = made
  if (mask === null) return {}
  const { growPx, featherPx } = edgeOf(made)
  return { mask_image: assetUrl(asset.id, mask), grow: growPx, feather: featherPx }
}

/** The edge is part of a mask that was not kept as painted. */
function edgeOf({ asset: { recipe }, mask }: RepeatableImage): MaskEdge {
  return mask === 'painted'
    ? { growPx: recipe.growPx ?? 0, featherPx: recipe.featherPx ?? 0 }
    : { growPx: 0, featherPx: 0 }
}

/** Only what differs from the default. Without a mask, nothing is blended. */
function blendOf(made: RepeatableImage, { intent, blend }: EditRecord) {
  // The demo always blends its own way.
  const changes = made.asset.recipe.provider === 'fake' ? {} : blendChanges(blend, usualBlend(intent, edgeOf(made)))
  return made.mask === null || Object.keys(changes).length === 0 ? null : changes
}

function shapeOf({ asset: { recipe, widthPx, heightPx } }: RepeatableImage) {
  const requested = recipe.generation?.requestedSize ?? null
  if (requested === null) return recipe.operation === 'import' ? { size: `${widthPx}x${heightPx}` } : {}
  return requested.includes(':') ? { aspect_ratio: requested } : { size: requested }
}

function settingsOf(made: RepeatableImage) {
  const { asset, card, inputIds } = made
  const { seed, generation } = asset.recipe
  if (!generation) return { seed }
  const referenceIds = listedReferenceIds(generation).filter((id) => inputIds.includes(id))
  const options = Object.entries(generation.options).filter(([name]) => isUsable(name, asset, card))
  return {
    quality: generation.quality,
    style_preset: generation.stylePreset,
    negative_prompt: generation.negativePrompt,
    seed,
    ...Object.fromEntries(numberSettingNames.map((name) => [programNames[name].field, generation[name]])),
    loras: generation.loras.length > 0 ? generation.loras : null,
    input_images: referenceIds.length > 0 ? referenceIds : null,
    control: generation.control && controlOf(generation.control, made),
    format: formatOf(asset, card),
    options: options.length > 0 ? Object.fromEntries(options) : null,
  }
}

/** The image is what a preprocessor made: only edges are found anew each time. */
function controlOf({ imageId, net, strength, findsEdges }: Control, made: RepeatableImage) {
  const image = usable(imageId, made)
  return image === null ? null : { image, preprocessor: findsEdges ? 'edges' : 'none', net, strength }
}

/** Options of another program mean something else here, unless the model has one of that name. */
export function isUsable(name: string, { recipe }: Pick<Asset, 'recipe'>, card: ModelCard | null): boolean {
  if (reportedOnlyOptions.has(name)) return false
  return recipe.operation !== 'import' || card?.options.some((option) => option.name === name) === true
}

/** Only where it is not what the model returns anyway. */
function formatOf({ mime, recipe }: Asset, card: ModelCard | null): string | null {
  const [usual, ...others] = card?.formats ?? []
  if (usual === undefined || recipe.operation === 'import' || recipe.edit) return null
  return others.find((format) => formatToMime(format) === mime) ?? null
}
