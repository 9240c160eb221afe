import { resolve } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import { toErrorData } from '../../shared/errors/index.ts'

/** What `--json` prints: always this one object, whatever the command and however it ended. */
export interface Report {
  readonly success: boolean
  readonly images: readonly { id: string; mime: string; path: string; seed_used: number | null }[]
  readonly provider: string | null
  readonly model: string | null
  readonly timing_ms: number | null
  readonly changed_inside: number | null
  readonly changed_outside: number | null
  readonly error: string | null
  readonly error_code: string | null
  /** Only `keys list` has them. */
  readonly keys?: readonly { id: string; source: string | null; ending: string | null }[]
}

const blank: Report = {
  success: true,
  images: [],
  provider: null,
  model: null,
  timing_ms: null,
  changed_inside: null,
  changed_outside: null,
  error: null,
  error_code: null,
}

export function successReport(facts: Partial<Report>): Report {
  return { ...blank, ...facts }
}

export function failureReport(thrown: unknown, facts: Partial<Report> = {}): Report {
  const { code, message } = toErrorData(thrown)
  return { ...blank, ...facts, success: false, error: message, error_code: code }
}

/** A picture of the library as the report names it. */
export function reportedImage(asset: Asset, libraryFolder: string): Report['images'][number] {
  const path = resolve(libraryFolder, asset.relativePath)
  return { id: asset.id, mime: asset.mime, path, seed_used: asset.recipe.seed }
}
