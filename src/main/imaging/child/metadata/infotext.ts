import type { Recipe } from '../../../../shared/domain/asset.ts'
import type { Lora } from '../../../../shared/domain/generation.ts'
import { numberSettingNames } from '../../../../shared/domain/number-settings.ts'
import { programNames } from '../../../../shared/domain/number-setting-names.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { ExportRecord } from '../../imaging.ts'

/** An import says nothing of how another program made it. */
const modes: Record<Recipe['operation'], string | null> = {
  import: null,
  fill: 'inpaint',
  generate: 'txt2img',
  edit: 'img2img',
  variations: 'img2img',
  expand: 'outpaint',
  crop: 'crop',
  merge: 'merge',
  compose: 'compose',
  cutout: 'cutout',
  external: 'external',
  depth: 'depth',
  pose: 'pose',
}

/** Keys that other programs write, by the names their readers know. */
const foreignKeys: Readonly<Record<string, string>> = {
  clipSkip: 'Clip skip',
  modelHash: 'Model hash',
  loraHashes: 'Lora hashes',
  vae: 'VAE',
}

/** Steps come first. */
const otherNumbers = numberSettingNames.filter((name) => name !== 'steps')

/**
 * Formats the infotext that gallery and generation programs read (PNG `parameters`, EXIF UserComment): the prompt, the
 * negative prompt, then one line of `Key: value` pairs. A1111 and infinite-image-browsing accept that line if it has at
 * least three pairs; prompt-reader and Civitai find it by `Steps` at its start, so a generation whose service does not
 * report its steps has `Unknown` there, as Fooocus and others write; sd-parsers needs a sampler.
 * @param charsMax settings have a third of it and tags of LoRAs a sixth, without the longest ones; the prompts have the
 *   rest, and are cut: of it the negative one keeps a third, and what the prompt leaves
 */
export function formatInfotext(
  { recipe, appVersion }: Pick<ExportRecord, 'recipe' | 'appVersion'>,
  { size, original }: { readonly size: Size; readonly original: Size },
  charsMax: number,
): string {
  const generation = recipe.generation
  const isMasked = recipe.growPx !== null
  const loras = writeLoras(recipe)
  const pairs: [key: string, value: string | number | boolean | null | undefined][] = [
    [programNames.steps.infotext, generation?.steps ?? 'Unknown'],
    ...samplerPairs(generation?.options ?? {}),
    ...Object.entries(foreignKeys).map(([name, key]): [string, Value] => [key, generation?.options[name]]),
    ...otherNumbers.map((name): [string, Value] => [programNames[name].infotext, generation?.[name]]),
    ['Source Identifier', 'Atelier'],
    ['Seed', recipe.seed],
    ['Size', `${size.widthPx}x${size.heightPx}`],
    ['Model', recipe.model ?? recipe.provider],
    ['Provider', recipe.model === null || recipe.model === recipe.provider ? null : recipe.provider],
    ['Quality', generation?.quality],
    ['Mode', recipe.operation === 'edit' && isMasked ? 'inpaint' : modes[recipe.operation]],
    ['Style', generation?.stylePreset],
    ['LoRAs', loras.others.map(({ path, scale }) => `${path} × ${scale}`).join(', ') || null],
    ['Inpaint area', isMasked && recipe.edit ? areaOf(recipe.edit.sent.crop, original) : null],
    ['Mask grow', recipe.growPx],
    ['Mask blur', recipe.featherPx],
    ['Version', `Atelier ${appVersion}`],
  ]
  const line = fitting(
    pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([key, value]) => `${key}: ${quoteValue(String(value))}`),
    { separator: ', ', charsMax: charsMax / 3 },
  )
  const tags = fitting(loras.tags, { separator: ' ', charsMax: charsMax / 6 })
  const room = charsMax - line.length - tags.length - negativeStart.length - ' \n\n'.length
  const prompt = recipe.prompt ?? ''
  const unwanted = cut(generation?.negativePrompt ?? '', Math.max(room / 3, room - prompt.length))
  const wanted = [cut(prompt, room - unwanted.length), tags].filter((part) => part !== '').join(' ')
  // Without a prompt, an empty line takes its place: prompt-reader takes the first line as the prompt.
  return [wanted, ...(unwanted === '' ? [] : [`${negativeStart}${unwanted}`]), line].join('\n')
}

const negativeStart = 'Negative prompt: '

/** Joins the parts, without the longest ones where there is no room for all. */
function fitting(
  parts: readonly string[],
  { separator, charsMax }: { readonly separator: string; readonly charsMax: number },
): string {
  const longestFirst = parts.toSorted((a, b) => b.length - a.length)
  let rest = parts
  while (rest.join(separator).length > charsMax) {
    const longest = longestFirst.shift()
    rest = rest.filter((part) => part !== longest)
  }
  return rest.join(separator)
}

/** InvokeAI and others give their sampler as the scheduler, and have no separate sampler. */
function samplerPairs({ sampler, scheduler }: Readonly<Record<string, Value>>): [string, Value][] {
  if (sampler === undefined || sampler === null || sampler === '') return [['Sampler', scheduler]]
  return [
    ['Sampler', sampler],
    ['Schedule type', scheduler],
  ]
}

/** LoRAs are written in the prompt as other programs do; what such a tag cannot hold becomes a separate pair. */
function writeLoras({ prompt, generation }: Recipe): {
  readonly tags: readonly string[]
  readonly others: readonly Lora[]
} {
  const missing = (generation?.loras ?? []).filter(({ path }) => !prompt?.includes(`<lora:${path}:`))
  const tags = missing.filter(isTag).map(({ path, scale }) => `<lora:${path}:${scale}>`)
  return { tags, others: missing.filter((lora) => !isTag(lora)) }
}

function isTag({ path }: Lora): boolean {
  return !/[<>:\n\r]/.test(path)
}

type Value = string | number | boolean | null | undefined

function areaOf(sent: Size, original: Size): string {
  const isWhole = sent.widthPx >= original.widthPx && sent.heightPx >= original.heightPx
  return isWhole ? 'Whole image' : 'Only masked'
}

function cut(text: string, charsMax: number): string {
  return text.slice(0, charsMax).toWellFormed().trim()
}

/** Writes a value that would parse as several as a JSON string. */
function quoteValue(value: string): string {
  return /[,:\n"]/.test(value) ? JSON.stringify(value) : value
}
