import type { PlanRequest } from '../../../shared/domain/generation.ts'

/** The person's usual size, for pictures from words that ask for none. A picture that is changed keeps its shape. */
export function withDefaultSize<T extends Pick<PlanRequest, 'operation' | 'size' | 'aspectRatio'>>(
  request: T,
  defaultSize: string | null,
): T {
  if (defaultSize === null || request.operation !== 'generate' || request.size || request.aspectRatio) return request
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(defaultSize) ?? []
  if (width !== undefined && height !== undefined) {
    return { ...request, size: { widthPx: Number(width), heightPx: Number(height) } }
  }
  return /^\d{1,4}:\d{1,4}$/.test(defaultSize) ? { ...request, aspectRatio: defaultSize } : request
}
