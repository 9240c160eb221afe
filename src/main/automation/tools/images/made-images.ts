import { z } from 'zod'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { seedSchema } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Report } from '../../report-schema.ts'
import type { ToolContext } from '../tool.ts'

export const madeImageSchema = z.object({
  id: z.string().nullable(),
  mime: z.string(),
  path: z.string(),
  url: z.string().nullable(),
  b64: z.string().nullable(),
  seed_used: seedSchema.nullable(),
  revised_prompt: z.string().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
})

export const toolWarningSchema = z.object({ code: z.string(), message: z.string() })

/** What every tool that makes images returns: the result of the founding documents, and what else is known. */
export const madeSchema = z.object({
  success: z.boolean(),
  images: z.array(madeImageSchema),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  timing_ms: z.number().nullable(),
  /** USD; null = unknown. */
  cost_estimate: z.number().nullable(),
  cost: z.number().nullable(),
  changed_inside: z.int().nullable(),
  changed_outside: z.int().nullable(),
  warnings: z.array(toolWarningSchema),
  outcome: z.string().nullable(),
  billed: z.string().nullable(),
  error: z.string().nullable(),
  error_code: z.string().nullable(),
})
export type Made = z.output<typeof madeSchema>

/** Returns a report in the form of a tool's result. */
export async function toMade(report: Report, { services }: Pick<ToolContext, 'services'>): Promise<Made> {
  const ids = report.images.flatMap(({ id }) => (id === null ? [] : [id as AssetId]))
  const assets = new Map<string, Asset>((await services.assets.records.load(ids)).map((asset) => [asset.id, asset]))
  return {
    success: report.success,
    images: report.images.map(({ id, mime, path, url, b64, seed_used, revised_prompt }) => {
      const asset = id === null ? undefined : assets.get(id)
      const size = { width: asset?.widthPx ?? null, height: asset?.heightPx ?? null }
      return { id, mime, path, url, b64, seed_used, revised_prompt, ...size }
    }),
    provider: report.provider,
    model: report.model,
    timing_ms: report.timing_ms,
    cost_estimate: report.cost_estimate,
    cost: report.cost,
    changed_inside: report.changed_inside,
    changed_outside: report.changed_outside,
    warnings: [...report.warnings],
    outcome: report.outcome ?? null,
    billed: report.billed ?? null,
    error: report.error,
    error_code: report.error_code,
  }
}

export function imagesToShow({ images }: Pick<Made, 'images'>): readonly string[] {
  return images.flatMap(({ id }) => (id === null ? [] : [id]))
}
