import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { CredentialKind } from '../../imaging/content-credentials.ts'
import type { ExportMetadata } from '../../imaging/imaging.ts'
import type { ExportsContext } from './exports-context.ts'
import type { ExportLineage } from './load-lineage.ts'
import { findOrigin, hasGenerator, type ImageOrigin } from './image-origin.ts'

/** Returns the metadata to be written into the file; null = none. */
export async function describeImage(
  { assets, appVersion }: Pick<ExportsContext, 'assets' | 'appVersion'>,
  record: AssetRecord,
  lineage: ExportLineage,
  options: Pick<ExportOptions, 'metadata' | 'includePrompt' | 'promptWriter' | 'keepRights' | 'keepLocation'>,
): Promise<ExportMetadata | null> {
  if (options.metadata === 'none') return null
  const origin = findOrigin(record, lineage)
  const isWhole = options.metadata === 'all'
  return {
    kind: exportKindOf(origin),
    // The source photo may be gone by now: then it contributes nothing, and the rest is still written.
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

/** An image from another AI program counts as generated even where its file does not say so. */
export function exportKindOf({ kind, source, changedBy }: ImageOrigin): CredentialKind {
  if (kind !== 'own') return { type: kind }
  return {
    type: 'own',
    otherwise: source !== null && hasGenerator(source) ? 'trainedAlgorithmicMedia' : null,
    changedBy,
  }
}

async function sourceOf(
  assets: ExportsContext['assets'],
  { source, kind, generation, madeBy }: ImageOrigin,
  { keepRights, keepLocation, metadata }: Pick<ExportOptions, 'keepRights' | 'keepLocation' | 'metadata'>,
): Promise<ExportMetadata['source']> {
  if (source === null || source.isMissing) return null
  const located = await assets.files.locateFile(source.id).catch(() => null)
  // Camera metadata does not apply to what a model generated.
  const keepCamera = metadata === 'all' && kind === 'own'
  // Once a model of Atelier's made it anew, another program's settings would not make this image again.
  const isAsCame = generation === null ? madeBy === null : generation === source.recipe
  const keepPrograms = metadata === 'all' && isAsCame
  return located && { path: located.path, keepRights, keepLocation, keepCamera, keepPrograms }
}
