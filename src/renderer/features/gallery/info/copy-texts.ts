import type { Asset } from '../../../../shared/domain/asset.ts'
import { numberSettingNames } from '../../../../shared/domain/number-settings.ts'
import { programNames } from '../../../../shared/domain/number-setting-names.ts'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'

/** A part of an image’s details that can be copied as text. */
export interface CopyText {
  readonly label: string
  /** For assistive technology. */
  readonly name: string
  /** The notice after copying. */
  readonly copied: string
  readonly text: string
}

const copyMessages = {
  prompt: { label: messages.prompt, name: messages.copyPrompt, copied: messages.copiedPrompt },
  negative: { label: messages.negative, name: messages.copyNegative, copied: messages.copiedNegative },
  seed: { label: messages.seed, name: messages.copySeed, copied: messages.copiedSeed },
  all: { label: messages.all, name: messages.copyAll, copied: messages.copiedAll },
  path: { label: messages.path, name: messages.copyPath, copied: messages.copiedPath },
} as const

/** Returns all texts the image has; a photo has only its path. */
export function copyTexts(asset: Asset, libraryFolder: string): readonly CopyText[] {
  const { prompt, seed, generation } = asset.recipe
  const negative = generation?.negativePrompt ?? ''
  const hasPrompt = prompt !== null && prompt !== ''
  const texts: readonly (CopyText | null)[] = [
    hasPrompt ? { ...copyMessages.prompt, text: prompt } : null,
    negative === '' ? null : { ...copyMessages.negative, text: negative },
    seed === null ? null : { ...copyMessages.seed, text: String(seed) },
    hasPrompt ? { ...copyMessages.all, text: infotext(asset) } : null,
    { ...copyMessages.path, text: filePath(asset, libraryFolder) },
  ]
  return texts.filter((each) => each !== null)
}

/** Settings that other tools know, by the names they read. */
const foreignKeys = [
  ['clipSkip', 'Clip skip'],
  ['vae', 'VAE'],
] as const

/** Steps come first. */
const otherNumbers = numberSettingNames.filter((name) => name !== 'steps')

/** Quotes a value as a JSON string if it would otherwise parse as several. */
function quoted(value: string | number | boolean | null | undefined): string | null {
  if (value === null || value === undefined) return null
  const text = String(value)
  return /[,:\n"]/.test(text) ? JSON.stringify(text) : text
}

/** Formats infotext as other tools read it: prompt, negative prompt, one line of settings. */
function infotext({ recipe, widthPx, heightPx }: Asset): string {
  const { prompt, seed, model, generation } = recipe
  const options = generation?.options ?? {}
  // InvokeAI’s scheduler is its sampler; it has no separate scheduler.
  const [sampler, scheduler] =
    'sampler' in options ? [options['sampler'], options['scheduler']] : [options['scheduler']]
  const settings: readonly (readonly [string, string | number | null | undefined])[] = [
    [programNames.steps.infotext, generation?.steps],
    ['Sampler', quoted(sampler)],
    ['Schedule type', quoted(scheduler)],
    ...foreignKeys.map(([name, key]) => [key, quoted(options[name])] as const),
    ...otherNumbers.map((name) => [programNames[name].infotext, generation?.[name]] as const),
    ['Seed', seed],
    ['Size', `${widthPx}x${heightPx}`],
    ['Model hash', quoted(options['modelHash'] ?? modelHash(recipe))],
    ['Model', quoted(model)],
    ['Lora hashes', quoted(options['loraHashes'])],
  ]
  const line = settings.flatMap(([name, value]) => (value === null || value === undefined ? [] : [`${name}: ${value}`]))
  const negative = generation?.negativePrompt ?? ''
  return [prompt, negative === '' ? null : `Negative prompt: ${negative}`, line.join(', ')]
    .filter((part) => part !== null && part !== '')
    .join('\n')
}

/** Model hash as in Civitai and A1111: the first ten digits. */
function modelHash({ generation }: Asset['recipe']): string | null {
  const main = generation?.local?.files.find(({ part }) => part === 'model' || part === 'diffusion')
  return main?.sha256.slice(0, 10) ?? null
}

function filePath({ relativePath, sharedPath }: Asset, libraryFolder: string): string {
  if (typeof sharedPath === 'string') return sharedPath
  const isWindows = libraryFolder.includes('\\')
  return isWindows ? `${libraryFolder}\\${relativePath.replaceAll('/', '\\')}` : `${libraryFolder}/${relativePath}`
}
