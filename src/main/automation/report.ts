import type { Asset } from '../../shared/domain/asset.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import type { DescribedImage } from './library/format-asset.ts'
import { reportedMissing } from './how-to-mend.ts'
import { reportedEdit } from './edit/describe-edit.ts'
import type { ListedImage, Report, ReportedImage } from './report-schema.ts'
import { originalPath } from '../platform/original-path.ts'

const blank: Report = {
  success: true,
  images: [],
  provider: null,
  model: null,
  timing_ms: null,
  cost_estimate: null,
  cost: null,
  usage: {},
  warnings: [],
  changed_inside: null,
  changed_outside: null,
  error: null,
  error_code: null,
}

export function successReport(facts: Partial<Report>): Report {
  return { ...blank, ...facts }
}

export function failureReport(thrown: unknown, facts: Partial<Report> = {}): Report {
  const { code, message, detail } = toErrorData(thrown)
  return { ...blank, ...facts, success: false, error: message, error_code: code, ...reportedMissing({ detail }) }
}

/** Returns a library image in report form. */
export function reportedImage(asset: Asset, libraryFolder: string): Report['images'][number] {
  const path = originalPath({ library: libraryFolder }, asset)
  return imageReport({
    id: asset.id,
    mime: asset.mime,
    path,
    seed_used: asset.recipe.seed,
    dialect: asset.dialect ?? null,
    edit: reportedEdit(asset),
  })
}

/** What `show` prints: other programs read its field `marks`. */
export type ReportedDescription = Omit<DescribedImage, 'asset'> & {
  readonly asset: Omit<Asset, 'annotations'> & { readonly marks: Asset['annotations'] }
}

export function reportedDescription({ asset, ...rest }: DescribedImage): ReportedDescription {
  const { annotations, ...facts } = asset
  return { ...rest, asset: { ...facts, marks: annotations } }
}

export function listedImage(asset: Asset, libraryFolder: string): ListedImage {
  const { name, widthPx, heightPx, fileBytes, createdAtMs, recipe, annotations } = asset
  return {
    ...reportedImage(asset, libraryFolder),
    name,
    prompt: recipe.prompt,
    provider: recipe.provider,
    model: recipe.model,
    seed: recipe.seed,
    width: widthPx,
    height: heightPx,
    bytes: fileBytes,
    rating: annotations.rating,
    created_at: new Date(createdAtMs).toISOString(),
  }
}

type ImageFacts = Pick<ReportedImage, 'id' | 'mime' | 'path' | 'seed_used'> &
  Partial<Pick<ReportedImage, 'edit' | 'dialect'>>

export function imageReport(facts: ImageFacts): ReportedImage {
  return { url: null, b64: null, revised_prompt: null, dialect: null, edit: null, ...facts }
}

/** Warnings for what a file format could not hold. */
export function toWarnings(notes: readonly string[]): Report['warnings'] {
  return notes.map((message) => ({ code: 'export', message }))
}

export function messagesOf(warnings: Report['warnings']): string[] {
  return warnings.map(({ message }) => message)
}
