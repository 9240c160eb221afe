import { modelInUse, type InstalledVisionModels } from '../../../../client/index.ts'
import type { Inpainter } from '../derive-generate-state.ts'

/** The model for removal in use; null = none is installed, undefined = not known yet. */
export function selectInpainter(
  models: InstalledVisionModels | null,
  chosen: string | undefined,
): Inpainter | null | undefined {
  return models === null ? undefined : modelInUse(models.models, 'remove', chosen)
}
