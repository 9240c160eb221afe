import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { ExportKind } from '../../imaging/content-credentials.ts'
import type { ExportAccount } from '../../imaging/imaging.ts'
import type { ExportsContext } from './exports-context.ts'
import type { Lineage } from './load-lineage.ts'
import { findOrigin, type PictureOrigin } from './picture-origin.ts'

/** What is written into the file about the picture; null = nothing. */
export async function describePicture(
  { library, appVersion }: Pick<ExportsContext, 'library' | 'appVersion'>,
  record: AssetRecord,
  lineage: Lineage,
  options: Pick<ExportOptions, 'metadata' | 'includePrompt' | 'promptWriter' | 'keepRights' | 'keepLocation'>,
): Promise<ExportAccount | null> {
  if (options.metadata === 'none') return null
  const origin = findOrigin(record, lineage)
  return {
    kind: exportKindOf(origin),
    // The photo it came from may be gone by now: then there is nothing to keep, and the rest is written all the same.
    source: await sourceOf(library, origin, options),
    record:
      options.metadata === 'label'
        ? null
        : {
            assetId: record.id,
            parentId: record.parentId,
            ancestors: origin.ancestors,
            recipe: record.recipe,
            createdAtMs: record.createdAtMs,
            appVersion,
          },
    madeBy: origin.madeBy && {
      provider: origin.madeBy.recipe.provider,
      model: origin.madeBy.recipe.model,
      prompt: options.includePrompt ? origin.madeBy.recipe.prompt : null,
      promptWriter: options.promptWriter.trim() || null,
    },
  }
}

/** What another program generated is that, where its file does not say so itself. */
export function exportKindOf({ kind, source }: PictureOrigin): ExportKind {
  if (kind !== 'own') return { is: kind }
  const dialect = source?.dialect ?? null
  const isGenerated = dialect !== null && dialect !== 'text' && dialect !== 'atelier'
  return { is: 'own', otherwise: isGenerated ? 'trainedAlgorithmicMedia' : null }
}

async function sourceOf(
  library: ExportsContext['library'],
  { source }: PictureOrigin,
  { keepRights, keepLocation }: Pick<ExportOptions, 'keepRights' | 'keepLocation'>,
): Promise<ExportAccount['source']> {
  if (source === null || source.isMissing) return null
  const located = await library.locate(source.id, 'original').catch(() => null)
  return located && { path: located.path, keepRights, keepLocation }
}
