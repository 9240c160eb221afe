import type { Asset } from '../../shared/domain/asset.ts'
import type { ExportOptions } from '../../shared/domain/settings.ts'
import { firstWords } from '../../shared/util/first-words.ts'
import { mimeToExtension, formatToMime } from '../../shared/util/media-type.ts'
import { localDay, twoDigits } from './library-paths.ts'
import { findForbiddenCharacters, toSafeFileName } from './safe-file-name.ts'

export interface ExportName {
  /** With extension; safe on every system. */
  readonly fileName: string
  /** What is wrong with the template, for the artist; null where nothing is. */
  readonly problem: string | null
  /** Whether nothing may be written under this name. */
  readonly isUnusable: boolean
}

const tokenPattern = /\{([^{}]*)\}/g

/** What a name can be made of. */
type NamedPicture = Pick<Asset, 'id' | 'name' | 'widthPx' | 'heightPx' | 'createdAtMs' | 'recipe'>

/**
 * The file name a template gives for a picture.
 * @param position 1 for the first picture of a batch: `{n}`
 */
export function exportName(asset: NamedPicture, options: ExportOptions, position: number): ExportName {
  const values = tokenValues(asset, options, position)
  const unknown: string[] = []
  const filled = options.template.replace(tokenPattern, (token, name: string) => {
    const value = values.get(name)
    if (value === undefined) unknown.push(token)
    return value ?? ''
  })
  const base = toSafeFileName(filled)
  const problem = findProblem(options.template, unknown, base, [...values.keys()])
  return {
    fileName: `${base || 'picture'}.${mimeToExtension(formatToMime(options.format))}`,
    problem,
    isUnusable: unknown.length > 0 || base === '',
  }
}

function findProblem(
  template: string,
  unknown: readonly string[],
  base: string,
  known: readonly string[],
): string | null {
  if (unknown.length > 0) {
    return `${unknown.join(', ')} stands for nothing. You can use ${known.map((name) => `{${name}}`).join(', ')}.`
  }
  if (base === '') return 'The template gives an empty name. Add {name} or some words.'
  const forbidden = findForbiddenCharacters(template.replaceAll(tokenPattern, ''))
  if (forbidden.length === 0) return null
  return `${forbidden.join(' ')} cannot be in a file name and becomes “-”.`
}

function tokenValues(asset: NamedPicture, options: ExportOptions, position: number): Map<string, string> {
  const { widthPx, heightPx } = exportedSize(asset, options.longestSidePx)
  const at = new Date(asset.createdAtMs)
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join('-')
  return new Map([
    ['name', asset.name],
    ['date', localDay(asset.createdAtMs)],
    ['time', time],
    ['engine', asset.recipe.provider ?? asset.recipe.operation],
    ['model', asset.recipe.model ?? ''],
    ['prompt', firstWords(asset.recipe.prompt ?? '')],
    ['seed', asset.recipe.seed === null ? '' : String(asset.recipe.seed)],
    ['width', String(widthPx)],
    ['height', String(heightPx)],
    ['id', asset.id],
    ['n', String(position)],
  ])
}

/** Scaled to fit, never enlarged, as the export does it. */
function exportedSize(asset: NamedPicture, longestSidePx: number | null): { widthPx: number; heightPx: number } {
  const longest = Math.max(asset.widthPx, asset.heightPx)
  const scale = longestSidePx === null ? 1 : Math.min(1, longestSidePx / longest)
  return {
    widthPx: Math.max(1, Math.round(asset.widthPx * scale)),
    heightPx: Math.max(1, Math.round(asset.heightPx * scale)),
  }
}
