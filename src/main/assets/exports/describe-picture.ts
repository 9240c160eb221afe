import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { CredentialKind } from '../../imaging/content-credentials.ts'
import type { ExportAccount } from '../../imaging/imaging.ts'
import type { ExportsContext } from './exports-context.ts'
import type { ExportLineage } from './load-lineage.ts'
import { findOrigin, hasGenerator, type PictureOrigin } from './picture-origin.ts'

/** What is written into the file about the picture; null = nothing. */
export async function describePicture(
  { assets, appVersion }: Pick<ExportsContext, 'assets' | 'appVersion'>,
  record: AssetRecord,
  lineage: ExportLineage,
  options: Pick<ExportOptions, 'metadata' | 'includePrompt' | 'promptWriter' | 'keepRights' | 'keepLocation'>,
): Promise<ExportAccount | null> {
  if (options.metadata === 'none') return null
  const origin = findOrigin(record, lineage)
  const isWhole = options.metadata === 'all'
  return {
    kind: exportKindOf(origin),
    // The photo it came from may be gone by now: then there is nothing to keep, and the rest is written all the same.
    source: await sourceOf(assets, origin, options),
    record: isWhole
      ? {
          assetId: record.id,
          parentId: record.parentId,
          ancestors: origin.ancestors,
          recipe: record.recipe,
          createdAtMs: record.createdAtMs,
          appVersion,
        }
      : null,
    generation: isWhole ? origin.generation : null,
    madeBy: origin.madeBy && {
      provider: origin.madeBy.recipe.provider,
      model: origin.madeBy.recipe.model,
      prompt: options.includePrompt ? origin.madeBy.recipe.prompt : null,
      promptWriter: options.promptWriter.trim() || null,
    },
  }
}

/** What another program generated is that, where its file does not say so itself. */
export function exportKindOf({ kind, source, changedBy }: PictureOrigin): CredentialKind {
  if (kind !== 'own') return { is: kind }
  return { is: 'own', otherwise: source !== null && hasGenerator(source) ? 'trainedAlgorithmicMedia' : null, changedBy }
}

async function sourceOf(
  assets: ExportsContext['assets'],
  { source, kind }: PictureOrigin,
  { keepRights, keepLocation, metadata }: Pick<ExportOptions, 'keepRights' | 'keepLocation' | 'metadata'>,
): Promise<ExportAccount['source']> {
  if (source === null || source.isMissing) return null
  const located = await assets.files.locate(source.id, 'original').catch(() => null)
  // A camera did not take what a model made.
  const keepCamera = metadata === 'all' && kind === 'own'
  return located && { path: located.path, keepRights, keepLocation, keepCamera }
}
