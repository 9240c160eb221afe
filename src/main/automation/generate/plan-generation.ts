import type { GenerationRequest, RequestPlan } from '../../../shared/domain/generation.ts'
import type { ProgramServices } from '../program/command.ts'

/** Plans as the queue will: the painted area determines the part of a masked edit, and thus its price. */
export async function planGeneration(
  { maskPng, ...request }: GenerationRequest,
  { assets, imaging, openProviders }: Pick<ProgramServices, 'assets' | 'imaging' | 'openProviders'>,
): Promise<RequestPlan> {
  const source = request.sourceId === null ? null : await assets.records.require(request.sourceId)
  const size = source && { widthPx: source.widthPx, heightPx: source.heightPx }
  const maskBounds = maskPng === null || size === null ? null : await imaging.measureMask({ maskPng, size })
  const control = request.control ? await assets.records.require(request.control.imageId) : null
  const { manager } = await openProviders()
  return manager.plan({ ...request, maskBounds, hasMask: maskBounds !== null }, source, control)
}
